"""Keeping things in the memory of this process for as long as they are true."""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.utils import timezone

from portal.kept.models import revision
from portal.kept.triggers import watched_tables
from portal.kept.turns import next_turn

Value = TypeVar("Value")

# What keeping itself reads, for a thing that is kept inside another.
OWN_TABLES = {"kept_revision", "sqlite_master", "pg_trigger"}
TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?', re.IGNORECASE)


class Unkeepable(Exception):
    """What is being made belongs to one person or to one answer."""


@dataclass(frozen=True)
class Thing:
    value: Any
    revision: int
    made_at: datetime
    turn: datetime

    def is_true(self, revision: int | None, now: datetime) -> bool:
        return self.revision == revision and self.made_at <= now < self.turn


_things: OrderedDict[Hashable, Thing] = OrderedDict()
_lock = threading.Lock()


def kept(key: Hashable, make: Callable[[], Value]) -> Value:
    """What `make` gives: kept under the key while it is true, made anew when not. Costs one query when kept.

    Only for what depends on nothing but shown tables and the clock; see the docstring of `portal.kept`.
    """
    if not settings.KEPT_PAGES:
        return make()
    # Both are read before making: a change while it is made shows as a newer revision at the next request.
    at, now = revision(), timezone.now()
    with _lock:
        thing = _things.get(key)
        if thing and thing.is_true(at, now):
            _things.move_to_end(key)
            return thing.value
    tables: set[str] = set()
    with connection.execute_wrapper(_noting(tables)):
        value = make()
    if at is not None and tables <= watched_tables():
        _keep(key, Thing(value, at, now, _turn(at, now)))
    return value


def forget() -> None:
    """Keep nothing of what was kept so far."""
    with _lock:
        _things.clear()


def _noting(tables: set[str]) -> Callable:
    """Notes which tables are read while something is made."""

    def note(execute, sql, params, many, context):
        tables.update({*TABLE.findall(sql)} - OWN_TABLES)
        return execute(sql, params, many, context)

    return note


def _keep(key: Hashable, thing: Thing) -> None:
    with _lock:
        _things[key] = thing
        _things.move_to_end(key)
        while len(_things) > settings.KEPT_PAGES:
            _things.popitem(last=False)


def _turn(at: int, now: datetime) -> datetime:
    """The next turn, worked out once for all that is made at one revision."""
    with _lock:
        for thing in reversed(_things.values()):
            if thing.is_true(at, now):
                return thing.turn
    return next_turn(now)
