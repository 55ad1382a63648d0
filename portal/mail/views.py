"""The demonstration's mailbox: what the portal would have sent, to look at. Nowhere else does it exist."""

from functools import wraps

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from portal.mail import mailbox as box

HTML_POLICY = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src 'self' data:; form-action 'none'; frame-ancestors 'self'"
)
SHOWN_HEADERS = ["From", "To", "Reply-To", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "Auto-Submitted"]


def demonstration_only(view):
    """Open to visitors, because a demonstration has no other way to read a sign-up mail; else not there at all."""

    @login_not_required
    @require_safe
    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO or settings.MAIL_TRANSPORT != "mailbox":
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _mail_or_404(name: str):
    try:
        return box.read(name)
    except FileNotFoundError as error:
        raise Http404 from error


@demonstration_only
def mailbox(request):
    page = Paginator(box.names(), 30).get_page(request.GET.get("page"))
    return render(request, "mail/mailbox.html", {"page_obj": page, "mails": list(box.listed(page.object_list))})


@demonstration_only
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def mailbox_message(request, name):
    mail = _mail_or_404(name)
    context = {
        "name": name,
        "subject": str(mail["Subject"]),
        "headers": [(header, str(mail[header])) for header in SHOWN_HEADERS if mail[header]],
        "plain": box.body(mail, "plain"),
        "has_html": bool(box.body(mail, "html")),
        "attachments": [(n, part.get_filename()) for n, part in enumerate(mail.iter_attachments())],
    }
    return render(request, "mail/mailbox_message.html", context)


@demonstration_only
@xframe_options_sameorigin
def mailbox_html(request, name):
    """The HTML part alone, for the frame: no script, no request to anywhere else, links open in the whole window."""
    html = box.body(_mail_or_404(name), "html")
    if not html:
        raise Http404
    # After the doctype and <html>, a <base> outside <head> would not count.
    response = HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
    response["Content-Security-Policy"] = HTML_POLICY
    return response


@demonstration_only
def mailbox_attachment(request, name, number):
    parts = list(_mail_or_404(name).iter_attachments())
    if number >= len(parts):
        raise Http404
    content = parts[number].get_payload(decode=True)
    response = HttpResponse(content, content_type=parts[number].get_content_type())
    response["Content-Disposition"] = content_disposition_header(True, parts[number].get_filename() or "attachment")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
