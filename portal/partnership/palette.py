"""A partnership's own colours as CSS custom properties. Shades in between are worked out, so that seven values are enough."""

from __future__ import annotations

import hashlib
from colorsys import hls_to_rgb, rgb_to_hls
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.partnership.models import Partnership

# Custom property of static/css/portal.css -> field of the partnership.
PROPERTIES = {
    "--brand-deep": "colour_deep",
    "--brand": "colour_brand",
    "--brand-tint": "colour_tint",
    "--brand-pale": "colour_pale",
    "--third-1": "colour_third_1",
    "--third-2": "colour_third_2",
    "--third-3": "colour_third_3",
}
# The arcs on the deep ground stand out from it at least this far (WCAG 1.4.11 asks 3 of things that carry meaning).
ARC_CONTRAST = 3.5

Channels = tuple[float, float, float]


def stylesheet(partnership: Partnership) -> str:
    """The rules of /brand.css: only what differs from the portal's own colours, empty where nothing does."""
    rules = {name: colour for name, field in PROPERTIES.items() if (colour := _own(partnership, field))}
    if "--brand" in rules:
        rules["--brand-hover"] = darker(partnership.colour_brand, 0.2)
        rules["--brand-edge"] = darker(partnership.colour_brand, 0.45)
    if "--brand-deep" in rules:
        rules["--deep-line"] = lighter(partnership.colour_deep, 0.2)
    for number in "123":
        third = getattr(partnership, f"colour_third_{number}")
        if f"--third-{number}" in rules or "--brand-deep" in rules:
            rules[f"--third-{number}-on-deep"] = readable_on(partnership.colour_deep, third)
    if not rules:
        return ""
    return ":root {\n" + "".join(f"  {name}: {colour};\n" for name, colour in rules.items()) + "}\n"


def version(partnership: Partnership) -> str:
    """Changes when a colour or the logo changes: browsers keep /brand.css and the logo for as long as it stays."""
    values = [getattr(partnership, field) for field in PROPERTIES.values()] + [partnership.logo.name or ""]
    return hashlib.sha256("|".join(values).encode()).hexdigest()[:10]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by the WCAG formula, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def darker(colour: str, share: float) -> str:
    """The colour with this share of black in it."""
    return _hex(tuple(channel * (1 - share) for channel in _channels(colour)))  # type: ignore[arg-type]


def lighter(colour: str, share: float) -> str:
    """The colour with this share of white in it."""
    return _hex(tuple(channel + (1 - channel) * share for channel in _channels(colour)))  # type: ignore[arg-type]


def readable_on(ground: str, colour: str) -> str:
    """The colour, lightened in its own hue until it stands out from a dark ground."""
    hue, light, saturation = rgb_to_hls(*_channels(colour))
    while contrast(ground, colour) < ARC_CONTRAST and light < 1:
        light = min(1, light + 0.02)
        colour = _hex(hls_to_rgb(hue, light, min(saturation, 0.6)))
    return colour


def _own(partnership: Partnership, field: str) -> str:
    colour = getattr(partnership, field).lower()
    portals_own = partnership._meta.get_field(field).default  # type: ignore[union-attr]
    return "" if colour == portals_own else colour


def _channels(colour: str) -> Channels:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(channels: Channels) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
