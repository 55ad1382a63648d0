import pytest

from portal.partnership.models import MovedPage

pytestmark = pytest.mark.django_db


def test_a_former_address_leads_on(client, partnership):
    MovedPage.objects.create(old_path="/old-page/", new_path="/about/")
    response = client.get("/old-page/")
    assert (response.status_code, response.url) == (301, "/about/")


def test_a_removed_page_says_so_and_why(client, partnership):
    MovedPage.objects.create(old_path="/old-page/", reason="The service closed.")
    response = client.get("/old-page/")
    assert response.status_code == 410
    assert "The service closed." in response.text


@pytest.mark.parametrize("path", ["/nowhere/", "/no%00where/", f"/{'a' * 5000}/"])
def test_an_unknown_address_is_not_found(client, partnership, path):
    assert client.get(path).status_code == 404
