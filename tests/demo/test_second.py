"""An invented partnership in place of the first: nothing of the first is written in code or templates."""

import re

import pytest
from django.urls import reverse

from governance.models import Agency, Group, Priority, RelevantAgency
from portal.partnership.models import Partnership
from training.models import Session

PARTNERSHIP = "wendle-vale"
pytestmark = pytest.mark.usefixtures("loaded")


def test_second_partnership_has_its_own_plan_and_groups():
    assert Partnership.objects.get().colour_brand == "#5a3a9e"
    assert Priority.objects.count() == 4
    assert Group.objects.count() == 4
    assert not Agency.objects.filter(name__contains="Medway").exists()
    assert RelevantAgency.objects.current().count() == 5
    assert Session.objects.coming().count() == 1


@pytest.mark.parametrize(
    "name",
    ["pages:home", "governance:about", "governance:who_we_are", "governance:groups", "governance:funding",
     "governance:priorities", "governance:relevant_agencies", "training:catalogue", "library:documents",
     "reviews:library"],
)  # fmt: skip
def test_page_of_the_second_partnership_names_no_other(name, client):
    page = client.get(reverse(name))
    assert page.status_code == 200
    content = page.content.decode()
    assert re.findall(r"(?i)medway|mscp|kent police", content) == []
    assert "Wendle Vale" in content
