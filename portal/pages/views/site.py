"""Editable pages and the form for feedback."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.accounts.limits import limited
from portal.kept.pages import kept_for_visitors
from portal.pages import services
from portal.pages.forms import FeedbackForm
from portal.pages.models import EditablePage


@login_not_required
@require_safe
@kept_for_visitors
def page(request, slug):
    """A page of the business unit's words; until a new deployment is set up, the default ones say what will stand there."""
    found = EditablePage.objects.filter(slug=slug).first() or services.page_to_come(slug)
    if found is None:
        raise Http404
    return render(request, "pages/page.html", {"page": found})


@login_not_required
@limited("feedback", "5/h")
def feedback(request):
    form = FeedbackForm(request.POST or None, initial={"page": request.GET.get("about", "")[:300]})
    if request.method == "POST" and form.is_valid():
        services.receive_feedback(**form.cleaned_data)
        messages.success(request, "Thank you. Somebody from the business unit will read what you wrote.")
        return redirect("pages:feedback")
    return render(request, "pages/feedback.html", {"form": form}, status=422 if form.errors else 200)
