"""The partnership's colours and logo, which every page shows, and the answer for load balancers."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import condition, require_safe

from portal.partnership import palette
from portal.partnership.models import Partnership


def _version(request) -> str:
    partnership = Partnership.objects.first()
    return f'"{partnership.palette_version}"' if partnership else '"none"'


@login_not_required
@require_safe
@condition(etag_func=_version)
def brand(request):
    """The partnership's own colours as CSS custom properties, after the portal's own style sheet."""
    partnership = Partnership.objects.first()
    css = palette.stylesheet(partnership) if partnership else ""
    return _kept(request, HttpResponse(css, content_type="text/css; charset=utf-8"))


@login_not_required
@require_safe
@condition(etag_func=_version)
def logo(request):
    """The partnership's logo: the one uploaded file that everybody may read without a check."""
    partnership = Partnership.objects.first()
    if partnership is None or not partnership.logo:
        raise Http404("This partnership has no logo.")
    return _kept(request, FileResponse(partnership.logo.open("rb"), filename=partnership.logo.name.rpartition("/")[2]))


def _kept(request, response):
    """With a version in its address an answer never changes; without one browsers ask again each time."""
    response["Cache-Control"] = "public, max-age=31536000, immutable" if "v" in request.GET else "no-cache"
    return response


@login_not_required
@require_safe
def healthz(request):
    """The web process runs and the database answers."""
    Partnership.objects.exists()
    return HttpResponse("ok", content_type="text/plain")
