"""Answers that differ from Django's own: to wrong addresses, to unreadable values, to refused forms of the admin."""

import logging

from django.conf import settings
from django.contrib.admin.helpers import AdminErrorList
from django.db import DataError

from portal.pages.views.errors import bad_request, page_not_found

logger = logging.getLogger(__name__)

# Words of Django's technical page alone; our own 404 pages do not hold them.
TECHNICAL = b"<code>DEBUG = True</code>"


class OwnNotFoundMiddleware:
    """The demonstration runs with DEBUG on, yet its visitors should see our page in place of Django's technical one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or response.streaming or not (settings.DEBUG and settings.DEMO):
            return response
        return page_not_found(request) if TECHNICAL in response.content else response


class UnreadableValuesMiddleware:
    """A number that no column holds, or a word where a number belongs, is the sender's fault and not ours: 400.

    Django checks most of what it is sent, but not all: lists of keys, the admin's choices and its dates go to the
    database as they came. What is caught here is logged, in case it was a fault of ours after all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        not_a_number = isinstance(exception, ValueError) and "expected a number but got" in str(exception)
        if not (not_a_number or isinstance(exception, OverflowError | DataError)):
            return None
        logger.warning("Unreadable value sent to %s", request.path, exc_info=exception)
        return bad_request(request)


class RefusedAdminFormsMiddleware:
    """Django's admin shows a form with errors as if all were well; elsewhere in this portal that is 422."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        if request.method == "POST" and response.status_code == 200 and isinstance(errors_of(response), AdminErrorList):
            response.status_code = 422 if errors_of(response) else 200
        return response


def errors_of(response):
    return (response.context_data or {}).get("errors")
