"""What the admin's front page says of mail."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from portal.mail.models import Delivery
from portal.registry import WorkLine
from portal.wording import counted

TOO_LONG = timedelta(minutes=10)


def lines(user) -> list[WorkLine]:
    """Mails that failed, and mails that wait far too long because the mail server cannot be reached."""
    if not user.has_perm("mail.view_delivery"):
        return []
    url = reverse("admin:mail_delivery_changelist")
    found = []
    if failed := Delivery.objects.failed().count():
        title = f"{counted(failed, 'email,emails')} could not be sent"
        found.append(WorkLine(title, f"{url}?status__exact=failed", count=failed, urgency="failed"))
    if waiting := Delivery.objects.due(timezone.now() - TOO_LONG).count():
        title = f"{counted(waiting, 'email has,emails have')} waited for more than 10 minutes"
        detail = "Is the mail server reachable, and is a worker running?"
        found.append(WorkLine(title, f"{url}?status__exact=queued", detail, waiting, "failed"))
    return found
