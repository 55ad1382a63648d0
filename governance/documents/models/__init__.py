from governance.documents.models.build import ReportBuild
from governance.documents.models.report import ReportSection, SectionQuote, YearlyReport

__all__ = ["ReportBuild", "ReportSection", "SectionQuote", "YearlyReport"]
