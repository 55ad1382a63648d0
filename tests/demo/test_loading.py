from datetime import date

import pytest
from django.apps import apps
from django.utils import timezone

from bulletins.models import Bulletin, Item, Subscription
from demo import loader
from demo.loaders.bulletins import next_month
from demo.source import Source
from governance.models import Person
from governance.register.models import Action
from portal.accounts import roles
from portal.accounts.models import User
from portal.library.models import Document
from portal.mail.models import Delivery
from portal.search import services as search
from reviews.models import CaseReview
from training.models import Booking, Course, Session

PARTNERSHIP = "medway"


def counts() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_loading_again_adds_nothing(loaded):
    before = counts()
    added = loader.load(Source("medway"))
    assert (added.total(), counts()) == (0, before)


def test_loading_again_keeps_what_somebody_changed(loaded):
    Document.objects.filter(slug="professional-curiosity").update(title="Stay curious")
    loader.load(Source("medway"))
    assert Document.objects.get(slug="professional-curiosity").title == "Stay curious"


def test_loading_sends_no_mail(loaded):
    assert Delivery.objects.count() == 0


def test_loading_another_partnership_is_refused(loaded):
    with pytest.raises(loader.DemoError, match="serves the Medway Safeguarding Children Partnership"):
        loader.load(Source("wendle-vale"))


def test_accounts_hold_every_role_with_address_and_membership_confirmed(loaded):
    users = User.objects.filter(is_demo=True)
    held = {role for user in users for role in roles.roles_of(user)}
    assert held == set(roles.TABLE)
    assert all(user.emailaddress_set.get().verified for user in users)
    assert all(user.person.current_membership.status == "confirmed" for user in users)
    assert all(user.email.endswith(".example") for user in users)
    assert users.get(name="Bethan Rowlands").person.current_membership.is_lead


def test_three_practitioners_work_for_different_agencies(loaded):
    only = [user for user in User.objects.all() if roles.roles_of(user) == [roles.PRACTITIONER]]
    assert len({user.person.current_membership.agency for user in only}) == len(only) == 3


def test_accounts_can_sign_in_with_the_printed_password(loaded, client):
    assert client.login(email="amara.osei@mch.example", password=loaded_password())


def loaded_password() -> str:
    return Source("medway").read("accounts")["password"]


def test_people_have_addresses_at_example_domains(loaded):
    addresses = Person.objects.exclude(email="").values_list("email", flat=True)
    assert [address for address in addresses if not address.endswith(".example")] == []
    assert len(set(addresses)) == len(addresses)


def test_readers_of_the_bulletin_are_about_forty(loaded):
    assert 35 <= Subscription.objects.active().count() <= 45


def test_november_bulletin_has_all_items_by_section(loaded):
    bulletin = Bulletin.objects.get(slug="november-2024")
    assert [(section.heading, section.items.count()) for section in bulletin.sections.all()] == [
        ("", 2),
        ("Effective partnerships", 11),
        ("Domestic abuse, and violence against women and girls", 4),
        ("Contextual safeguarding and trauma-informed practice", 1),
        ("Neglect", 2),
        ("Training", 3),
        ("Contacts and feedback", 2),
    ]
    assert (bulletin.status, bulletin.published_at.date()) == ("sent", date(2024, 11, 1))


def test_november_bulletin_keeps_dates_and_charges(loaded):
    items = Item.objects.filter(bulletin__slug="november-2024")
    assert items.get(slug="five-mornings-on-domestic-abuse").occurrences.count() == 5
    assert items.get(slug="autumn-and-winter-dates").occurrences.count() == 8
    assert "£50" in items.get(slug="hateful-extremism-day").occurrences.get(title="In person").price


def test_november_bulletin_is_the_latest_sent(loaded):
    assert Bulletin.objects.published().latest_first().first().slug == "november-2024"
    assert Bulletin.objects.published().count() == 6


