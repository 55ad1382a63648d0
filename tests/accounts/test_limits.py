import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import override_settings

from portal.accounts import limits
from tests import factories


@limits.limited("letters", "2/h")
def letters(request):
    return HttpResponse("sent")


@pytest.fixture
def post(rf, partnership):
    def post(user=None, address="198.51.100.7", method="post", **headers):
        request = getattr(rf, method)("/", REMOTE_ADDR=address, **headers)
        request.user = user or AnonymousUser()
        return letters(request)

    return post


@pytest.mark.parametrize(("rate", "parsed"), [("10/h", (10, 3600)), ("3/10m", (3, 600)), ("1/s", (1, 1))])
def test_parse(rate, parsed):
    assert limits.parse(rate) == parsed


@pytest.mark.parametrize("rate", ["", "10", "0/h", "ten/h", "10/w", "10/h/ip"])
def test_parse_refuses_what_is_no_rate(rate):
    with pytest.raises(ValueError, match="is no rate"):
        limits.parse(rate)


def test_limited_stops_the_third_try_and_says_how_long_to_wait(post):
    assert [post().status_code, post().status_code] == [200, 200]
    refused = post()
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert "Wait an hour" in refused.content.decode()


def test_limited_counts_each_address_apart(post):
    assert [post(address="198.51.100.7").status_code for _ in range(3)] == [200, 200, 429]
    assert post(address="198.51.100.8").status_code == 200


def test_limited_counts_an_ipv6_network_as_one(post):
    addresses = ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::3", "2001:db8:1:3::1"]
    assert [post(address=address).status_code for address in addresses] == [200, 200, 429, 200]


def test_limited_counts_signed_in_people_and_not_their_office(post):
    one, two = factories.user(), factories.user(email="two@rivermouth.example")
    assert [post(user=one).status_code for _ in range(3)] == [200, 200, 429]
    assert post(user=two).status_code == 200


def test_limited_leaves_reading_free(post):
    assert [post(method="get").status_code for _ in range(4)] == [200, 200, 200, 200]


def test_limited_does_not_believe_a_forged_address(post):
    forged = [post(HTTP_X_FORWARDED_FOR=f"203.0.113.{n}").status_code for n in range(3)]
    assert forged == [200, 200, 429]


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_limited_reads_the_address_that_the_trusted_proxy_wrote(post):
    seen = [post(HTTP_X_FORWARDED_FOR=f"203.0.113.9, 198.51.100.{n}").status_code for n in range(3)]
    assert seen == [200, 200, 200]
    forged = [post(HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 198.51.100.1").status_code for n in range(2)]
    assert forged == [200, 429]
