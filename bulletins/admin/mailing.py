from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST

from bulletins.errors import BulletinError
from bulletins.models import Mailing
from bulletins.services import mailing as mailings
from portal.wording import counted

ORDERS = {"pause": mailings.pause, "resume": mailings.resume, "cancel": mailings.cancel, "retry": mailings.retry}


class MailingPages:
    """How far a mailing is, who was not reached and why, and the buttons that hold it, stop it and try again."""

    def mailing_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/mailing/", wrap(self.mailing), name="bulletins_bulletin_mailing"),
            path("<int:pk>/mailing/stop/", wrap(self.mailing_stop), name="bulletins_bulletin_mailing_stop"),
            path(
                "<int:pk>/mailing/<slug:order>/",
                wrap(require_POST(self.mailing_order)),
                name="bulletins_bulletin_mailing_order",
            ),
        ]

    def mailing(self, request, pk):
        mailing = self.to_follow(request, pk)
        progress = mailings.progress(mailing)
        failed = mailing.message.deliveries.failed().order_by("pk") if mailing.message else []
        context = self.admin_site.each_context(request) | {
            "title": f"Sending: {mailing.bulletin}",
            "opts": self.opts,
            "bulletin": mailing.bulletin,
            "mailing": mailing,
            "progress": progress,
            "sentence": sentence(mailing, progress),
            "failed": Paginator(failed, 100).get_page(request.GET.get("page")),
            "is_moving": mailing.state == Mailing.State.SENDING,
        }
        return TemplateResponse(request, "admin/bulletins/bulletin/mailing.html", context)

    def mailing_stop(self, request, pk):
        """Asks before the rest of a mailing is given up."""
        mailing = self.to_follow(request, pk)
        context = self.admin_site.each_context(request) | {
            "title": f"Stop sending: {mailing.bulletin}",
            "opts": self.opts,
            "bulletin": mailing.bulletin,
            "progress": mailings.progress(mailing),
        }
        return TemplateResponse(request, "admin/bulletins/bulletin/mailing_stop.html", context)

    def mailing_order(self, request, pk, order):
        mailing = self.to_follow(request, pk)
        if order not in ORDERS:
            raise Http404
        try:
            ORDERS[order](mailing, by=request.user)
        except BulletinError as error:
            messages.error(request, str(error))
        return redirect("admin:bulletins_bulletin_mailing", pk)

    def to_follow(self, request, pk) -> Mailing:
        if not request.user.has_perm("bulletins.send_bulletin"):
            raise PermissionDenied
        return get_object_or_404(Mailing.objects.select_related("bulletin", "message", "started_by"), bulletin__pk=pk)


def sentence(mailing: Mailing, progress: mailings.Progress) -> str:
    """31 of 42 sent, 5 a second, about 10 seconds left."""
    if mailing.queued_at is None and mailing.is_live and not progress.ended:
        return "The mails are being prepared."
    words = [f"{progress.sent:,} of {counted(progress.total, 'mail,mails')} sent"]
    if mailing.state == Mailing.State.SENDING and progress.rate:
        words.append(f"{progress.rate:.0f} a second" if progress.rate >= 1 else f"{progress.rate * 60:.0f} a minute")
        words.append(f"about {lasting(progress.seconds_left or 0)} left")
    return ", ".join(words)


def lasting(seconds: int) -> str:
    if seconds < 90:
        return counted(max(seconds, 1), "second,seconds")
    return counted(round(seconds / 60), "minute,minutes")
