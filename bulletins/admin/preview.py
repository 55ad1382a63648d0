from csp.constants import NONE, SELF
from csp.decorators import csp, csp_replace, csp_update
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from bulletins import emails
from bulletins.models import Bulletin
from bulletins.services import reading
from bulletins.views import reading as public

WIDTHS = {"phone": 360, "desk": 1120}
# A mail carries its styles inside and nothing that acts: only its own frame allows them, and no script at all.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": [SELF, "data:"],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups"],
}


class PreviewPages:
    """An issue as web page, as email and as plain text, at the width of a phone and of a desk."""

    def preview_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", wrap(self.preview), name="bulletins_bulletin_preview"),
            path("<int:pk>/preview/web/", wrap(self.preview_web), name="bulletins_bulletin_preview_web"),
            path("<int:pk>/preview/email/", wrap(self.preview_email), name="bulletins_bulletin_preview_email"),
        ]

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def preview(self, request, pk):
        bulletin = self.to_preview(request, pk)
        kind = request.GET.get("as", "web")
        width = request.GET.get("width", "desk")
        subject, text, html = mail_of(bulletin)
        context = self.admin_site.each_context(request) | {
            "title": f"Preview: {bulletin}",
            "opts": self.opts,
            "bulletin": bulletin,
            "kind": kind if kind in ("web", "email", "text") else "web",
            "width": width if width in WIDTHS else "desk",
            "pixels": WIDTHS.get(width, WIDTHS["desk"]),
            "subject": subject,
            "text": text,
            "kilobytes": round(len(html.encode()) / 1024),
        }
        return TemplateResponse(request, "admin/bulletins/bulletin/preview.html", context)

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
    def preview_web(self, request, pk):
        return public.bulletin(request, slug=self.to_preview(request, pk).slug)

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp(MAIL_POLICY))
    def preview_email(self, request, pk):
        return HttpResponse(mail_of(self.to_preview(request, pk))[2])

    def to_preview(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Bulletin, pk=pk)


def mail_of(bulletin) -> tuple[str, str, str]:
    """The mail with its personal parts filled for a reader who does not exist."""
    parts = emails.render_issue(reading.contents(bulletin), reading.coming_sessions())
    slots = emails.sample_slots(f"reader@{settings.SITE_URL.partition('://')[2].partition(':')[0]}")
    subject, text, html = parts
    for name, value in slots.items():
        subject, text, html = (part.replace(f"[[{name}]]", value) for part in (subject, text, html))
    return subject, text, html
