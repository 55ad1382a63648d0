from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.library import offers, services
from portal.library.errors import LibraryError
from portal.partnership.models import MovedPage
from portal.search.services import find
from tests.factories import priority
from tests.library.factories import document, version

pytestmark = pytest.mark.django_db


def test_add_version_counts_on(officer):
    row = document(body="<p>Words</p>")
    version(row, 4)
    added = services.add_version(row, file=None, note="New", by=officer)
    assert (added.number, added.published_on) == (5, timezone.localdate())
    assert added.history.get().history_user == officer


def test_add_version_needs_something_to_read(officer):
    with pytest.raises(LibraryError, match="Add a file"):
        services.add_version(document(), file=None, by=officer)


def test_former_addresses_lead_to_where_the_document_stands(client, partnership):
    row = document(slug="third")
    services.remember_address(row, former_slug="first")
    row.slug = "second"
    row.save()
    services.remember_address(row, former_slug="third")
    for former in ("first", "third"):
        response = client.get(reverse("library:document", args=[former]))
        assert (response.status_code, response.url) == (301, row.get_absolute_url())


def test_an_address_taken_up_again_leads_nowhere_else(partnership):
    row = document(slug="second")
    services.remember_address(row, former_slug="first")
    row.slug = "first"
    services.remember_address(row, former_slug="second")
    assert list(MovedPage.objects.values_list("old_path", "new_path")) == [("/policies/second/", "/policies/first/")]


def test_search_follows_a_document(partnership, practitioner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = document("Bruising protocol", body="<p>Babies</p>", is_public=False)
        row.priorities.add(priority("Neglect"))
    assert [hit.title for hit in find("baby", user=practitioner, priorities=["neglect"]).hits] == ["Bruising protocol"]
    assert find("baby", user=None).total == 0
    with django_capture_on_commit_callbacks(execute=True):
        row.is_published = False
        row.save()
    assert find("baby", user=practitioner).total == 0


def test_search_texts_cost_the_same_for_any_number(django_assert_num_queries):
    for number in range(10):
        version(document(f"Document {number}"), with_file=False)
    with django_assert_num_queries(3):
        assert len(list(offers.search_texts())) == 10


def test_work_lines_name_documents_due_for_review(officer, practitioner):
    today = timezone.localdate()
    document("Late", review_on=date(2020, 1, 1))
    document("Today", review_on=today)
    document("Tomorrow", review_on=today + timedelta(days=1))
    document("Draft", review_on=today, is_published=False)
    (line,) = offers.work_lines(officer)
    assert (line.count, line.detail) == (2, "The longest waiting: Late")
    assert offers.work_lines(practitioner) == []
