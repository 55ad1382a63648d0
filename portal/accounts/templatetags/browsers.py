"""Browsers in words: "Chrome on Windows" instead of the line that browsers send."""

from django import template

register = template.Library()

# The first that is found names it: most browsers also say that they are the others.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    name = next((words for sign, words in BROWSERS.items() if sign in user_agent), "")
    system = next((words for sign, words in SYSTEMS.items() if sign in user_agent), "")
    if name and system:
        return f"{name} on {system}"
    return name or system or user_agent[:60] or "Unknown browser"
