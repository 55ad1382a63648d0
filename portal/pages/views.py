from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse


@login_not_required
def page_not_found(request, exception=None):
    return HttpResponse(status=404)


permission_denied = server_error = page_not_found


def csrf_failure(request, reason=""):
    return HttpResponse(status=403)
