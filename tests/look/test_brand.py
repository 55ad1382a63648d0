"""A partnership's own colours, and nothing of another partnership's."""

from pathlib import Path

import pytest
from django.urls import reverse

from portal.partnership import palette
from portal.partnership.models import Partnership
from tests import factories

PURPLE = {"colour_deep": "#2b1a4f", "colour_brand": "#5b2a86", "colour_third_1": "#5b2a86"}


def test_brand_is_empty_for_the_portals_own_colours(client, partnership):
    response = client.get(reverse("pages:brand"))
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response.content == b""


def test_brand_says_what_differs(client, partnership):
    factories.partnership(**PURPLE)
    css = client.get(reverse("pages:brand")).content.decode()
    assert "--brand: #5b2a86;" in css and "--brand-deep: #2b1a4f;" in css and "--brand-tint" not in css
    assert f"--brand-hover: {palette.darker('#5b2a86', 0.2)};" in css


def test_brand_is_kept_by_version(client, partnership):
    first = client.get(reverse("pages:brand"), {"v": partnership.palette_version})
    assert "immutable" in first["Cache-Control"]
    assert client.get(reverse("pages:brand"), headers={"If-None-Match": first["ETag"]}).status_code == 304
    factories.partnership(**PURPLE)
    assert client.get(reverse("pages:brand"), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_brand_without_a_partnership(client, db):
    assert client.get(reverse("pages:brand")).content == b""


def test_logo_is_not_found_without_one(client, partnership):
    assert client.get(reverse("pages:logo")).status_code == 404


def test_arcs_stand_out_from_the_deep_ground():
    assert palette.contrast("#2b1a4f", palette.readable_on("#2b1a4f", "#5b2a86")) >= palette.ARC_CONTRAST


def test_default_colours_are_the_tokens():
    tokens = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
    for name, field in palette.PROPERTIES.items():
        assert f"{name}: {Partnership._meta.get_field(field).default};" in tokens


@pytest.mark.parametrize("name", ["pages:home", "pages:feedback"])
def test_second_partnership_shows_nothing_of_the_first(client, partnership, name):
    other = {
        "name": "Northhaven Children First",
        "short_name": "NCF",
        "area": "Northhaven",
        "strapline": "Safe in Northhaven",
        "partner_names": "Northhaven Council",
        "general_email": "hello@northhaven.example",
        "training_email": "",
    }
    factories.partnership(**other)
    html = client.get(reverse(name)).content.decode()
    assert "Northhaven" in html and "ivermouth" not in html and "RSCP" not in html
