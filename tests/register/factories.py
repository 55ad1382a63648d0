from datetime import date

from governance.models import Group
from governance.register.models import Action, Evidence, Finding, Recommendation
from tests.factories import agency


def action(title: str = "See where the baby sleeps", **fields) -> Action:
    finding, _ = Finding.objects.get_or_create(title="Sleeping places were not seen", found_on=date(2024, 1, 8))
    recommendation, _ = Recommendation.objects.get_or_create(
        reference="R1", defaults={"finding": finding, "text": "Midwives see and record them."}
    )
    group, _ = Group.objects.get_or_create(
        slug="learning", defaults={"name": "Learning Lessons", "kind": Group.Kind.SUB_GROUP}
    )
    defaults = {
        "recommendation": recommendation,
        "owner_agency": agency(),
        "overseen_by": group,
        "starts_on": date(2024, 1, 10),
        "due_on": date(2024, 6, 30),
    }
    return Action.objects.create(title=title, **{**defaults, **fields})


def evidence(row: Action) -> Evidence:
    return Evidence.objects.create(action=row, description="Audit of twenty records", dated=date(2024, 5, 1))
