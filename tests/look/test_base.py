from django.template import loader
from django.test import override_settings
from django.urls import reverse

from portal.partnership.models import EmergencyNumber, Notice
from tests import factories


def page(client) -> str:
    return client.get(reverse("pages:feedback")).content.decode()


def test_frame_names_the_partnership(client, partnership):
    html = page(client)
    assert "<title>Give feedback - Rivermouth Safeguarding Children Partnership</title>" in html
    assert "<b>Rivermouth</b>" in html and 'href="#main"' in html and 'class="thirds"' in html


def test_emergency_numbers_can_be_called(client, partnership):
    EmergencyNumber.objects.create(partnership=partnership, label="Elsewhere", phone="1", in_strip=False)
    html = page(client)
    assert '<a href="tel:01632960001">01632 960001</a>' in html and "Elsewhere" not in html


def test_notice_is_escaped(client, partnership):
    Notice.objects.create(heading="Moved", sentence="<script>", link_text="See", link_url="/x/")
    html = page(client)
    assert "&lt;script&gt;" in html and '<a href="/x/">See</a>' in html


def test_visitor_is_offered_to_sign_in(client, partnership):
    assert reverse("account_login") in page(client)


def test_person_signs_out_by_post(client, practitioner):
    client.force_login(practitioner)
    html = page(client)
    assert f'<form method="post" action="{reverse("account_logout")}">' in html and "Practitioner" in html


def test_current_section_is_marked(client, partnership):
    html = client.get(reverse("search:results")).content.decode()
    assert "aria-current" not in html
    html = client.get(reverse("governance:about")).content.decode()
    assert 'aria-current="true">About us' in html


def test_frame_stands_without_a_partnership(client, db):
    response = client.get(reverse("pages:feedback"))
    assert response.status_code == 200 and "Safeguarding children partnership" in response.content.decode()


def test_demonstration_is_said_and_not_indexed(client, partnership):
    assert "Demonstration" not in page(client)
    with override_settings(DEMO=True):
        html = page(client)
    assert "<strong>Demonstration.</strong>" in html and 'content="noindex, nofollow"' in html


def test_nothing_is_inline(client, practitioner):
    client.force_login(practitioner)
    for name in ("pages:home", "pages:my_page", "pages:feedback"):
        html = client.get(reverse(name)).content.decode()
        assert " style=" not in html and "<style" not in html and " onclick" not in html and "<script>" not in html


def test_frame_asks_few_queries(client, partnership, django_assert_max_num_queries):
    for number in range(10):
        Notice.objects.create(heading=f"Notice {number}", sentence="x")
    with django_assert_max_num_queries(5):
        page(client)


def test_mail_has_the_partnerships_colours_and_says_demonstration(partnership):
    other = factories.partnership(colour_third_1="#123456")
    context = {"partnership": other, "SITE_URL": "https://rivermouth.example", "DEMO": True}
    html = loader.render_to_string("emails/base.html", context)
    assert ".t1 { background: #123456; }" in html and "Demonstration." in html and "01632 960001" in html
