import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from bulletins import workers
from bulletins.errors import BulletinError
from bulletins.models import Bulletin, Mailing
from bulletins.services import mailing as mailings
from bulletins.services import subscriptions, workflow
from portal.jobs import services as jobs
from portal.jobs.models import Job
from portal.mail import workers as post
from portal.mail.models import Delivery
from tests import factories as world
from tests.bulletins import factories

pytestmark = pytest.mark.django_db
Status = Bulletin.Status


def sent(issue=None, *, by=None, title="November 2024") -> Mailing:
    """An approved issue whose readers are all in the outbox, as after the job."""
    mailing = mailings.send(issue or factories.full_issue("approved", title), by=by)
    carry(mailing)
    mailing.refresh_from_db()
    return mailing


def carry(mailing):
    job = Job.objects.get(key=f"bulletins.queue_mailing:{mailing.pk}", status="queued")
    jobs.carry(job.pk, workers.queue_mailing, errors=BulletinError)
    job.refresh_from_db()
    assert job.status == "done", job.error


def addresses(mailing, **filters) -> list[str]:
    return sorted(mailing.message.deliveries.filter(**filters).values_list("address", flat=True))


def test_send_publishes_and_queues_every_active_reader(officer):
    for status in ("active", "pending", "stopped"):
        factories.reader(f"{status}@rivermouth.example", status)
    mailing = sent(by=officer)
    assert addresses(mailing) == ["active@rivermouth.example"]
    assert (mailing.total, mailing.started_by, mailing.bulletin.status) == (1, officer, Status.SENDING)
    assert mailing.bulletin.is_published


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_send_refuses_what_is_not_approved(officer, status):
    with pytest.raises(BulletinError, match="not approved"):
        mailings.send(factories.full_issue(status), by=officer)


def test_send_refuses_what_was_published_without_a_mail(officer):
    with pytest.raises(BulletinError, match="without an email"):
        mailings.send(factories.full_issue("sent"), by=officer)


def test_send_again_gives_the_same_mailing(officer):
    issue = factories.full_issue("approved")
    assert mailings.send(issue, by=officer) == mailings.send(issue, by=officer)
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_press_send_at_the_same_moment(partnership):
    issue, readers = factories.full_issue("approved"), 3
    for number in range(readers):
        factories.reader(f"r{number}@rivermouth.example")
    officers = [world.user("business_unit", f"officer{n}@rivermouth.example") for n in (1, 2)]
    barrier, found, errors = threading.Barrier(2), [], []

    def press(officer):
        try:
            barrier.wait(5)
            found.append(mailings.send(issue, by=officer).pk)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[officer]) for officer in officers]
    [thread.start() for thread in threads]
    [thread.join(20) for thread in threads]
    assert (errors, len(found), len(set(found)), Mailing.objects.count()) == ([], 2, 1, 1)
    carry(Mailing.objects.get())
    assert Delivery.objects.filter(message__kind="bulletins.issue").count() == readers


def test_readers_are_frozen_at_the_start(officer):
    factories.reader("early@rivermouth.example")
    mailing = mailings.send(factories.full_issue("approved"), by=officer)
    factories.reader("late@rivermouth.example", confirmed_at=timezone.now() + timedelta(seconds=1))
    carry(mailing)
    mailing.refresh_from_db()
    assert addresses(mailing) == ["early@rivermouth.example"]


def test_who_leaves_before_the_mail_is_queued_gets_none(officer):
    reader = factories.reader("leaver@rivermouth.example")
    mailing = mailings.send(factories.full_issue("approved"), by=officer)
    subscriptions.stop(reader)
    carry(mailing)
    mailing.refresh_from_db()
    assert (addresses(mailing), mailing.total) == ([], 0)


def test_special_edition_goes_by_choice_the_monthly_issue_to_all(partnership):
    neglect, abuse = world.priority("Neglect"), world.priority("Domestic abuse")
    factories.reader("all@rivermouth.example")
    factories.reader("neglect@rivermouth.example", "active", neglect)
    factories.reader("abuse@rivermouth.example", "active", abuse)
    special = factories.bulletin("Special", "approved", kind="special")
    factories.item(factories.section(special, "Neglect", neglect))
    assert addresses(sent(special)) == ["all@rivermouth.example", "neglect@rivermouth.example"]
    assert len(addresses(sent(title="December 2024"))) == 3


def test_queueing_goes_on_where_it_was_interrupted(partnership, monkeypatch):
    monkeypatch.setattr(mailings, "STEP", 2)
    for number in range(5):
        factories.reader(f"r{number}@rivermouth.example")
    mailing = mailings.prepare(mailings.send(factories.full_issue("approved")))
    mailings.queue_step(mailing)
    carry(mailing)
    mailing.refresh_from_db()
    assert (len(addresses(mailing)), mailing.total) == (5, 5)


