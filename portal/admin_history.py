"""What changed, by whom and when: to read in the admin, and never a way to change anything."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from simple_history.admin import SimpleHistoryAdmin as LibrarysHistoryAdmin


class SimpleHistoryAdmin(LibrarysHistoryAdmin):
    """The library's page of an old version also restores it, with its status and past every service and every
    permission of the row. Restoring is therefore refused here, and the setting hides its button."""

    def history_view(self, request, object_id, extra_context=None):
        self._check(self.opts.pk, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        self._check(self.opts.pk, object_id)
        self._check(self.model.history.model._meta.pk, version_id)
        if request.method != "GET":
            raise PermissionDenied("An earlier version can be read here and not restored.")
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _check(self, field, value: str) -> None:
        """The library asks the database for whatever stands in the address."""
        try:
            field.to_python(value)
        except ValidationError as error:
            raise Http404 from error
