from bulletins.models.bulletin import Bulletin, BulletinQuerySet, Section
from bulletins.models.item import Item, ItemContact, ItemLink, ItemOccurrence, ItemQuerySet
from bulletins.models.mailing import Mailing
from bulletins.models.subscription import Subscription, SubscriptionQuerySet

__all__ = [
    "Bulletin",
    "BulletinQuerySet",
    "Item",
    "ItemContact",
    "ItemLink",
    "ItemOccurrence",
    "ItemQuerySet",
    "Mailing",
    "Section",
    "Subscription",
    "SubscriptionQuerySet",
]
