"""The rows that tests/test_access.py opens: the demonstration, a person in each role, and what the demonstration lacks."""

import re
from datetime import date, timedelta

from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from bulletins.models import Mailing
from bulletins.services import subscriptions
from governance.documents.models import ReportBuild, YearlyReport
from portal import jobs
from portal.accounts import roles
from portal.files import services as files
from portal.library.models import DocumentVersion
from portal.mail import outbox
from portal.pages.models import Feedback
from portal.partnership.models import MovedPage, Notice
from tests import factories

ADMIN = re.compile(r"^admin:(?P<app>[a-z]+)_(?P<model>[a-z]+)_(?P<page>[a-z_]+)$")


def load() -> None:
    """One row at least of every model. The job, the booking and the membership asked for belong to the practitioner."""
    call_command("load_demo", verbosity=0)
    people = {role: factories.user(role, email=f"{role}@access.example") for role in roles.TABLE}
    practitioner = people[roles.PRACTITIONER]
    jobs.start("documents.build", title="A piece of work", key="access", by=practitioner)
    stored = files.keep("protocol.pdf", b"%PDF-1.7 access", "application/pdf")
    document = first("library.Document", is_public=False)
    DocumentVersion.objects.create(document=document, number=9, file=stored, published_on=date(2024, 1, 1))
    ReportBuild.objects.create(
        report=YearlyReport.objects.get(slug="2023-24"), state="done", file=stored,
        snapshot={}, snapshot_sha256="a", pdf_sha256="b", pages=1,
    )  # fmt: skip
    recipient = outbox.Recipient(key="access:1", address="reader@access.example")
    outbox.queue(kind="access", subject="Access", text="Access", recipients=[recipient])
    Mailing.objects.create(bulletin=first("bulletins.Bulletin", slug="november-2024"), started_at=timezone.now())
    Feedback.objects.create(message="A page reads well.")
    Notice.objects.create(heading="Office closed", sentence="Back on Monday.")
    MovedPage.objects.create(old_path="/old/", new_path="/about/")
    apps.get_model("training.Booking").objects.create(
        person=practitioner.person, session=first("training.Session", course__code="ISC", state="open"),
        agency=factories.agency(), job_title="Nurse", status="confirmed",
    )  # fmt: skip


def first(label: str, **conditions):
    """The first row of a model; no row is a hole in the world above and fails here."""
    row = apps.get_model(label).objects.filter(**conditions).order_by("pk").first()
    assert row is not None, f"There is no {label} with {conditions}."
    return row


def _own_booking() -> dict:
    return {"pk": first("training.Booking", person__user__email="practitioner@access.example").pk}


def _session() -> dict:
    """A coming session of a trainer who is none of those asked."""
    return {"pk": first("training.Session", state="open", starts_at__gt=timezone.now() + timedelta(days=7)).pk}


def _job() -> dict:
    return {"pk": first("jobs.Job", key="access").pk}


def _file() -> dict:
    return {"pk": first("files.StoredFile", name="protocol.pdf").pk, "name": "protocol.pdf"}


def _reader() -> dict:
    return {"token": subscriptions.reader_token(first("bulletins.Subscription", status="active"))}


def _subscriber() -> dict:
    return {"token": subscriptions.confirm_token(first("bulletins.Subscription", status="active"))}


def _act(label: str, name: str):
    return lambda: {"object_id": first(label).pk, "name": name}


def _issue(slug: str = "", **conditions) -> dict:
    return {"pk": first("bulletins.Bulletin", **({"slug": slug} if slug else conditions)).pk}


