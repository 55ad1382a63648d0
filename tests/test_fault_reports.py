import sys

from django.test import RequestFactory
from django.views.debug import ExceptionReporter, get_exception_reporter_filter


def report(request) -> str:
    try:
        raise RuntimeError("Something broke.")
    except RuntimeError:
        return ExceptionReporter(request, *sys.exc_info(), is_email=True).get_traceback_text()


def test_fault_report_tells_nothing_that_was_typed(settings):
    settings.DEBUG = False
    settings.CELERY_BROKER_URL = "redis://:hunter2@broker/0"
    request = RequestFactory().post("/training/sessions/1/book/", {"needs": "A wheelchair space"})
    request.COOKIES["sessionid"] = "abc123"
    text = report(request)
    assert get_exception_reporter_filter(request).__module__ == "portal.fault_reports"
    assert "Something broke." in text
    assert "needs" in text
    for secret in ("wheelchair", "hunter2", "abc123"):
        assert secret not in text
