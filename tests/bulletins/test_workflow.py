from datetime import timedelta

import pytest
from django.utils import timezone

from bulletins.errors import BulletinError
from bulletins.models import Bulletin
from bulletins.services import checks, workflow
from portal.files import services as files
from tests import factories as world
from tests.bulletins import factories

pytestmark = pytest.mark.django_db
Status = Bulletin.Status


@pytest.fixture
def colleague(partnership):
    return world.user("business_unit", "second@rivermouth.example", "Second Officer")


def in_review(by) -> Bulletin:
    return workflow.submit(factories.full_issue("draft"), by=by)


def test_submit_then_a_second_person_approves(officer, colleague):
    issue = workflow.approve(in_review(officer), by=colleague)
    assert (issue.status, issue.approved_by, issue.approval_note) == (Status.APPROVED, colleague, "")


def test_approve_by_the_writer_needs_a_reason(officer):
    issue = in_review(officer)
    with pytest.raises(BulletinError, match="submitted this issue yourself"):
        workflow.approve(issue, by=officer, note="  ")
    assert workflow.approve(issue, by=officer, note="Nobody else is in this week").approval_note


def test_approve_refuses_what_must_be_mended(officer, colleague):
    issue = workflow.submit(factories.bulletin(), by=officer)
    with pytest.raises(BulletinError, match="Mend"):
        workflow.approve(issue, by=colleague)


def test_approve_refuses_a_draft(officer):
    with pytest.raises(BulletinError, match="status “Draft”"):
        workflow.approve(factories.full_issue("draft"), by=officer)


def test_reopen_needs_approval_again(officer, colleague):
    issue = workflow.reopen(workflow.approve(in_review(officer), by=colleague), by=officer)
    assert (issue.status, issue.approved_by, issue.approved_at) == (Status.DRAFT, None, None)


def test_schedule_and_unschedule(officer):
    moment = timezone.now() + timedelta(hours=2)
    issue = workflow.schedule(factories.full_issue("approved"), at=moment, by=officer)
    assert (issue.status, issue.send_at) == (Status.SCHEDULED, moment)
    issue = workflow.unschedule(issue, by=officer)
    assert (issue.status, issue.send_at) == (Status.APPROVED, None)


def test_schedule_refuses_the_past(officer):
    with pytest.raises(BulletinError, match="is past"):
        workflow.schedule(factories.full_issue("approved"), at=timezone.now(), by=officer)


def test_every_change_is_in_the_history(officer, colleague):
    issue = workflow.approve(in_review(officer), by=colleague)
    reasons = list(issue.history.values_list("history_change_reason", flat=True))
    assert reasons[:2] == ["Approved", "Submitted for approval"]


def test_checks_find_nothing_in_a_good_issue(officer):
    assert checks.problems(factories.full_issue("draft")) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body": "<p><a href='https://a.example'>Click here</a></p>"}, "does not say where it leads"),
        ({"body": "<p>See <a href='https://a.example'>this link!</a></p>"}, "does not say where it leads"),
        ({"body": "<h4> </h4><p>Words</p>"}, "empty heading"),
        ({"body": ""}, "neither text nor a picture"),
    ],
)
def test_checks_find_what_must_be_mended(fields, sentence):
    issue = factories.bulletin()
    factories.item(issue, **fields)
    (problem,) = checks.must_be_mended(issue)
    assert sentence in problem.sentence


def test_checks_find_a_picture_without_words(officer):
    issue = factories.bulletin()
    picture = files.keep("poster.png", b"png", "image/png")
    factories.item(issue, image=picture)
    assert "describe it" in checks.must_be_mended(issue)[0].sentence


def test_checks_find_a_vague_link_of_an_item():
    row = factories.item(factories.bulletin())
    row.links.create(text="Read more", url="https://a.example")
    assert "“Read more”" in checks.must_be_mended(row.bulletin)[0].sentence


def test_checks_advise_on_dates_that_are_past():
    issue = factories.bulletin()
    row = factories.item(issue, asks_you_to="do", ask="Book.", do_by=timezone.localdate() - timedelta(days=1))
    row.occurrences.create(starts_on=timezone.localdate() - timedelta(days=3))
    assert [problem.must for problem in checks.problems(issue)] == [False, False]


def test_checks_want_an_item():
    assert checks.problems(factories.bulletin())[0].sentence == "There is no item in this issue."
