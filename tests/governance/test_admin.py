import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from governance import offers
from governance.models import Agency, ChairTerm, Membership, Person, RecordedFigure, Seat, SeatHolding
from tests.factories import agency, person, priority
from tests.governance.factories import group, partner, relevant, year

pytestmark = pytest.mark.django_db
MODELS = [
    "agency",
    "relevantagency",
    "safeguardingpartner",
    "person",
    "membership",
    "group",
    "seat",
    "chairterm",
    "priority",
    "financialyear",
    "recordedfigure",
]


@pytest.fixture
def admin(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def rows(officer):
    """One row of each model of the app."""
    board = group()
    board.functions.create(sentence="Keep learning alive.")
    seat = Seat.objects.create(group=board, role="Nurse", agency=agency())
    SeatHolding.objects.create(seat=seat, person=person())
    figure = {"key": "in-person", "label": "Trained", "start": date(2023, 4, 1), "end": date(2024, 3, 31), "value": 290}
    return {
        "agency": agency(),
        "relevantagency": relevant("Rivermouth Hospital"),
        "safeguardingpartner": partner("Rivermouth Council", 1, lead="Ann Ash"),
        "person": officer.person,
        "membership": officer.person.memberships.get(),
        "group": board,
        "seat": seat,
        "chairterm": ChairTerm.objects.create(group=board, person=person()),
        "priority": priority(),
        "financialyear": year(contributions={"Council": 10}),
        "recordedfigure": RecordedFigure.objects.create(**figure, source="Report, page 4"),
    }


@pytest.mark.parametrize("model", MODELS)
def test_governance_admin_pages_open(admin, rows, model):
    for name, args in (("changelist", []), ("add", []), ("change", [rows[model].pk]), ("history", [rows[model].pk])):
        assert admin.get(reverse(f"admin:governance_{model}_{name}", args=args)).status_code == 200, name
    assert admin.get(reverse(f"admin:governance_{model}_changelist"), {"q": "a"}).status_code == 200


@pytest.mark.parametrize("query", ["?open=yes", "?open=no", "?kind__exact=service"])
def test_agency_admin_list(admin, rows, query):
    assert admin.get(reverse("admin:governance_agency_changelist") + query).status_code == 200


def workbook(*lines) -> SimpleUploadedFile:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("rows.xlsx", content.getvalue())


def preview(admin, model: str, *lines):
    """The preview of an import; what it would change stands in its confirm form."""
    answers = {"import_file": workbook(*lines), "format": "1"}
    return admin.post(reverse(f"admin:governance_{model}_import"), answers)


def confirm(admin, model: str, page):
    url = reverse(f"admin:governance_{model}_process_import")
    return admin.post(url, page.context["confirm_form"].initial)


AGENCY_COLUMNS = ["name", "short_name", "kind", "sector", "parent", "email_domains"]


def test_agencies_are_imported_by_name(admin):
    agency("Rivermouth Hospital")
    lines = [
        ["rivermouth hospital", "RH", "Organisation", "Health", "", "hospital.example"],
        ["Hospital School", "", "service", "Education", "Rivermouth Hospital", ""],
    ]
    confirm(admin, "agency", preview(admin, "agency", AGENCY_COLUMNS, *lines))
    hospital, school = Agency.objects.get(slug="rivermouth-hospital"), Agency.objects.get(slug="hospital-school")
    assert (hospital.name, hospital.short_name, hospital.domains) == ("Rivermouth Hospital", "RH", {"hospital.example"})
    assert (school.kind, school.sector, school.parent) == (Agency.Kind.SERVICE, Agency.Sector.EDUCATION, hospital)


def test_agencies_with_mistakes_are_named_by_row_and_none_is_kept(admin):
    before = Agency.objects.count()
    lines = [
        ["Good Agency", "", "Organisation", "Health", "", ""],
        ["Odd Sector", "", "Organisation", "Astrology", "", ""],
        ["", "", "Organisation", "Health", "", ""],
        ["Orphan", "", "Organisation", "Health", "Nobody", ""],
    ]
    page = preview(admin, "agency", AGENCY_COLUMNS, *lines)
    assert "“Astrology” is none of: Local authority, Police" in page.text
    assert "The name is missing." in page.text
    assert "No agency is called “Nobody”." in page.text
    assert "confirm_form" not in page.context
    assert Agency.objects.count() == before


def test_agencies_import_refuses_what_is_no_table(admin):
    answers = {"import_file": SimpleUploadedFile("rows.xlsx", b"not a workbook"), "format": "1"}
    response = admin.post(reverse("admin:governance_agency_import"), answers)
    assert response.status_code == 200
    assert response.context["form"].errors["import_file"]


def test_agencies_export_and_import_are_for_those_who_may(client, practitioner):
    client.force_login(practitioner)
    for name in ("import", "export"):
        assert client.get(reverse(f"admin:governance_agency_{name}")).status_code in (302, 403)


def test_people_are_imported_with_where_they_work(admin, officer):
    hospital = agency("Rivermouth Hospital")
    known = person("Ann Ash", "ann@hospital.example")
    lines = [
        ["name", "email", "agency", "job_title"],
        ["Ann Ash-Brown", "ANN@hospital.example", "Rivermouth hospital", "Midwife"],
        ["Bo Birch", "", "", ""],
    ]
    confirm(admin, "person", preview(admin, "person", *lines))
    known.refresh_from_db()
    membership = known.memberships.get()
    assert known.name == "Ann Ash-Brown"
    assert (membership.agency, membership.job_title, membership.status) == (hospital, "Midwife", "confirmed")
    assert membership.confirmed_by == officer
    assert Person.objects.filter(name="Bo Birch").count() == 1


def test_people_imported_twice_are_the_same_people(admin):
    lines = [["name", "email", "agency", "job_title"], ["Bo Birch", "", "", ""], ["Cy", "cy@a.example", "", ""]]
    number = Person.objects.count()
    for _ in range(2):
        confirm(admin, "person", preview(admin, "person", *lines))
    assert Person.objects.count() == number + 2


def test_people_with_mistakes_are_named_by_row(admin):
    lines = [["Bo", "", "Nowhere", "Nurse"], ["", "x@a.example", "", ""], ["Cy", "", "Rivermouth Hospital", ""]]
    page = preview(admin, "person", ["name", "email", "agency", "job_title"], *lines)
    for sentence in ("No agency is called “Nowhere”.", "The name is missing.", "Give the job title"):
        assert sentence in page.text


@pytest.fixture
def claim(practitioner):
    Membership.objects.all().delete()
    return Membership.objects.create(person=practitioner.person, agency=agency(), job_title="Nurse")


def test_membership_admin_confirms(admin, claim, officer):
    assert admin.post(reverse("admin:governance_membership_act", args=[claim.pk, "confirm"])).status_code == 302
    claim.refresh_from_db()
    assert (claim.status, claim.confirmed_by) == ("confirmed", officer)


def test_membership_admin_refuses_with_a_reason(admin, claim):
    url = reverse("admin:governance_membership_act", args=[claim.pk, "refuse"])
    assert admin.post(url).status_code == 422
    assert admin.post(url, {"reason": "Left in May."}).status_code == 302
    claim.refresh_from_db()
    assert claim.status == "refused"


def test_membership_admin_confirms_the_chosen(admin, claim):
    answers = {"action": "confirm_chosen", "_selected_action": [claim.pk]}
    page = admin.post(reverse("admin:governance_membership_changelist"), answers, follow=True)
    assert "1 confirmed." in page.text


def test_work_lines_name_memberships_to_confirm(officer, claim, practitioner):
    (line,) = offers.work_lines(officer)
    assert (line.count, line.urgency) == (1, "normal")
    assert offers.work_lines(practitioner) == []