def test_pause_resume_and_stop(officer):
    factories.reader()
    mailing = sent(by=officer)
    mailings.pause(mailing, by=officer)
    assert addresses(mailing, status="held") == ["pat@rivermouth.example"]
    with pytest.raises(BulletinError, match="paused"):
        mailings.pause(mailing, by=officer)
    mailings.resume(mailing, by=officer)
    assert addresses(mailing, status="queued") == ["pat@rivermouth.example"]
    mailing = mailings.cancel(mailing, by=officer)
    assert addresses(mailing, status="cancelled") == ["pat@rivermouth.example"]
    assert mailing.bulletin.status == Status.SENT
    with pytest.raises(BulletinError, match="stopped"):
        mailings.resume(mailing, by=officer)


def test_pause_while_preparing_holds_what_comes_after(officer):
    factories.reader()
    mailing = mailings.prepare(mailings.send(factories.full_issue("approved"), by=officer))
    mailings.pause(mailing, by=officer)
    mailings.queue_step(mailing)
    assert addresses(mailing, status="held") == ["pat@rivermouth.example"]


def test_settle_closes_a_mailing_when_nothing_is_on_its_way(officer):
    factories.reader()
    mailing = sent(by=officer)
    workers.settle_mailings()
    assert Bulletin.objects.get().status == Status.SENDING
    mailing.message.deliveries.update(status="sent", sent_at=timezone.now())
    workers.settle_mailings()
    assert Bulletin.objects.get().status == Status.SENT
    assert Mailing.objects.get().state == Mailing.State.DONE


def test_progress_counts_and_retry_opens_it_again(officer):
    for number in range(3):
        factories.reader(f"r{number}@rivermouth.example")
    mailing = sent(by=officer)
    first, second, _ = mailing.message.deliveries.order_by("pk")
    Delivery.objects.filter(pk=first.pk).update(status="sent", sent_at=timezone.now())
    Delivery.objects.filter(pk=second.pk).update(status="failed", last_error="No such user", smtp_code=550)
    progress = mailings.progress(mailing)
    assert (progress.sent, progress.failed, progress.waiting, progress.total) == (1, 1, 1, 3)
    assert mailings.retry(mailing, by=officer) == 1
    assert mailings.progress(mailing).waiting == 2


def test_sent_mail_comes_with_links_of_its_reader(officer, sink):
    readers = [factories.reader(f"r{number}@rivermouth.example") for number in range(2)]
    sent(by=officer)
    post.deliver()
    for reader in readers:
        mail = sink.mail_to(reader.email)
        token = subscriptions.reader_token(reader)
        link = f"https://portal.rivermouth.example/bulletins/unsubscribe/{token}/"
        assert mail["List-Unsubscribe"] == f"<{link}>"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        text = mail.get_body(("plain",)).get_content()
        assert link in text
        assert reader.masked_email in text
        assert "[[" not in text + mail.get_body(("html",)).get_content()


def scheduled(minutes_ago: int) -> Bulletin:
    return factories.full_issue("scheduled", send_at=timezone.now() - timedelta(minutes=minutes_ago))


def test_send_due_sends_what_is_due(partnership):
    issue = scheduled(2)
    assert workers.send_due() == 1
    issue.refresh_from_db()
    assert (issue.status, issue.mailing.started_by) == (Status.SENDING, None)
    assert workers.send_due() == 0


def test_send_due_asks_again_when_it_is_hours_late(officer):
    issue = scheduled(61)
    assert workers.send_due() == 0
    issue.refresh_from_db()
    assert (issue.status, issue.send_at, issue.is_published) == (Status.APPROVED, None, False)
    assert "was not" in issue.status_note
    assert not Mailing.objects.exists()


def test_send_due_waits_for_its_moment(partnership):
    issue = workflow.schedule(factories.full_issue("approved"), at=timezone.now() + timedelta(minutes=1), by=None)
    assert workers.send_due() == 0
    issue.refresh_from_db()
    assert issue.status == Status.SCHEDULED


def test_send_test_goes_to_named_people_each_time(officer):
    issue = factories.full_issue("draft")
    for _ in range(2):
        mailings.send_test(issue, addresses=["a@rivermouth.example", "b@rivermouth.example"], by=officer)
    assert Delivery.objects.filter(message__kind="bulletins.issue_test").count() == 4
    assert Bulletin.objects.get().status == Status.DRAFT
