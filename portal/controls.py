"""Template filters that dress Django's form fields as GOV.UK Frontend controls, and two tags of the page frame.

Template builtins, like portal.wording. The markup itself stands in templates/portal (the crispy pack).
Ids follow Django's own: `<id>_helptext` for the hint, `<id>_error` for the errors, so that
`aria-describedby` and `aria-invalid` come from Django.
"""

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template.loader import get_template
from django.utils.dateparse import parse_date, parse_time
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Widget -> (kind of markup, class of the control). The first that fits counts.
KINDS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.MultiWidget, "group", "govuk-input govuk-input--short"),
    (forms.SelectDateWidget, "group", "govuk-select"),
    (forms.Select, "select", "govuk-select"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.PasswordInput, "password", "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (forms.DateInput, "date", "govuk-input govuk-input--short"),
    (forms.TimeInput, "time", "govuk-input govuk-input--short"),
    (forms.NumberInput, "number", "govuk-input govuk-input--short"),
    (forms.Widget, "input", "govuk-input"),
)
ERROR_CLASS = {
    "select": "govuk-select--error",
    "textarea": "govuk-textarea--error",
    "file": "govuk-file-upload--error",
}
# What a person does to answer a field that must not be empty; "Fill in" for all others.
ASKS = {
    "radios": "Choose",
    "checkboxes": "Choose at least one of",
    "select": "Choose",
    "file": "Choose a file for",
    "checkbox": "Tick",
}
# What browsers may fill in by themselves, where the form does not say (WCAG 1.3.5).
AUTOCOMPLETE = {"email": "email", "tel": "tel", "url": "url"}


def _kind(field: BoundField) -> tuple[str, str]:
    widget = field.field.widget
    return next((kind, css) for cls, kind, css in KINDS if isinstance(widget, cls))


@register.filter
def control_kind(field: BoundField) -> str:
    """Which markup a field needs: hidden, radios, checkboxes, checkbox, group, select, textarea, file, password ..."""
    return "hidden" if field.is_hidden else _kind(field)[0]


@register.filter
def control(field: BoundField) -> str:
    """The field's own control with GOV.UK's classes; hint, label and errors come from the template."""
    kind, css = _kind(field)
    widget = field.field.widget
    if kind in ("date", "time"):
        # The browser's own picker wants the value as 2024-11-14 whatever the locale, and would drop
        # what it can't read: then a plain input keeps what was typed.
        widget.input_type = "text" if _is_unreadable(field) else kind
        widget.format = "%Y-%m-%d" if kind == "date" else "%H:%M"
    return field.as_widget(attrs=_attributes(field, kind, css))


def _is_unreadable(field: BoundField) -> bool:
    """Was something typed that no picker can show?"""
    typed = field.value()
    if not isinstance(typed, str) or not typed:
        return False
    try:
        return parse_date(typed) is None and parse_time(typed) is None
    except ValueError:
        return True


def _attributes(field: BoundField, kind: str, css: str) -> dict[str, str | bool]:
    widget = field.field.widget
    classes = [widget.attrs.get("class", ""), css]
    attrs: dict[str, str | bool] = {}
    if field.errors:
        classes.append(ERROR_CLASS.get(kind, "govuk-input--error"))
    if kind == "group":
        # Several controls under one legend: each still needs a name of its own.
        attrs["aria-label"] = str(field.label)
    if longest(field):
        # The character count says how much is over; cutting text off while somebody types would lose it.
        classes.append("govuk-js-character-count")
        attrs["maxlength"] = False
    if (hint := AUTOCOMPLETE.get(getattr(widget, "input_type", ""))) and "autocomplete" not in widget.attrs:
        attrs["autocomplete"] = hint
    return {"class": " ".join(filter(None, classes)), **attrs}


@register.filter
def longest(field: BoundField) -> int | None:
    """The most characters a text area takes, if there is a limit."""
    return field.field.widget.attrs.get("maxlength") if isinstance(field.field.widget, forms.Textarea) else None


@register.filter
def anchor(field: BoundField) -> str:
    """The id of the control itself: of the first one where there are several."""
    if field.is_hidden:
        return ""
    if isinstance(field.field.widget, forms.SelectDateWidget):
        return f"{field.auto_id}_day"
    several = field.field.widget.use_fieldset
    return f"{field.auto_id}_0" if several else field.id_for_label


@register.filter
def errors_of(field: BoundField) -> list[str]:
    """The field's errors. Where Django only says "required", a sentence that says what to do instead."""
    plain = str(forms.Field.default_error_messages["required"])
    verb = ASKS.get(_kind(field)[0], "Fill in")
    return [f"{verb} “{field.label}”" if error == plain else str(error) for error in field.errors]


@register.filter
def summary_of(form: forms.BaseForm) -> list[dict[str, str]]:
    """Every error of a form with the id to lead to, in the order of the fields; marks the form as summarised."""
    form.has_error_summary = True  # type: ignore[attr-defined]
    lines = [{"text": str(error), "anchor": ""} for error in form.non_field_errors()]
    for field in form:
        lines += [{"text": error, "anchor": anchor(field)} for error in errors_of(field)]
    return lines


@register.filter
def breakable(address: str) -> str:
    """An email address that may break after its @ on a narrow screen."""
    name, at, domain = address.partition("@")
    return format_html("{}{}<wbr>{}", name, at, domain)


@register.filter
def elided(page: Page) -> list[int | str]:
    """The page numbers to show: the first and last, the neighbours of this one, dots between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.tag
def breadcrumb(parser, token):
    """{% breadcrumb %}<li>...</li>{% endbreadcrumb %}: the breadcrumb, or nothing where there are no entries."""
    nodelist = parser.parse(("endbreadcrumb",))
    parser.delete_first_token()
    return BreadcrumbNode(nodelist)


class BreadcrumbNode(template.Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context) -> str:
        entries = self.nodelist.render(context).strip()
        return get_template("components/breadcrumb.html").render({"entries": SafeString(entries)}) if entries else ""
