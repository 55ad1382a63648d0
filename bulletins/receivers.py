"""Search follows every save, whoever made it: admin, service, import."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from bulletins import search_texts
from bulletins.models import Bulletin, Item, ItemContact, ItemLink, ItemOccurrence, Section


@receiver(post_save, sender=Bulletin)
def bulletin_saved(instance, raw, **kwargs):
    if not raw:
        search_texts.refresh(instance)


@receiver(post_delete, sender=Bulletin)
def bulletin_deleted(instance, **kwargs):
    search_texts.forget(f"bulletins.bulletin:{instance.pk}")


@receiver(post_save, sender=Item)
def item_saved(instance, raw, **kwargs):
    if not raw:
        search_texts.refresh_item(instance)


@receiver(post_delete, sender=Item)
def item_deleted(instance, **kwargs):
    search_texts.forget(f"bulletins.item:{instance.pk}")


@receiver(post_save, sender=ItemLink)
@receiver(post_save, sender=ItemContact)
@receiver(post_save, sender=ItemOccurrence)
def part_saved(instance, raw, **kwargs):
    if not raw:
        search_texts.refresh_item(instance.item)


@receiver(m2m_changed, sender=Item.priorities.through)
def item_priorities_changed(instance, action, reverse, **kwargs):
    if action.startswith("post_") and not reverse:
        search_texts.refresh_item(instance)


@receiver(m2m_changed, sender=Section.priorities.through)
def section_priorities_changed(instance, action, reverse, **kwargs):
    if action.startswith("post_") and not reverse:
        search_texts.refresh(instance.bulletin)
