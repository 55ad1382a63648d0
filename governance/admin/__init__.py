"""The business unit's pages for people, agencies, groups, priorities and money. Django finds them by this import."""

from governance.admin import agencies, figures, funding, groups, people, plan

__all__ = ["agencies", "figures", "funding", "groups", "people", "plan"]
