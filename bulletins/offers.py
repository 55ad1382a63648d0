"""What the bulletins offer to the rest of the portal."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from bulletins.models import Bulletin, Item, Mailing, Subscription
from portal.mail import services as mail
from portal.mail.models import Delivery
from portal.registry import WorkLine
from portal.wording import date_and_time, day_month_year

Status = Bulletin.Status


def work_lines(user) -> list[WorkLine]:
    """What waits for the business unit: drafts, approvals, schedules, mailings, and what was missed or failed."""
    if not user.has_perm("bulletins.change_bulletin"):
        return []
    open_issues = Bulletin.objects.exclude(status__in=Bulletin.PUBLISHED).order_by("pk")
    return [*map(_line_of_issue, open_issues), *_lines_of_mailings()]


def _line_of_issue(bulletin: Bulletin) -> WorkLine:
    url = reverse("admin:bulletins_bulletin_change", args=[bulletin.pk])
    title, detail, urgency = f"Bulletin “{bulletin}”", "", "normal"
    if bulletin.status == Status.DRAFT:
        detail = "Draft: finish it and hand it in for approval"
    elif bulletin.status == Status.IN_REVIEW:
        detail = f"To approve; handed in by {bulletin.submitted_by or 'a colleague'}"
    elif bulletin.status == Status.SCHEDULED:
        is_today = timezone.localtime(bulletin.send_at).date() <= timezone.localdate()
        detail, urgency = f"Goes out on {date_and_time(bulletin.send_at)}", "today" if is_today else "normal"
    elif bulletin.status_note:
        detail, urgency = bulletin.status_note, "failed"
    else:
        detail = "Approved: send or schedule it"
    return WorkLine(title=title, url=url, detail=detail, urgency=urgency)


def _lines_of_mailings() -> list[WorkLine]:
    recent = Mailing.objects.filter(started_at__gt=timezone.now() - mail.BODIES_KEPT).select_related("bulletin")
    not_sent = Count("message__deliveries", filter=Q(message__deliveries__status=Delivery.Status.FAILED))
    lines = []
    for mailing in recent.annotate(not_sent=not_sent):
        url = reverse("admin:bulletins_bulletin_mailing", args=[mailing.bulletin_id])
        if mailing.not_sent:
            title = f"Bulletin “{mailing.bulletin}” did not reach everyone"
            lines.append(WorkLine(title, url, "See why, and try again", mailing.not_sent, "failed"))
        elif mailing.is_live:
            title = f"Bulletin “{mailing.bulletin}”: {mailing.get_state_display().lower()}"
            lines.append(WorkLine(title, url, "See how far it is", mailing.total, "today"))
    return lines


def export_subscription(user) -> list[dict]:
    """The subscription of the account's own address."""
    rows = Subscription.objects.of(user.email).prefetch_related("priorities")
    return [
        {
            "Email address": row.email,
            "Status": row.get_status_display(),
            "Special editions about": ", ".join(priority.name for priority in row.priorities.all()) or "everything",
            "Consent given": f"{day_month_year(row.consent_on)}, {row.consent_source}",
            "Confirmed": date_and_time(row.confirmed_at),
            "Stopped": date_and_time(row.stopped_at),
        }
        for row in rows
    ]


def erase_subscription(user) -> str:
    """Nothing about a subscription need be kept."""
    number, _ = Subscription.objects.of(user.email).delete()
    return "Your subscription to the bulletin was deleted." if number else "You had no subscription to the bulletin."


def may_read_picture(stored, user) -> bool:
    """The picture of an item is for those who may read the item."""
    return Item.objects.visible_to(user).filter(image=stored).exists()
