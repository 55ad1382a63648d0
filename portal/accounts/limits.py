"""How often one visitor may do something that costs others: forms that send mail, sign-up, downloads.

@limited("subscribe", "10/h")
def subscribe(request): ...
"""

import ipaddress
import math
import re
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
WORDS = {60: ("a minute", "minutes"), 3600: ("an hour", "hours"), 86400: ("a day", "days")}


def limited(name: str, rate: str, methods: tuple[str, ...] = ("POST",)) -> Callable:
    """Let a signed-in person, or a visitor's address, call the view so often: "10/h" is ten times in any hour.

    Beyond that the answer is a page with status 429. Only the methods named count: reading a form is free.
    """
    amount, seconds = parse(rate)

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def counted(request: HttpRequest, *args, **kwargs):
            if request.method in methods and not take(f"{name}:{who(request)}", amount, seconds):
                return too_many(request, seconds)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def parse(rate: str) -> tuple[int, int]:
    """ "10/h" is (10, 3600). Raises ValueError for anything else."""
    match = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)?([smhd])", rate)
    if match is None:
        raise ValueError(f"{rate!r} is no rate; write one as in 10/h or 3/10m.")
    amount, number, unit = match.groups()
    return int(amount), int(number or 1) * SECONDS[unit]


def take(key: str, amount: int, seconds: int) -> bool:
    """Take one of the `amount` slots of a key; a slot is free again `seconds` after it was taken.

    Atomic on every cache (`add`), so that requests at the same moment never share a slot.
    """
    slots = [f"limit:{key}:{slot}" for slot in range(amount)]
    taken = cache.get_many(slots)
    return any(cache.add(slot, 1, timeout=seconds) for slot in slots if slot not in taken)


def who(request: HttpRequest) -> str:
    """Who is counted: the person when signed in, else the visitor's address (the /64 network of an IPv6 one)."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    address = get_adapter(request).get_client_ip(request)
    if ipaddress.ip_address(address).version == 6:
        address = str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return f"address:{address}"


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page that says how long to wait."""
    unit = max((size for size in WORDS if size <= seconds), default=60)
    count = math.ceil(seconds / unit)
    one, many = WORDS[unit]
    response = render(request, "429.html", {"wait": one if count == 1 else f"{count} {many}"}, status=429)
    response["Retry-After"] = str(seconds)
    return response
