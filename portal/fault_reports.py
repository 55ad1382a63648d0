"""What a report of a fault may tell: where it happened, and nothing of what people typed.

Such reports go to ADMINS by mail, and mail stands in the outbox, where colleagues can read it.
"""

from django.conf import settings
from django.views.debug import SafeExceptionReporterFilter


class FaultReportFilter(SafeExceptionReporterFilter):
    def get_post_parameters(self, request):
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_safe_settings(self):
        """None in production: the addresses of broker and cache hold passwords, under names that do not say so."""
        return super().get_safe_settings() if settings.DEBUG else {}