def test_draft_is_for_the_month_after_loading(loaded):
    assert Bulletin.objects.get(status="draft").month == next_month(timezone.localdate())


@pytest.mark.parametrize(
    ("day", "first"), [(date(2026, 11, 21), date(2026, 12, 1)), (date(2026, 12, 31), date(2027, 1, 1))]
)
def test_next_month_is_right_over_the_year_s_end(day, first):
    assert next_month(day) == first


def test_own_links_of_the_bulletins_lead_somewhere(loaded):
    known = {document.get_absolute_url() for document in Document.objects.all()}
    known |= {row.get_absolute_url() for row in [*CaseReview.objects.all(), *Course.objects.all()]}
    known |= {"/about/", "/training/", "/training/?priority=domestic-abuse", "/learning/"}
    links = {link.url for item in Item.objects.all() for link in item.links.all() if link.url.startswith("/")}
    assert links - known == set()


def test_courses_of_the_documents_are_there(loaded):
    codes = set(Course.objects.published().values_list("code", flat=True))
    assert {"BSC", "ISC", "THR", "THR-R", "GCP2", "GCP2-R", "GCP2-T", "RPC", "SOS", "LADO", "LEAD"} <= codes


def test_past_sessions_have_the_dates_announced(loaded):
    held = Session.objects.filter(state="done").exclude(course__code__startswith="DA-")
    assert [(session.course.code, session.first_day) for session in held] == [
        ("THR", date(2024, 11, 14)),
        ("THR-R", date(2024, 11, 15)),
        ("GCP2-R", date(2024, 11, 20)),
        ("BSC", date(2024, 12, 5)),
        ("ISC", date(2024, 12, 9)),
        ("RPC", date(2024, 12, 12)),
        ("SOS", date(2025, 1, 21)),
        ("THR", date(2025, 2, 27)),
    ]


def test_coming_sessions_are_full_nearly_full_and_open(loaded):
    coming = Session.objects.coming().counted()
    left = {session.course.code: session.places_left for session in coming.order_by("-starts_at")}
    assert coming.count() >= 15
    assert (left["BSC"], left["THR-R"], left["GCP2-R"]) == (0, 1, 2)
    full = coming.get(waiting__gt=0)
    assert (full.taken, full.capacity, full.waiting) == (20, 20, 4)
    assert list(full.bookings.waiting().values_list("position", flat=True)) == [1, 2, 3, 4]


def test_coming_sessions_are_shifted_to_working_days(loaded):
    days = [day.date for session in Session.objects.coming() for day in session.days.all()]
    assert all(day.weekday() < 5 and day > timezone.localdate() for day in days)


def test_nobody_overbooks_a_session(loaded):
    assert [session for session in Session.objects.counted() if session.taken > session.capacity] == []
    assert Booking.objects.filter(agency=None).count() == 0


def test_documents_are_many_and_readable(loaded):
    documents = Document.objects.all()
    assert documents.count() >= 15
    assert [document.slug for document in documents if not (document.body or document.external_url)] == []
    assert all(document.current is not None for document in documents)


def test_reviews_are_published_with_changes_and_films(loaded):
    isabel = CaseReview.objects.published().get(slug="isabel")
    assert [change.area for change in isabel.changes.all()] == [
        "Maternity safeguarding hub",
        "Missed appointments in maternity care",
        "Safe sleep",
    ]
    assert list(isabel.review_documents.values_list("role", flat=True)) == ["video", "briefing", "report"]
    assert CaseReview.objects.published().count() == 2


def test_actions_of_the_register_have_owners_and_seats(loaded):
    assert Action.objects.filter(owner_seat=None).count() == 0
    assert set(Action.objects.values_list("status", flat=True)) == {"not_started", "in_progress", "done", "closed"}


def test_search_finds_what_was_loaded(loaded):
    hits = search.find("bruising", user=User.objects.get(name="Amara Osei")).hits
    assert "/policies/bruising-in-babies-and-children-who-are-not-mobile/" in [hit.url for hit in hits]
