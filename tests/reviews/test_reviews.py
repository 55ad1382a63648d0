from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from governance.register import services as register
from portal.search.services import find
from reviews import figures, search_texts, services
from reviews.errors import ReviewsError
from reviews.models import CaseReview, ReviewDocument
from tests.factories import priority
from tests.library.factories import document
from tests.queries import number_of_queries
from tests.reviews.factories import review

pytestmark = pytest.mark.django_db
Kind = CaseReview.Kind


def shown(client, **query) -> list[str]:
    return [row.pseudonym for row in client.get(reverse("reviews:library"), query).context["page_obj"]]


def test_library_newest_first_and_filtered(client, partnership):
    review("Robin").priorities.add(priority("Neglect"))
    review("Wren", kind=Kind.LLR, published_on=date(2024, 4, 2))
    review("Draft", is_published=False)
    assert shown(client) == ["Wren", "Robin"]
    assert shown(client, kind="llr") == ["Wren"]
    assert shown(client, priority="neglect") == ["Robin"]
    assert shown(client, year="2023") == ["Robin"]
    assert shown(client, year=["2023", "2024"], kind="llr") == ["Wren"]


@pytest.mark.parametrize(
    "query", [{"year": "x"}, {"year": "99999"}, {"kind": "\x00"}, {"priority": "\x00"}, {"page": "x"}]
)
def test_library_with_odd_queries(client, partnership, query):
    review()
    assert client.get(reverse("reviews:library"), query).status_code == 200


def test_library_costs_the_same_for_any_number(client, partnership):
    url, costs = reverse("reviews:library"), []
    for number in range(10):
        row = review(f"Child {number}")
        row.priorities.add(priority())
        ReviewDocument.objects.create(review=row, document=document(f"Film {number}", kind="video"), role="video")
        costs.append(number_of_queries(client, url))
    assert costs[0] == costs[-1]


def test_review_shows_what_is_true_and_nothing_restricted(client, partnership):
    row = review(
        reference="RR-2023-SECRET",
        note="Known to the unit only.",
        notified_on=date(2022, 12, 25),
        summary="<p>Nobody saw where the baby slept.</p>",
        asks="Look: see the place.\nAsk who stays at night",
        good_practice="A midwife came back.",
        themes="Safe sleeping, Under 1",
    )
    row.changes.create(area="Missed appointments", change="A manager reads each one.")
    text = client.get(row.get_absolute_url()).text
    for words in ("Nobody saw", "See the place.", "A midwife came back.", "Safe sleeping", "A manager reads each one."):
        assert words in text
    for secret in ("SECRET", "unit only", "25 December 2022", "Notified"):
        assert secret not in text
    assert "Exit this page" in text


def test_review_without_changes_says_so(client, partnership):
    assert "Nothing recorded yet" in client.get(review().get_absolute_url()).text


def test_review_shows_only_documents_the_reader_may_see(client, practitioner):
    row = review()
    for name, fields in {
        "Open report": {},
        "Closed report": {"is_public": False},
        "Draft": {"is_published": False},
    }.items():
        paper = document(name, **fields)
        ReviewDocument.objects.create(review=row, document=paper, role=ReviewDocument.Role.REPORT)
    text = client.get(row.get_absolute_url()).text
    assert ("Open report" in text, "Closed report" in text) == (True, False)
    client.force_login(practitioner)
    text = client.get(row.get_absolute_url()).text
    assert ("Closed report" in text, "What Draft says" in text) == (True, False)


def test_review_shows_the_register_to_its_readers(client, executive, officer, practitioner):
    row = review()
    register.record_finding("No beds seen", found_on=date(2023, 1, 1), source=row, by=officer)
    for user, expected in ((None, False), (practitioner, False), (executive, True)):
        if user:
            client.force_login(user)
        assert ("No beds seen" in client.get(row.get_absolute_url()).text) is expected


def test_review_not_published_is_not_found(client, practitioner, officer):
    row = review(is_published=False)
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(practitioner)
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(officer)
    assert "Only the business unit sees this page" in client.get(row.get_absolute_url()).text


def test_publish_dates_the_review(officer):
    row = services.publish(review(is_published=False, published_on=None), by=officer)
    assert (row.is_published, row.published_on) == (True, timezone.localdate())
    assert row.history.first().history_user == officer


@pytest.mark.parametrize(
    ("fields", "on", "words"),
    [
        ({"kind": Kind.RAPID}, None, "rapid review is not published"),
        ({"lead": ""}, None, "Say in a sentence"),
        ({}, timezone.localdate() + timedelta(days=2), "can't lie ahead"),
    ],
)
def test_publish_refuses(officer, fields, on, words):
    with pytest.raises(ReviewsError, match=words):
        services.publish(review(is_published=False, **fields), on=on, by=officer)


def test_withdraw_keeps_the_day(officer):
    row = services.withdraw(review(), by=officer)
    assert (row.is_published, row.published_on) == (False, date(2023, 9, 4))
    with pytest.raises(ReviewsError, match="not on the site"):
        services.withdraw(row, by=officer)


@pytest.mark.parametrize("fields", [{"kind": Kind.RAPID}, {"published_on": None}, {"lead": ""}])
def test_the_database_refuses_what_must_not_be_public(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        review(**fields)


def test_figures_only_where_rows_tell():
    year = (date(2023, 4, 1), date(2024, 3, 31))
    assert figures.for_period(*year) == []
    review("Robin")
    review("Rapid", kind=Kind.RAPID, is_published=False, notified_on=date(2024, 3, 31))
    review("Later", kind=Kind.RAPID, is_published=False, notified_on=date(2024, 4, 1))
    assert {figure.key: figure.value for figure in figures.for_period(*year)} == {
        "rapid-reviews": 1,
        "reviews-published": 1,
    }


def test_search_holds_only_public_words(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = review(note="zebra", reference="ZEBRA-1", summary="<p>Sleeping places</p>")
        row.changes.create(area="Hospital", change="A midwifery hub.")
    assert find("zebra", user=None).total == 0
    assert [hit.url for hit in find("sleeping midwifery", user=None).hits] == [row.get_absolute_url()]
    assert search_texts.search_text(review("Draft", is_published=False)) is None


@pytest.fixture
def admin(client, officer):
    client.force_login(officer)
    return client


def test_review_admin_publishes_after_asking(admin):
    row = review(is_published=False)
    url = reverse("admin:reviews_casereview_act", args=[row.pk, "publish"])
    assert "Everybody will be able to read" in admin.get(url).text
    assert admin.post(url, {"on": "05/09/2023"}).status_code == 302
    row.refresh_from_db()
    assert (row.is_published, row.published_on) == (True, date(2023, 9, 5))


def test_review_admin_act_needs_the_admin(client, executive):
    client.force_login(executive)
    url = reverse("admin:reviews_casereview_act", args=[review().pk, "withdraw"])
    assert client.post(url).status_code in (302, 403)
    assert CaseReview.objects.get().is_published


@pytest.mark.parametrize("name", ["x", "publish"])
def test_review_admin_act_of_a_missing_row_or_name(admin, name):
    pk = review().pk if name == "x" else 999
    assert admin.get(reverse("admin:reviews_casereview_act", args=[pk, name])).status_code == 404


def test_review_admin_pages_open(admin):
    row = review()
    assert admin.get(reverse("admin:reviews_casereview_changelist") + "?q=Robin").status_code == 200
    assert admin.get(reverse("admin:reviews_casereview_add")).status_code == 200
    for name in ("change", "history"):
        assert admin.get(reverse(f"admin:reviews_casereview_{name}", args=[row.pk])).status_code == 200