ARGUMENTS = {
    "account_confirm_email": lambda: {"key": "expired"},
    "account_reset_password_from_key": lambda: {"uidb36": "1", "key": "expired"},
    "accounts:confirm_email": lambda: {"key": "expired"},
    "accounts:reset_password_from_key": lambda: {"uidb36": "1", "key": "expired"},
    "accounts:demo_sign_in": lambda: {"pk": first("accounts.User", is_demo=True).pk},
    "mfa_edit_webauthn": lambda: {"pk": 1},
    "mfa_remove_webauthn": lambda: {"pk": 1},
    "openid_connect_login": lambda: {"provider_id": "work"},
    "openid_connect_callback": lambda: {"provider_id": "work"},
    "pages:page": lambda: {"slug": "accessibility"},
    "training:course": lambda: {"slug": first("training.Course", is_published=True).slug},
    "training:session": _session,
    "training:session_book": _session,
    "training:session_register": _session,
    "training:booking_cancel": _own_booking,
    "training:booking_calendar": _own_booking,
    "bulletins:bulletin": lambda: {"slug": "november-2024"},
    "bulletins:item": lambda: {
        "slug": "november-2024",
        "item_slug": first("bulletins.Item", section__bulletin__slug="november-2024").slug,
    },
    "bulletins:feed_of_priority": lambda: {"priority": "neglect"},
    "bulletins:subscribe_confirm": _subscriber,
    "bulletins:subscribe_again": _subscriber,
    "bulletins:preferences": _reader,
    "bulletins:unsubscribe": _reader,
    "reviews:review": lambda: {"slug": first("reviews.CaseReview", is_published=True).slug},
    "library:document": lambda: {"slug": first("library.Document", is_public=True).slug},
    "governance:group": lambda: {"slug": "executive"},
    "governance:priority": lambda: {"slug": "neglect"},
    "documents:report": lambda: {"slug": "2023-24"},
    "documents:report_build": lambda: {"slug": "2023-24"},
    "documents:build_download": lambda: {"pk": first("documents.ReportBuild").pk},
    "jobs:job": _job,
    "jobs:job_state": _job,
    "jobs:job_cancel": _job,
    "files:file": _file,
    "mail:mailbox_message": lambda: {"name": "no-such-mail"},
    "mail:mailbox_html": lambda: {"name": "no-such-mail"},
    "mail:mailbox_attachment": lambda: {"name": "no-such-mail", "number": 1},
    "admin:app_list": lambda: {"app_label": "training"},
    "admin:view_on_site": lambda: {"content_type_id": "0", "object_id": "0"},
    "admin:bulletins_bulletin_step": lambda: _issue(status="draft") | {"name": "submit"},
    "admin:bulletins_bulletin_preview": lambda: _issue(status="draft"),
    "admin:bulletins_bulletin_preview_web": lambda: _issue(status="draft"),
    "admin:bulletins_bulletin_preview_email": lambda: _issue(status="draft"),
    "admin:bulletins_bulletin_mailing": lambda: _issue("november-2024"),
    "admin:bulletins_bulletin_mailing_stop": lambda: _issue("november-2024"),
    "admin:bulletins_bulletin_mailing_order": lambda: _issue("november-2024") | {"order": "pause"},
    "admin:documents_reportbuild_publish": lambda: {"pk": first("documents.ReportBuild").pk},
    "admin:governance_membership_act": _act("governance.Membership", "confirm"),
    "admin:register_action_act": _act("register.Action", "report"),
    "admin:reviews_casereview_act": _act("reviews.CaseReview", "publish"),
    "admin:training_booking_act": _act("training.Booking", "give-back"),
    "admin:training_session_act": _act("training.Session", "cancel"),
}


def arguments_of(name: str) -> dict:
    """What `reverse` needs for an address: keywords, or positions where the library's pattern has no names."""
    if name in ARGUMENTS:
        return {"kwargs": ARGUMENTS[name]()}
    match = ADMIN.match(name)
    if match and match["page"] in ("change", "delete", "history"):
        return {"kwargs": {"object_id": first(f"{match['app']}.{match['model']}").pk}}
    if match and match["page"] == "simple_history":
        version = apps.get_model(match["app"], match["model"]).history.first()
        return {"args": (version.instance.pk, version.pk)}
    return {}
