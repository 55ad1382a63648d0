"""The portal's addresses and one more: the bare view that pages are compared with."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from portal.urls import handler403, handler404, handler500, urlpatterns  # noqa: F401  Django reads the handlers here


@login_not_required
def bare(request):
    return HttpResponse("A bare view.")


urlpatterns = [*urlpatterns, path("bare/", bare)]
