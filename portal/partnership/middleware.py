"""Addresses that changed lead on to where the page went, so that no link breaks."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render

from portal.partnership.models import MovedPage


class MovedPagesMiddleware:
    """After a 404: a permanent redirect to the new address, or a page that says what was removed and why (410)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or "\x00" in request.path:  # PostgreSQL takes no NUL
            return response
        moved = MovedPage.objects.filter(old_path=request.path).first()
        if moved is None:
            return response
        if moved.new_path:
            return HttpResponsePermanentRedirect(moved.new_path)
        return render(request, "410.html", {"moved": moved}, status=410)
