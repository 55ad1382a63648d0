import pytest

from portal.accounts.templatetags.browsers import browser

AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130 Safari/537.36 Edg/130": "Edge on Windows",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130 Safari/537.36": "Chrome on Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Mobile Safari/604": "Safari on iPhone",
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0": "Firefox on Linux",
    "curl/8": "curl/8",
    "": "Unknown browser",
}


@pytest.mark.parametrize(("sent", "words"), AGENTS.items())
def test_browser(sent, words):
    assert browser(sent) == words
