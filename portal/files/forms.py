from django import forms
from django.conf import settings

from portal.files import services
from portal.files.errors import FilesError
from portal.files.kinds import EXTENSIONS, KINDS
from portal.wording import in_words


class CheckedFileField(forms.FileField):
    """An upload checked by its content and size. Pass what it cleans to `files.services.store`."""

    def __init__(self, *, kinds: tuple[str, ...], max_mb: int | None = None, **kwargs) -> None:
        self.kinds = kinds
        self.max_mb = max_mb
        limit = max_mb or settings.MAX_UPLOAD_MB
        titles = in_words([KINDS[name].title for name in kinds], "or")
        kwargs.setdefault("help_text", f"{titles[0].upper()}{titles[1:]}, up to {limit} MB.")
        messages = {"empty": "The file is empty. Choose another one.", "required": "Choose a file."}
        kwargs["error_messages"] = messages | (kwargs.get("error_messages") or {})
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        endings = [*self.kinds, *(other for other, kind in EXTENSIONS.items() if kind in self.kinds)]
        return super().widget_attrs(widget) | {"accept": ",".join(f".{ending}" for ending in endings)}

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            try:
                services.check(upload, kinds=self.kinds, max_mb=self.max_mb)
            except FilesError as error:
                raise forms.ValidationError(str(error)) from error
        return upload
