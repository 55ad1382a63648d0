from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from governance.register.models import Action, Evidence
from portal.files import services as files
from tests.factories import agency
from tests.library.test_admin import PDF
from tests.queries import number_of_queries
from tests.register.factories import action, evidence

pytestmark = pytest.mark.django_db


def shown(client, **query) -> list[str]:
    return [row.title for row in client.get(reverse("register:actions"), query).context["page_obj"]]


@pytest.fixture
def reader(client, executive):
    client.force_login(executive)
    return client


def test_actions_shows_open_ones_overdue_first(reader):
    today = timezone.localdate()
    action("Later", due_on=today + timedelta(days=9))
    action("Late", due_on=today - timedelta(days=1))
    action("Given up", status=Action.Status.WITHDRAWN)
    response = reader.get(reverse("register:actions"))
    assert shown(reader) == ["Late", "Later"]
    assert "2 actions, 1 overdue" in response.text


def test_actions_by_state_and_owner(reader):
    action("One", status=Action.Status.WITHDRAWN)
    action("Two", owner_agency=agency("Rivermouth Police"))
    assert shown(reader, status="withdrawn") == ["One"]
    assert shown(reader, agency="rivermouth-police") == ["Two"]


def test_actions_cost_the_same_for_any_number(reader):
    url, costs = reverse("register:actions"), []
    for number in range(10):
        action(f"Action {number}")
        costs.append(number_of_queries(reader, url))
    assert costs[0] == costs[-1]


def test_actions_is_not_for_practitioners(client, practitioner):
    client.force_login(practitioner)
    assert client.get(reverse("register:actions")).status_code == 403


def test_evidence_is_read_by_whoever_reads_the_register(client, executive, practitioner):
    row = evidence(action())
    row.file = files.keep("audit.pdf", b"%PDF-1.7", "application/pdf")
    row.save()
    for user, status in ((practitioner, 404), (executive, 200)):
        client.force_login(user)
        assert client.get(row.file.get_absolute_url()).status_code == status


@pytest.fixture
def admin(client, officer):
    client.force_login(officer)
    return client


def act(client, row, name, **answers):
    url = reverse("admin:register_action_act", args=[row.pk, name])
    return client.post(url, answers) if answers else client.get(url)


def test_action_admin_asks_first_and_calls_the_service(admin):
    row = action()
    assert act(admin, row, "done").status_code == 200
    assert act(admin, row, "done", text="Changed.").status_code == 302
    row.refresh_from_db()
    assert row.status == Action.Status.DONE


def test_action_admin_says_what_the_service_refused(admin, officer):
    row = action(status=Action.Status.DONE)
    response = act(admin, row, "verify", verifier=officer.person.pk, outcome="Better.")
    assert response.status_code == 422
    assert "Add evidence first" in response.text


def with_evidence(admin, row) -> dict:
    """The answers of the change page with one piece of evidence added."""
    form = admin.get(reverse("admin:register_action_change", args=[row.pk]))
    fields = form.context["adminform"].form.initial
    answers = {name: fields[name] for name in ("recommendation", "title", "owner_agency", "overseen_by")}
    answers |= {
        "starts_on": "10/01/2024",
        "due_on": "30/06/2024",
        "evidence-TOTAL_FORMS": "1",
        "evidence-INITIAL_FORMS": "0",
    }
    answers |= {"updates-TOTAL_FORMS": "0", "updates-INITIAL_FORMS": "0"}
    answers |= {"evidence-0-description": "Audit", "evidence-0-dated": "01/05/2024"}
    return answers


def test_action_admin_notes_who_added_evidence(admin, officer):
    row = action()
    assert (
        admin.post(reverse("admin:register_action_change", args=[row.pk]), with_evidence(admin, row)).status_code == 302
    )
    assert Evidence.objects.get().added_by == officer


def test_action_admin_takes_a_file_as_evidence(admin, officer):
    row = action()
    answers = with_evidence(admin, row) | {"evidence-0-upload": SimpleUploadedFile("audit.pdf", PDF)}
    assert admin.post(reverse("admin:register_action_change", args=[row.pk]), answers).status_code == 302
    stored = Evidence.objects.get().file
    assert (stored.name, stored.uploaded_by) == ("audit.pdf", officer)
    assert stored.get_absolute_url() in admin.get(reverse("admin:register_action_change", args=[row.pk])).text


def test_action_admin_refuses_a_program_as_evidence(admin):
    row = action()
    answers = with_evidence(admin, row) | {"evidence-0-upload": SimpleUploadedFile("audit.pdf", b"MZ program")}
    response = admin.post(reverse("admin:register_action_change", args=[row.pk]), answers)
    assert "its content is something else" in response.text
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("model", ["action", "finding", "recommendation"])
def test_register_admin_pages_open(admin, model):
    row = action()
    row = {"action": row, "recommendation": row.recommendation, "finding": row.recommendation.finding}[model]
    assert admin.get(reverse(f"admin:register_{model}_changelist")).status_code == 200
    assert admin.get(reverse(f"admin:register_{model}_change", args=[row.pk])).status_code == 200
    assert admin.get(reverse(f"admin:register_{model}_add")).status_code == 200


@pytest.mark.parametrize("query", ["?due=overdue", "?due=open", "?q=baby"])
def test_action_admin_list(admin, query):
    action()
    assert admin.get(reverse("admin:register_action_changelist") + query).status_code == 200
