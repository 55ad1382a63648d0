"""A year of Rivermouth: money, agencies, recorded figures, and a report with texts of realistic length."""

from datetime import date

from governance.documents.models import ReportSection, SectionQuote, YearlyReport
from governance.documents.services.reports import start_report
from governance.models import (
    Agency,
    Contribution,
    FinancialYear,
    OtherIncome,
    RecordedFigure,
    RelevantAgency,
    SafeguardingPartner,
)
from portal.accounts.models import User
from tests.factories import agency, partnership, priority

START, END = date(2023, 4, 1), date(2024, 3, 31)
YEAR = (START, END)

PAID = {
    "Rivermouth Council": 146_799,
    "NHS Rivermouth": 6_764,
    "Rivermouth Hospital": 6_764,
    "Two Counties NHS and Social Care Partnership Trust": 6_764,
    "Estuary NHS Foundation Trust": 6_764,
    "Rivermouth Community Healthcare": 6_764,
    "Police and Crime Commissioner": 15_434,
    "Probation Service": 5_235,
    "Young Offender Institution Oldgate": 6_996,
    "Fire and Rescue": 2_833,
}
FIGURES = [
    ("children-on-plan", "Children with a child protection plan", 290, END, ""),
    ("children-on-plan", "Children with a child protection plan", 288, date(2023, 3, 31), ""),
    ("children-in-care", "Children in the care of the local authority", 475, END, ""),
    ("children-in-care", "Children in the care of the local authority", 467, date(2023, 3, 31), ""),
    ("child-population", "Children under 18 living in the area", 65_289, 2022, ""),
    ("plan-rate-england", "Children with a protection plan, England", "43.2", 2022, "per 10,000"),
    ("plan-rate-neighbours", "Children with a protection plan, similar areas", 41, 2022, "per 10,000"),
    ("care-rate-neighbours", "Children in care, similar areas", 74, 2022, "per 10,000"),
    ("training-in-person", "People who completed training in person", 290, 2023, ""),
    ("training-virtual", "People who completed virtual training", 222, 2023, ""),
    ("training-conference", "People at conferences", 450, 2023, "at least"),
    ("training-elearning", "E-learning courses completed", 7_197, 2023, ""),
    ("evaluation-rate-in-person", "Evaluations completed after training in person", 100, 2023, "%"),
    ("rapid-reviews", "Rapid reviews completed", 3, 2023, ""),
    ("rapid-reviews", "Rapid reviews completed", 0, 2022, ""),
    ("rapid-reviews", "Rapid reviews completed", 2, 2021, ""),
    ("survey-aware-of-reviews", "Practitioners who know of practice reviews", 90, 2023, "%"),
    ("survey-aware-of-local-reviews", "Practitioners who know of local reviews", 52, 2023, "%"),
    ("survey-named-impact", "Practitioners who could name an effect of a review", 40, 2023, "%"),
    ("gcp2-delegates", "People trained in Graded Care Profile 2", 78, 2023, ""),
    ("gcp2-licensed", "Practitioners licensed for Graded Care Profile 2", 500, END, "at least"),
    ("gcp2-implementation", "Programme in place", 75, date(2024, 4, 1), "%"),
    ("gcp2-implementation", "Programme in place", 49, date(2022, 12, 31), "%"),
    ("make-your-mark-votes", "Young people who voted", 8_399, 2023, ""),
    ("make-your-mark-votes", "Young people who voted", 7_982, 2022, ""),
    ("child-friendly-voices", "Times children were heard", 90_000, 2023, "about"),
    ("video-views-tide", "Views of the film on the review Tide", 140, 2023, ""),
    ("da-programme-accepted", "People accepted onto the programme", 68, 2023, ""),
    ("da-programme-completed", "People who completed the programme", 23, 2023, ""),
]
PRIORITIES = {
    "effective-partnerships": "Effective partnerships",
    "contextual-safeguarding": "Contextual safeguarding and trauma-informed practice",
    "domestic-abuse": "Domestic abuse",
    "neglect": "Neglect",
}
TEXT = (
    "<h3>What we set out to do</h3><p>Neglect builds slowly, and each visit on its own can look acceptable. We asked "
    "every agency to use one shared picture of daily care, so that concerns are named early and in the same words.</p>"
    "<p>Four trainers now teach it. Three people qualified this year, and two of them have already run a course of "
    "their own with colleagues from housing, schools and the police.</p><h3>What changed</h3><p>Officers record what "
    "they see in a child’s home in a form that asks what the child eats, where it sleeps and who takes it to school. "
    "A review found fuller referrals and a clearer order of urgency.</p><ul><li>Referrals name the child’s day, not "
    "only the adult’s conduct.</li><li>Health visitors and social workers grade together.</li></ul>"
)


