import pytest
from django.urls import reverse

from portal.mail import mailbox, outbox, workers
from tests.mail.factories import queue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings, tmp_path, partnership):
    settings.DEMO = True
    settings.MAIL_TRANSPORT = "mailbox"
    settings.MAILBOX_DIR = tmp_path / "mailbox"


def send(address: str = "pat@a.example", **fields) -> str:
    queue(address, **fields)
    workers.deliver()
    return outbox.message_id_of(f"test:{address}").strip("<>").partition("@")[0]


def test_mailbox_lists_for_visitors_newest_first(client):
    send("first@a.example", subject="Earlier")
    send("second@a.example", subject="Later <b>")
    shown = client.get(reverse("mail:mailbox")).content.decode()
    assert shown.index("Later &lt;b&gt;") < shown.index("Earlier")
    assert "To second@a.example" in shown


def test_mailbox_empty(client):
    assert "No email yet" in client.get(reverse("mail:mailbox")).content.decode()


@pytest.mark.parametrize("name", ["mailbox", "mailbox_message", "mailbox_html", "mailbox_attachment"])
@pytest.mark.parametrize("change", [{"DEMO": False}, {"MAIL_TRANSPORT": "smtp"}])
def test_mailbox_is_not_there_outside_the_demonstration(client, settings, name, change):
    mail = send(html="<p>x</p>", attachments=[outbox.Attachment("a.ics", "text/calendar", b"x")])
    args = {"mailbox": [], "mailbox_attachment": [mail, 0]}.get(name, [mail])
    assert client.get(reverse(f"mail:{name}", args=args)).status_code == 200
    for key, value in change.items():
        setattr(settings, key, value)
    assert client.get(reverse(f"mail:{name}", args=args)).status_code == 404


def test_mailbox_message_shows_headers_text_and_links(client):
    name = send(text="Confirm at https://portal.example/confirm/x?a=1&b=2 today", html="<p>x</p>")
    response = client.get(reverse("mail:mailbox_message", args=[name]))
    shown = response.content.decode()
    assert 'href="https://portal.example/confirm/x?a=1&amp;b=2"' in shown
    assert "Message-ID" in shown
    assert f'src="{reverse("mail:mailbox_html", args=[name])}"' in shown
    assert "frame-src 'self'" in response["Content-Security-Policy"]


def test_mailbox_html_is_harmless(client):
    html = "<html><head><title>x</title></head><body><script>alert(1)</script><a href='https://x.example/'>x</a></body></html>"
    name = send(html=html)
    response = client.get(reverse("mail:mailbox_html", args=[name]))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.startswith("sandbox allow-top-navigation-by-user-activation;")
    assert "script-src" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in response.content.decode()


def test_mailbox_html_of_a_plain_mail_is_not_there(client):
    assert client.get(reverse("mail:mailbox_html", args=[send()])).status_code == 404


def test_mailbox_attachment_downloads(client):
    name = send(attachments=[outbox.Attachment("Zoë.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR")])
    assert "Zoë.ics" in client.get(reverse("mail:mailbox_message", args=[name])).content.decode()
    response = client.get(reverse("mail:mailbox_attachment", args=[name, 0]))
    assert response.content == b"BEGIN:VCALENDAR"
    assert response["Content-Disposition"].startswith("attachment;")
    assert client.get(reverse("mail:mailbox_attachment", args=[name, 1])).status_code == 404


@pytest.mark.parametrize(
    "name", ["..", "%2e%2e%2fportal.sqlite3", "f" * 31, "F" * 32, "f" * 32, "f" * 32 + "\n", "x" * 32]
)
def test_mailbox_message_finds_nothing_else(client, name):
    assert client.get(f"/mailbox/{name}/").status_code == 404
    with pytest.raises(FileNotFoundError):
        mailbox.read(name)
