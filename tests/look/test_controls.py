"""The crispy pack: GOV.UK markup whose ids fit together, whatever the label or the error says."""

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template

from portal import controls


class Form(forms.Form):
    name = forms.CharField(label="Name <b>", max_length=40)
    email = forms.EmailField(label="Work email", help_text="From your employer")
    day = forms.DateField(label="Day", required=False)
    need = forms.CharField(label="Needs", widget=forms.Textarea, max_length=20, required=False)
    way = forms.ChoiceField(label="How", widget=forms.RadioSelect, choices=[("a", "In person"), ("b", "Online")])
    agree = forms.BooleanField(label="I can be there")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("The session is full.")


@pytest.fixture
def bound() -> Form:
    return Form({"name": "Pat", "email": "nonsense", "need": "x" * 30})


def render(template: str, **context) -> str:
    return Template(template).render(Context(context))


def test_label_is_escaped():
    assert "Name &lt;b&gt;" in as_crispy_form(Form())


def test_hint_and_error_describe_the_control(bound):
    html = as_crispy_form(bound)
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_helptext" class="govuk-hint"' in html
    assert '<div id="id_email_error"><p class="govuk-error-message"><span class="govuk-visually-hidden">Error:' in html


def test_error_keeps_what_was_typed(bound):
    assert 'value="nonsense"' in as_crispy_form(bound)


def test_required_error_says_what_to_do(bound):
    assert controls.errors_of(bound["way"]) == ["Choose “How”"]
    assert controls.errors_of(bound["agree"]) == ["Tick “I can be there”"]


def test_choices_have_a_legend_and_ids():
    html = as_crispy_form(Form())
    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">How</legend>' in html
    assert 'id="id_way_0"' in html and 'for="id_way_1"' in html


def test_date_is_the_browsers_own_and_wants_iso():
    html = str(controls.control(Form(initial={"day": "2024-11-14"})["day"]))
    assert 'type="date"' in html and 'value="2024-11-14"' in html


@pytest.mark.parametrize("typed", ["yesterday", "2024-02-31"])
def test_date_that_no_picker_can_show_stays_as_typed(typed):
    html = str(controls.control(Form({"day": typed})["day"]))
    assert 'type="text"' in html and f'value="{typed}"' in html


def test_long_text_is_counted_and_never_cut():
    html = as_crispy_form(Form())
    assert 'data-maxlength="20"' in html and " maxlength=" not in html.split('id="id_need"')[1].split(">")[0]


def test_optional_fields_say_so():
    html = as_crispy_form(Form())
    assert html.count("(optional)") == 2


def test_email_may_be_filled_in_by_the_browser():
    assert 'autocomplete="email"' in str(controls.control(Form()["email"]))


def test_hidden_field_has_no_label():
    assert 'for="id_secret"' not in as_crispy_form(Form())


def test_summary_leads_to_the_controls(bound):
    html = render('{% include "components/error_summary.html" %}', form=bound)
    assert '<a href="#id_email">' in html and '<a href="#id_way_0">' in html
    assert '<strong class="wrong">The session is full.</strong>' in html


def test_errors_of_the_form_show_without_a_summary_and_once_with_one(bound):
    assert "The session is full." in as_crispy_form(bound)
    render('{% include "components/error_summary.html" %}', form=bound)
    assert "The session is full." not in as_crispy_form(bound)


def test_breadcrumb_is_left_out_where_empty():
    assert render("{% breadcrumb %} {% endbreadcrumb %}") == ""
    assert "<ol><li>x</li></ol>" in render("{% breadcrumb %}<li>x</li>{% endbreadcrumb %}")


def test_pages_between_are_left_out():
    assert controls.elided(Paginator(range(300), 10).page(6)) == [1, "…", 5, 6, 7, "…", 30]
