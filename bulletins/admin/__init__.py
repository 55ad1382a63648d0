from bulletins.admin.bulletin import BulletinAdmin
from bulletins.admin.item import ItemAdmin
from bulletins.admin.subscription import SubscriptionAdmin

__all__ = ["BulletinAdmin", "ItemAdmin", "SubscriptionAdmin"]
