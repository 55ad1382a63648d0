from django import forms
from django.apps import apps
from django.contrib import admin
from django.db import models

from portal.addresses import WebAddressField
from portal.partnership.models import SocialLink

OURS = ("portal", "governance", "training", "reviews", "bulletins")


def test_a_web_address_without_a_scheme_is_taken_as_https():
    assert WebAddressField().formfield().clean("rivermouth.example/map") == "https://rivermouth.example/map"
    assert WebAddressField().formfield().clean("http://rivermouth.example") == "http://rivermouth.example"


def test_a_web_address_in_the_admin_is_taken_as_https(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    form = forms.modelform_factory(
        SocialLink,
        fields=["url"],
        formfield_callback=lambda field, **kwargs: admin.ModelAdmin(SocialLink, admin.site).formfield_for_dbfield(
            field, request, **kwargs
        ),
    )({"url": "rivermouth.example"})
    assert form.is_valid()
    assert form.cleaned_data["url"] == "https://rivermouth.example"


def test_no_model_takes_an_address_without_a_scheme_as_http():
    ours = [model for model in apps.get_models() if model.__module__.startswith(OURS)]
    fields = [field for model in ours for field in model._meta.fields if isinstance(field, models.URLField)]
    assert [str(field) for field in fields if not isinstance(field, WebAddressField)] == []
