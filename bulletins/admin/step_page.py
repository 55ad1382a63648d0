from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from bulletins.admin.steps import STEPS
from bulletins.errors import BulletinError
from bulletins.models import Bulletin
from bulletins.services import checks
from bulletins.services import mailing as mailings


class StepPage:
    """The page behind each button: says what will happen, asks what it must know, and does it."""

    def step(self, request, pk, name):
        bulletin = get_object_or_404(Bulletin, pk=pk)
        step = STEPS.get(name)
        if step is None:
            raise Http404
        if not request.user.has_perm(step.permission):
            raise PermissionDenied
        form = step.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                step.run(bulletin, request.user, form.cleaned_data)
            except BulletinError as error:
                messages.error(request, str(error))
                return redirect("admin:bulletins_bulletin_change", pk)
            return self.after(request, bulletin, step)
        context = self.admin_site.each_context(request) | {
            "title": f"{step.button}: {bulletin}",
            "opts": self.opts,
            "bulletin": bulletin,
            "step": step,
            "form": form,
            "problems": checks.problems(bulletin) if name in ("submit", "approve") else [],
            "readers": mailings.expected(bulletin) if name in ("send", "schedule") else None,
            "is_own": name == "approve" and bulletin.submitted_by_id == request.user.pk,
        }
        template = "admin/bulletins/bulletin/step.html"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)

    def after(self, request, bulletin, step):
        if step.name == "send":
            return redirect("admin:bulletins_bulletin_mailing", bulletin.pk)
        messages.success(request, step.done)
        return redirect("admin:bulletins_bulletin_change", bulletin.pk)