def funding(start: date = START, paid: dict[str, int] = PAID) -> FinancialYear:
    year = FinancialYear.objects.create(start=start, from_reserve=29_600, one_off_grant=47_300)
    for position, (name, pounds) in enumerate(paid.items()):
        Contribution.objects.create(year=year, agency=agency(name), printed_name=name, pounds=pounds, position=position)
    OtherIncome.objects.create(year=year, label="Income from training", pounds=1_000)
    return year


def recorded(key: str, label: str, value, when: date | int, kind: str = "", **fields) -> RecordedFigure:
    """`when` is a day, or the year in which a financial year begins; `kind` is a unit or a qualifier."""
    start, end = (when, when) if isinstance(when, date) else (date(when, 4, 1), date(when + 1, 3, 31))
    qualifier = kind if kind in ("at least", "about") else "exact"
    unit = "" if kind in ("at least", "about") else kind
    values = {"label": label, "value": value, "unit": unit, "qualifier": qualifier, "source": "Return of the council"}
    return RecordedFigure.objects.create(key=key, start=start, end=end, **{**values, **fields})


def relevant_agency(name: str, sector: str, involvement: str = "Sub-groups", **fields) -> RelevantAgency:
    return RelevantAgency.objects.create(
        agency=agency(name, sector=sector), sector=sector, printed_name=name, involvement=involvement, **fields
    )


def partners() -> None:
    for position, name in enumerate(("Rivermouth Council", "NHS Rivermouth", "Rivermouth Police"), start=1):
        SafeguardingPartner.objects.create(
            agency=agency(name, sector=Agency.Sector.LOCAL_AUTHORITY),
            position=position,
            lead_title="Chief Executive",
            delegate_title="Director",
        )


def report(by: User, **fields) -> YearlyReport:
    """A bare report of 2023-24 with the sections of its outline and two priorities."""
    partnership()
    for slug, name in PRIORITIES.items():
        priority(name, slug=slug, start=START)
    return start_report(*YEAR, by=by, **fields)


def written_report(by: User) -> YearlyReport:
    """The report with money, agencies, figures, texts, a quote and an admitted gap."""
    row = report(by, subtitle="What we did, what changed for children, and what we still have to prove.")
    partners()
    funding()
    relevant_agency("Probation Service", "probation")
    relevant_agency("Rivermouth Hospital", "health")
    relevant_agency("Primary schools", "education", "Executive; through the heads’ association")
    relevant_agency("Secondary schools", "education", "Executive")
    for figure in FIGURES:
        recorded(*figure)
    for section in row.sections.exclude(kind=ReportSection.Kind.COMPUTED):
        section.body = TEXT
        section.finding = "Many practitioners can use the tool. We cannot yet show what that did for children."
        section.save()
    neglect = row.sections.get(key="priority-neglect")
    neglect.no_evidence = "Two agencies alone report completed profiles. Next year we look for proof in all of them."
    neglect.save()
    words = {"text": "We stopped arguing about words and talked about breakfast.", "source": "Family support worker"}
    SectionQuote.objects.create(section=neglect, consent=True, **words)
    SectionQuote.objects.create(section=neglect, consent=False, text="Not to be printed.", source="A parent")
    return row
