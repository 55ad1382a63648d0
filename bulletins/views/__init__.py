from bulletins.views.archive import archive
from bulletins.views.feed import feed
from bulletins.views.reading import bulletin, item
from bulletins.views.subscription import (
    preferences,
    subscribe,
    subscribe_again,
    subscribe_asked,
    subscribe_confirm,
    unsubscribe,
)

__all__ = [
    "archive",
    "bulletin",
    "feed",
    "item",
    "preferences",
    "subscribe",
    "subscribe_again",
    "subscribe_asked",
    "subscribe_confirm",
    "unsubscribe",
]
