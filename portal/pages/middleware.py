"""The demonstration runs with DEBUG on, yet its visitors should see the portal's own page for a wrong address."""

from django.conf import settings

from portal.pages.views.errors import page_not_found

# Words of Django's technical page alone; our own 404 pages do not hold them.
TECHNICAL = b"<code>DEBUG = True</code>"


class OwnNotFoundMiddleware:
    """In the demonstration: our page in place of Django's technical one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or response.streaming or not (settings.DEBUG and settings.DEMO):
            return response
        return page_not_found(request) if TECHNICAL in response.content else response
