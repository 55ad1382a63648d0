"""The executive's page: what is true today, and what to do next."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@permission_required("pages.read_executive_page", raise_exception=True)
def executive(request):
    return render(request, "pages/executive.html", {})
