"""The portal's addresses and a few views that must not be kept, or only so far."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from bulletins.models import Subscription
from portal.kept.pages import kept_for_visitors
from portal.urls import handler403, handler404, handler500, urlpatterns  # noqa: F401  Django reads the handlers here


def rendered(request, source: str) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(source).render({}, request))


def view(source: str):
    return login_not_required(kept_for_visitors(lambda request: rendered(request, source)))


@login_not_required
@kept_for_visitors
def session(request):
    request.session["seen"] = request.session.get("seen", 0) + 1
    return HttpResponse(str(request.session["seen"]))


@login_not_required
@kept_for_visitors
def cookie(request):
    response = HttpResponse("x")
    response.set_cookie("mine", "1")
    return response


@login_not_required
@kept_for_visitors
def readers(request):
    """Subscriptions are nothing that pages show, so their table has no triggers."""
    return HttpResponse(str(Subscription.objects.count()))


urlpatterns = [
    *urlpatterns,
    path("t/nonce/", view("<script nonce='{{ CSP_NONCE }}'></script>")),
    path("t/token/", view("<meta content='{{ csrf_token }}'>")),
    path("t/agent/", view("{{ request.META.HTTP_USER_AGENT }}")),
    path("t/session/", session),
    path("t/cookie/", cookie),
    path("t/readers/", readers),
]
