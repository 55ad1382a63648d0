"""Editable pages and the form for feedback."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from portal.accounts.limits import limited
from portal.pages import services
from portal.pages.forms import FeedbackForm
from portal.pages.models import EditablePage


@login_not_required
@require_safe
def page(request, slug):
    return render(request, "pages/page.html", {"page": get_object_or_404(EditablePage, slug=slug)})


@login_not_required
@limited("feedback", "5/h")
def feedback(request):
    form = FeedbackForm(request.POST or None, initial={"page": request.GET.get("about", "")[:300]})
    if request.method == "POST" and form.is_valid():
        services.receive_feedback(**form.cleaned_data)
        messages.success(request, "Thank you. Somebody from the business unit will read what you wrote.")
        return redirect("pages:feedback")
    return render(request, "pages/feedback.html", {"form": form}, status=422 if form.errors else 200)
