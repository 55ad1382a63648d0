"""The top storey: home, a person's own page, the executive's page, editable pages, feedback, errors."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.http import condition

from portal.partnership import palette
from portal.partnership.models import Partnership


@login_not_required
def home(request):
    return render(request, "pages/home.html")


def my_page(request):
    return render(request, "pages/my_page.html")


def executive(request):
    raise Http404


@login_not_required
def page(request, slug):
    raise Http404


@login_not_required
def feedback(request):
    raise Http404


def _palette_version(request) -> str:
    partnership = Partnership.objects.first()
    return f'"{partnership.palette_version}"' if partnership else '"none"'


@login_not_required
@condition(etag_func=_palette_version)
def brand(request):
    """The partnership's own colours, kept by browsers for as long as the version in the address stays."""
    partnership = Partnership.objects.first()
    css = palette.stylesheet(partnership) if partnership else ""
    return _kept(request, HttpResponse(css, content_type="text/css; charset=utf-8"))


@login_not_required
@condition(etag_func=_palette_version)
def logo(request):
    """The partnership's logo: the one file that everybody may read without a check."""
    partnership = Partnership.objects.first()
    if partnership is None or not partnership.logo:
        raise Http404("This partnership has no logo.")
    return _kept(request, FileResponse(partnership.logo.open("rb")))


def _kept(request, response):
    response["Cache-Control"] = "public, max-age=31536000, immutable" if "v" in request.GET else "no-cache"
    return response


@login_not_required
def healthz(request):
    """Answers load balancers: the web process runs and the database answers."""
    Partnership.objects.exists()
    return HttpResponse("ok", content_type="text/plain")


def permission_denied(request, exception=None):
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def server_error(request):
    """Without request and database: either may be what failed."""
    return HttpResponse(loader.render_to_string("500.html"), status=500)
