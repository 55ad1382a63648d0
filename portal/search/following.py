"""Keeping search in step with a model: what is saved is indexed, what is deleted or hidden is removed."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from portal.registry import SearchText
from portal.search import services


def key_of(row: models.Model) -> str:
    """The key of a row's search text: "library.document:7"."""
    return f"{row._meta.label_lower}:{row.pk}"


def follow(model: type[models.Model], text_of: Callable[[models.Model], SearchText | None], *parts) -> None:
    """Index each row of the model after its transaction; a row without text is removed.

    `parts` are (model, name of the foreign key) pairs of rows whose saving changes the text too.
    """
    uid = f"search follows {model._meta.label}"

    def refresh(pk) -> None:
        row = model._default_manager.filter(pk=pk).first()
        text = text_of(row) if row else None
        if text:
            services.index([text])
        else:
            services.remove([f"{model._meta.label_lower}:{pk}"])

    def saved(instance, **kwargs) -> None:
        if isinstance(instance, model):  # many-to-many links may also be changed from their other end
            transaction.on_commit(partial(refresh, instance.pk))

    def part_saved(foreign_key: str, instance, **kwargs) -> None:
        transaction.on_commit(partial(refresh, getattr(instance, f"{foreign_key}_id")))

    for signal in (post_save, post_delete):
        signal.connect(saved, sender=model, weak=False, dispatch_uid=uid)
        for part, foreign_key in parts:
            receiver = partial(part_saved, foreign_key)
            signal.connect(receiver, sender=part, weak=False, dispatch_uid=f"{uid} by {part._meta.label}")
    for field in model._meta.many_to_many:
        through = getattr(model, field.name).through
        m2m_changed.connect(saved, sender=through, weak=False, dispatch_uid=uid)


def texts(rows, text_of: Callable[[models.Model], SearchText | None]) -> Iterator[SearchText]:
    """The texts of all rows that have one, for `registry.search_texts`."""
    return (text for row in rows if (text := text_of(row)))
