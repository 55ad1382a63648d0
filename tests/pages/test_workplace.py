from django.urls import reverse
from django.utils import timezone

from governance.models import Membership
from governance.services import people
from portal.mail.models import Delivery
from tests import factories

URL = reverse("pages:workplace")


def test_workplace_needs_a_login(client, partnership):
    assert client.get(URL).status_code == 302


def test_workplace_is_reached_from_my_page(client, practitioner):
    client.force_login(practitioner)
    assert URL in client.get(reverse("pages:my_page")).content.decode()
    html = client.get(URL).content.decode()
    assert "Nurse at Rivermouth Hospital" in html and "Your last day at Rivermouth Hospital" in html


def test_workplace_is_changed(client, practitioner):
    college = factories.agency("Rivermouth College")
    client.force_login(practitioner)
    answers = {"agency": college.pk, "job_title": "Tutor", "left_on": timezone.localdate()}
    response = client.post(URL, answers, follow=True)
    assert response.redirect_chain == [(reverse("pages:my_page"), 302)]
    assert "Your workplace is noted. We write to you" in response.content.decode()
    assert "Tutor, Rivermouth College" in response.content.decode()


def test_workplace_that_a_proved_address_confirms(client, practitioner):
    college = factories.agency("Rivermouth College", email_domains="rivermouth.example")
    client.force_login(practitioner)
    response = client.post(URL, {"agency": college.pk, "job_title": "Tutor"}, follow=True)
    assert "noted and confirmed" in response.content.decode()


def test_workplace_refuses_a_day_ahead_and_keeps_what_was_typed(client, practitioner):
    college = factories.agency("Rivermouth College")
    client.force_login(practitioner)
    response = client.post(URL, {"agency": college.pk, "job_title": "Tutor", "left_on": "2099-01-01"})
    html = response.content.decode()
    assert response.status_code == 422 and "<title>Error: Where I work" in html
    assert "lie ahead" in html and 'value="Tutor"' in html
    assert practitioner.person.memberships.get().agency.name == "Rivermouth Hospital"


def test_workplace_with_errors_by_the_field(client, practitioner):
    client.force_login(practitioner)
    response = client.post(URL, {"agency": "none", "job_title": "", "left_on": "soon"})
    html = response.content.decode()
    assert response.status_code == 422
    for sentence in ("Enter your job title", "Say how you work with children here", "Enter a date, such as 31/03/2024"):
        assert html.count(sentence) == 2


def test_workplace_of_somebody_without_one(client, practitioner):
    Membership.objects.all().delete()
    client.force_login(practitioner)
    html = client.get(URL).content.decode()
    assert "We do not know yet where you work" in html and "last day" not in html


def test_a_refusal_leads_to_the_page(practitioner, officer):
    people.refuse_membership(practitioner.person.memberships.get(), reason="Nobody knows you.", by=officer)
    message = Delivery.objects.get(address=practitioner.email).message
    assert URL in message.text and URL in message.html
