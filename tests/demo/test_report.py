"""The report of 2023-24 as loaded: every section written, and its figures those of the published one."""

import pytest
from django.urls import reverse

from governance.documents.models import YearlyReport
from governance.documents.services import reports
from governance.models import Priority
from portal.accounts.models import User
from portal.rich_text import plain

PARTNERSHIP = "medway"
pytestmark = pytest.mark.usefixtures("loaded")
WITHOUT_EVIDENCE = {"foreword", "partnership", "glossary", "appendix-agencies", "appendix-figures"}


@pytest.fixture
def report():
    return YearlyReport.objects.get(slug="2023-24")


def test_report_has_every_section_of_the_outline_written(report):
    assert [section.key for section in report.sections.all() if not section.is_written] == []
    planned = [section.key for section in reports.planned_sections(report)]
    assert [section.key for section in report.sections.all()] == planned


def test_each_priority_has_a_section_with_a_finding(report):
    keys = [f"priority-{slug}" for slug in Priority.objects.values_list("slug", flat=True)]
    sections = report.sections.filter(key__startswith="priority-")
    assert [section.key for section in sections] == keys
    assert all(section.finding for section in sections)


def test_sections_say_where_there_is_no_evidence(report):
    silent = {section.key for section in report.sections.all() if not section.is_explained}
    assert silent == WITHOUT_EVIDENCE


@pytest.mark.parametrize("key", ["area", "scrutiny", "priority-neglect", "learning", "training"])
def test_section_is_of_a_length_that_people_read(report, key):
    assert 200 <= len(plain(report.sections.get(key=key).body).split()) <= 600


def test_next_year_follows_the_text(report):
    assert "<h3>In 2024-25</h3>" in report.sections.get(key="priority-neglect").body


def test_quotes_are_marked_illustrative(report):
    quotes = [quote for section in report.sections.all() for quote in section.quotes.all()]
    assert quotes
    assert [quote.source for quote in quotes if "illustrative" not in quote.source] == []


def test_report_page_opens_for_an_executive_member(report, client):
    client.force_login(User.objects.get(name="Daniel Whitlock"))
    page = client.get(reverse("documents:report", args=[report.slug]))
    assert page.status_code == 200
    assert "7,197" in page.content.decode()
