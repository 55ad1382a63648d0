from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal import registry
from portal.pages import services
from portal.pages.models import EditablePage, Feedback
from portal.partnership.services import NoPartnership
from portal.search import services as search
from tests import factories


def test_default_pages_name_the_partnership(partnership):
    pages = services.ensure_default_pages()
    assert [page.slug for page in pages] == [page.slug for page in services.DEFAULT_PAGES]
    privacy = EditablePage.objects.get(slug="privacy")
    assert "Rivermouth Council, NHS Rivermouth and Rivermouth Police" in privacy.body


def test_default_pages_leave_what_was_written(partnership):
    EditablePage.objects.create(slug="privacy", title="Our own words")
    services.ensure_default_pages()
    assert services.ensure_default_pages() == []
    assert EditablePage.objects.get(slug="privacy").title == "Our own words"


def test_default_pages_need_a_partnership(db):
    with pytest.raises(NoPartnership):
        services.ensure_default_pages()


@pytest.mark.parametrize("slug", [page.slug for page in services.DEFAULT_PAGES])
def test_page(client, partnership, slug):
    services.ensure_default_pages()
    response = client.get(reverse("pages:page", args=[slug]))
    assert response.status_code == 200
    assert ("Exit this page" in response.content.decode()) == (slug == "contact")


def test_page_is_cleaned(client, partnership):
    EditablePage.objects.create(slug="x", title="X", body="<p>Read</p><script>alert(1)</script>")
    html = client.get("/site/x/").content.decode()
    assert "<p>Read</p>" in html and "alert(1)" not in html


def test_page_that_is_missing(client, partnership):
    assert client.get(reverse("pages:page", args=["nothing"])).status_code == 404


def test_page_is_found_by_search_until_it_goes(partnership, practitioner):
    page = EditablePage.objects.create(slug="x", title="Fostering", body="<p>Quokka</p>")
    assert [hit.title for hit in search.find("quokka", user=practitioner).hits] == ["Fostering"]
    page.delete()
    assert search.find("quokka", user=practitioner).total == 0


def test_feedback(client, partnership):
    response = client.post(reverse("pages:feedback"), {"message": "A link is broken", "page": "privacy"}, follow=True)
    assert "Thank you." in response.content.decode()
    assert Feedback.objects.get().page == "privacy"


def test_feedback_without_words_keeps_the_address(client, partnership):
    response = client.post(reverse("pages:feedback"), {"message": " ", "email": "pat@x.example"})
    html = response.content.decode()
    assert response.status_code == 422 and html.count("Write what you would like to tell us.") == 2
    assert "<title>Error: Give feedback" in html and 'value="pat@x.example"' in html


def test_feedback_remembers_which_page_it_is_about(client, partnership):
    assert 'value="practice-alert"' in client.get("/feedback/?about=practice-alert").content.decode()


def test_feedback_too_often(client, partnership):
    for _ in range(5):
        client.post(reverse("pages:feedback"), {"message": "x"})
    assert client.post(reverse("pages:feedback"), {"message": "x"}).status_code == 429
    assert Feedback.objects.count() == 5


def test_settle_feedback(officer):
    row = services.receive_feedback(message="x")
    services.settle_feedback(row, state="answered", by=officer)
    assert Feedback.history.latest().history_user == officer
    assert list(Feedback.objects.unanswered()) == []


def test_settle_feedback_refuses_an_unknown_state(officer):
    with pytest.raises(services.PagesError):
        services.settle_feedback(services.receive_feedback(message="x"), state="lost", by=officer)


def test_addresses_are_forgotten_after_a_year(db):
    old = services.receive_feedback(message="old", email="a@x.example")
    services.receive_feedback(message="new", email="b@x.example")
    long_ago = timezone.now() - timedelta(days=400)
    Feedback.objects.filter(pk=old.pk).update(received_at=long_ago)
    Feedback.history.filter(id=old.pk).update(received_at=long_ago)
    assert services.forget_feedback_addresses() == 1
    assert set(Feedback.objects.values_list("email", flat=True)) == {"", "b@x.example"}
    assert set(Feedback.history.values_list("email", flat=True)) == {"", "b@x.example"}


def test_personal_records_are_given_out_and_erased(practitioner):
    services.receive_feedback(message="Mine", email=practitioner.email)
    services.receive_feedback(message="Another's", email="b@x.example")
    records = registry.personal_records["pages"]
    assert [row["message"] for row in records.export(practitioner)] == ["Mine"]
    assert "was removed" in records.erase(practitioner)
    assert records.export(practitioner) == []


def test_feedback_waits_on_the_admin_front_page(officer, practitioner):
    services.receive_feedback(message="x")
    offer = registry.work_lists["pages"]
    assert [line.count for line in offer(officer)] == [1]
    assert offer(practitioner) == []


def test_feedback_is_marked_in_the_admin(client, officer):
    row = services.receive_feedback(message="x")
    client.force_login(officer)
    url = reverse("admin:pages_feedback_changelist")
    client.post(url, {"action": "mark_closed", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.state == "closed"


@pytest.mark.parametrize("name", ["editablepage", "feedback"])
def test_admin_pages_open(client, officer, name):
    services.ensure_default_pages()
    services.receive_feedback(message="x")
    client.force_login(officer)
    assert client.get(reverse(f"admin:pages_{name}_changelist"), {"q": "x"}).status_code == 200
    row = (EditablePage if name == "editablepage" else Feedback).objects.first()
    assert client.get(reverse(f"admin:pages_{name}_change", args=[row.pk])).status_code == 200
    assert client.get(reverse(f"admin:pages_{name}_history", args=[row.pk])).status_code == 200


def test_no_default_page_is_empty(partnership):
    factories.partnership(
        phone="01632 960002", address="1 Quay Street", referral_url="https://rivermouth.example/refer"
    )
    services.ensure_default_pages()
    assert not EditablePage.objects.filter(body="").exists()
