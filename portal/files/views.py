from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.files import services
from portal.files.kinds import KINDS
from portal.files.models import StoredFile

INLINE = {kind.content_type for kind in KINDS.values() if kind.inline}


@login_not_required  # some files are public: their readers say yes to a visitor too
@require_safe
def file(request, pk, name):
    """The bytes, as harmless as a browser can be told to take them. Hidden and missing look the same."""
    stored = get_object_or_404(StoredFile, pk=pk)
    if not services.may_read(stored, request.user):
        raise Http404
    try:
        content = stored.content.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=stored.content_type not in INLINE,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=300"
    return response
