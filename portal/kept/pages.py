"""Pages kept for visitors: people who are not signed in, have no session, and ask for an address without a query.

A kept page is made for nobody: its view is given a request that holds the address and nothing of the visitor
who happened to come first, so there is nothing personal that could be frozen in it. A reader's own CSRF token
is spliced in at each answer; a page that asks for a CSP nonce or a session is not kept.
"""

import functools
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.functional import SimpleLazyObject

from portal.kept.keeping import Unkeepable, kept

TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+(?=")')


def kept_for_visitors(view: Callable) -> Callable:
    """Decorates a public view whose page for visitors depends only on shown tables and the clock."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not is_plain_visit(request):
            return view(request, *args, **kwargs)
        try:
            page = kept(("page", request.path), lambda: Page.of(view, Nobody(request), *args, **kwargs))
        except Unkeepable:
            return view(request, *args, **kwargs)
        return page.answer(request)

    return answer


def is_plain_visit(request: HttpRequest) -> bool:
    """A visitor's GET of an address without a query. Whoever has a session may have messages waiting in it."""
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.user.is_authenticated
    )


class Nobody(HttpRequest):
    """A request by nobody in particular. No header, cookie or session of a visitor stands in it."""

    def __init__(self, request: HttpRequest):
        super().__init__()
        self.method = "GET"
        self.path, self.path_info, self.resolver_match = request.path, request.path_info, request.resolver_match
        self.user = AnonymousUser()
        self.csp_nonce = SimpleLazyObject(self._refuse)

    @property
    def session(self):
        return self._refuse()

    def _refuse(self):
        raise Unkeepable("A nonce belongs to one answer and a session to one person.")


@dataclass(frozen=True)
class Page:
    """The bytes of a page; between its parts stands the reader's CSRF token, once for each form that posts."""

    parts: tuple[bytes, ...]
    etag: str

    @classmethod
    def of(cls, view: Callable, nobody: Nobody, *args, **kwargs) -> "Page":
        response = view(nobody, *args, **kwargs)
        if response.status_code != 200 or response.cookies or set(response.headers) != {"Content-Type"}:
            raise Unkeepable("Only a plain page is kept.")
        parts = tuple(TOKEN.split(response.content))
        if "CSRF_COOKIE" in nobody.META and len(parts) == 1:
            raise Unkeepable("The CSRF token stands where it can't be spliced.")
        return cls(parts, f'"{hashlib.sha256(response.content).hexdigest()[:32]}"')

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The page for this reader; 304 where their browser has it and no token stands in it."""
        if len(self.parts) > 1:
            response: HttpResponseBase = HttpResponse(get_token(request).encode().join(self.parts))
        else:
            whole = HttpResponse(self.parts[0], headers={"ETag": self.etag})
            response = get_conditional_response(request, etag=self.etag, response=whole) or whole
        response["Cache-Control"] = "private, no-cache"  # browsers may keep it and must ask before showing it again
        patch_vary_headers(response, ["Cookie"])
        return response
