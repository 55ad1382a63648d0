"""Acts: what the admin lets people do to one row beyond editing it, each on a page of its own that asks first.

An act calls one service; the sentence of the service's error stands above the form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse


@dataclass(frozen=True)
class Act:
    """`run(row, user, answers)` asks the service and returns the message; `possible(row)` says whether it is offered."""

    name: str
    label: str
    sentence: str
    run: Callable[[Any, Any, dict], str]
    error: type[Exception]
    form: type[forms.Form] = forms.Form
    possible: Callable[[Any], bool] = lambda row: True
    is_destructive: bool = False


class ActsMixin(admin.ModelAdmin):
    """Adds `acts` as buttons of the change page, for whoever may change the row."""

    acts: tuple[Act, ...] = ()
    change_form_template = "admin/acts/change_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.act_view)
        route = path("<path:object_id>/do/<slug:name>/", view, name=self._url_name("act"))
        return [route, *super().get_urls()]

    def _url_name(self, view: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{view}"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        offered = row is not None and self.has_change_permission(request, row)
        acts = [act for act in self.acts if act.possible(row)] if offered else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "acts": acts})

    def act_view(self, request, object_id, name):
        row = self.get_object(request, object_id)
        act = next((act for act in self.acts if act.name == name), None)
        if row is None or act is None:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        form = act.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                message = act.run(row, request.user, form.cleaned_data)
            except act.error as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, message)
                return self.response_post_save_change(request, row)
        return self._act_page(request, row, act, form)

    def _act_page(self, request, row, act: Act, form):
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "act": act,
            "form": form,
            "original": row,
            "opts": self.opts,
            "change_url": reverse(f"admin:{self._url_name('change')}", args=[row.pk]),
            "media": self.media + form.media,
        }
        # 422: the page is shown again because something in it was refused.
        return TemplateResponse(request, "admin/acts/act.html", context, status=422 if form.errors else 200)
