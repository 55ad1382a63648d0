from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from governance.documents.coverage import coverage
from governance.documents.errors import DocumentsError
from governance.documents.models import YearlyReport
from governance.documents.services import reports
from portal.guidance import editions
from tests.documents import factories
from tests.factories import partnership, priority

NARRATIVE = ["foreword", "area", "partnership", "scrutiny", "voice"]
AFTER = ["learning", "training", "resources", "appendix-agencies", "appendix-figures", "glossary"]


def test_start_report_makes_the_sections_of_the_outline(report):
    keys = [section.key for section in report.sections.all()]
    assert keys == [*NARRATIVE, *(f"priority-{p.slug}" for p in reports.priorities_of(report)), *AFTER]
    numbers = {section.key: section.number for section in report.sections.all()}
    assert (numbers["foreword"], numbers["priority-neglect"], numbers["learning"]) == ("1", "6.4", "7")
    assert numbers["glossary"] == "C"
    assert report.sections.get(key="area").title == "Children in Rivermouth"
    assert (report.slug, report.edition) == ("2023-24", "2023")


def test_start_report_refuses_a_second_one(report, officer):
    with pytest.raises(DocumentsError, match="already"):
        reports.start_report(*factories.YEAR, by=officer)


def test_start_report_refuses_an_unknown_edition(officer, partnership):
    with pytest.raises(DocumentsError, match="no edition 1999"):
        reports.start_report(*factories.YEAR, by=officer, edition="1999")


def test_ensure_sections_adds_a_new_priority_and_keeps_texts(report, officer):
    report.sections.filter(key="learning").update(body="<p>Ours</p>", title="Our own title")
    priority("Early help", start=date(2023, 9, 1))
    reports.ensure_sections(report, by=officer)
    assert report.sections.get(key="priority-early-help").number == "6.3"
    kept = report.sections.get(key="learning")
    assert (kept.body, kept.title) == ("<p>Ours</p>", "Our own title")


def test_priorities_of_other_years_have_no_section(officer):
    partnership()
    priority("Over", end=date(2023, 3, 31))
    priority("To come", start=date(2024, 4, 1))
    report = reports.start_report(*factories.YEAR, by=officer)
    assert not report.sections.filter(key__startswith="priority-").exists()


def test_sections_keep_their_history(report, officer):
    section = report.sections.get(key="voice")
    section.finding = "Children told us more."
    section.save()
    assert [row.finding for row in section.history.all()] == ["Children told us more.", ""]
    assert section.history.last().history_user == officer


def test_rich_text_is_cleaned(report):
    section = report.sections.get(key="voice")
    section.body = "<p onclick='x()'>Heard</p><script>x()</script>"
    section.save()
    section.refresh_from_db()
    assert section.body == "<p>Heard</p>"


def test_coverage_shows_gaps_and_explanations(report):
    lines = {line.title: line.state for line in coverage(report)}
    assert set(lines.values()) == {"gap"}
    report.sections.filter(key="voice").update(no_evidence="Nobody asked them. We will from May.")
    report.sections.filter(key="scrutiny").update(body="<p>Two reviews.</p>")
    lines = {line.title: line.state for line in coverage(report)}
    assert lines["Voice of children and families"] == "explained"
    assert lines["Themes from scrutiny"] == lines["Impact of scrutiny"] == "written"
    assert lines["Costs and value"] == "gap"


def test_every_requirement_of_every_edition_has_a_section():
    for name in editions.names():
        outline = editions.yearly_report(name)
        answered = {key for section in outline.sections for key in section.law}
        assert answered == {requirement.key for requirement in outline.requirements}


def test_edition_in_force():
    assert editions.in_force(date(2024, 3, 31)).name == "2023"
    with pytest.raises(editions.UnknownEdition):
        editions.yearly_report("1999")


def test_a_report_is_not_published_without_its_build(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyReport.objects.update(status="published", is_public=True)


def test_a_report_ends_after_it_starts(report):
    report.period_end = report.period_start
    with pytest.raises(ValidationError, match="must come after"):
        report.full_clean()
