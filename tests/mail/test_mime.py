"""What a recipient's mail program reads: the bytes that came out of a real SMTP conversation, or of the template."""

from email import message_from_bytes, policy
from quopri import decodestring

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.mail import outbox, workers
from portal.mail.mime import Template, bare_address, filled, one_line, pieces_of, spliced
from portal.mail.models import Delivery, Message
from tests.mail.factories import queue

LONG_URL = "https://portal.rivermouth.example/bulletins/unsubscribe/" + "a1=b2&c3/" * 40 + "?x=[[y]]"


def parsed(message: Message, slots: dict, address: str = "pat@a.example"):
    delivery = Delivery(message=message, address=address, slots=slots, mail_id=outbox.message_id_of("k"))
    return message_from_bytes(Template(message).letter_to(delivery).as_bytes(), policy=policy.default)


def body(mail, kind: str) -> str:
    return mail.get_body((kind,)).get_content().replace("\r\n", "\n")


def message(**fields) -> Message:
    return Message.objects.create(**{"kind": "t.t", "subject": "Hello", "text": "Text", **fields})


AWKWARD = [
    "Zoë Ñandú Łódź 漢字 😀",
    'Pat "the nurse" O\'Neil',
    "a=b=3D=\n=20",
    " spaces \t ",
    LONG_URL,
    "",
    ".",
    "=" * 300,
]


@pytest.mark.django_db
@pytest.mark.parametrize("value", AWKWARD)
def test_slots_survive_every_encoding(value):
    text = f"Dear [[name]],\n.\nFrom {'long ' * 60}[[name]]é[[name]]\n[[name]]"
    mail = parsed(message(text=text, html=f'<p title="[[name]]">{text}</p>'), {"name": value})
    expected = text.replace("[[name]]", value)
    assert body(mail, "plain").rstrip("\n") == expected.rstrip("\n")
    assert body(mail, "html").rstrip("\n") == f'<p title="[[name]]">{text}</p>'.replace("[[name]]", escape(value))


@hypothesis_settings(max_examples=200, deadline=None)
@given(
    before=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r[]")),
    value=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")),
    after=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r[]")),
)
def test_splicing_is_quoted_printable_whatever_the_text(before, value, after):
    raw = spliced(pieces_of(f"{before}[[v]]{after}"), {"v": value})
    assert all(len(line) <= 76 for line in raw.split(b"\r\n"))
    assert decodestring(raw.replace(b"\r\n", b"\n")).decode() == before + value + after


@pytest.mark.parametrize("character", ["a", "é", "=", " ", "漢"])
def test_spliced_lines_keep_to_76_characters(character):
    for length in range(20, 160):
        raw = spliced(pieces_of(f"{character * length}[[v]]{character * length}"), {"v": character * length})
        assert max(len(line) for line in raw.split(b"\r\n")) <= 76
        assert decodestring(raw.replace(b"\r\n", b"\n")).decode() == character * length * 3


@pytest.mark.django_db
def test_slots_are_escaped_in_html_only():
    mail = parsed(message(text="[[name]]", html="<p>[[name]]</p>"), {"name": "<b>Pat & Kim</b>"})
    assert body(mail, "plain").strip() == "<b>Pat & Kim</b>"
    assert body(mail, "html").strip() == "<p>&lt;b&gt;Pat &amp; Kim&lt;/b&gt;</p>"


def test_unknown_slot_stays_as_written():
    assert filled("Dear [[name]], [[other]]", {"name": "Pat"}) == "Dear Pat, [[other]]"


@pytest.mark.django_db
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_line_break_in_a_slot_cannot_add_a_header(line_end):
    slots = {
        "name": f"Pat{line_end}Bcc: everybody@evil.example",
        "unsubscribe_url": f"https://x.example/{line_end}X: y",
    }
    row = message(subject="Hello [[name]]", headers={"X-Course": "[[name]]"}, list_unsubscribe=True)
    mail = parsed(row, slots)
    assert mail["Bcc"] is None
    assert mail["X"] is None
    assert mail["Subject"] == "Hello Pat Bcc: everybody@evil.example"
    assert body(mail, "plain").strip() == "Text"


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: x@y.example", "no-at-sign", "zoë@a.example", "@a.example"])
def test_bare_address_refuses(address):
    with pytest.raises(ValueError):
        bare_address(address)


def test_bare_address_writes_an_international_domain_in_ascii():
    assert bare_address("pat@bücher.example") == "pat@xn--bcher-kva.example"


def test_one_line():
    assert one_line(" a\r\n\tb\u2028c ") == "a b c"


@pytest.mark.django_db
def test_headers_of_a_single_mail(sink):
    queue("pat@a.example", subject="Réservé pour Zoë", reply_to="training@rivermouth.example", html="<p>x</p>")
    workers.deliver()
    mail = sink.mail_to("pat@a.example")
    assert mail["From"] == "Rivermouth Partnership <no-reply@rivermouth.example>"
    assert mail["To"] == "pat@a.example"
    assert mail["Subject"] == "Réservé pour Zoë"
    assert mail["Reply-To"] == "training@rivermouth.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == Delivery.objects.get().mail_id == outbox.message_id_of("test:pat@a.example")
    assert mail["Message-ID"].endswith("@portal.rivermouth.example>")
    assert mail["Date"].datetime.tzinfo is not None
    assert mail["List-Unsubscribe"] is None
    assert len(mail.get_all("MIME-Version")) == 1
    assert mail.get_content_type() == "multipart/alternative"


@pytest.mark.django_db
def test_mailing_offers_one_click_unsubscribe(sink):
    slots = {"unsubscribe_url": LONG_URL}
    queue("pat@a.example", kind="bulletins.bulletin", list_unsubscribe=True, slots=slots)
    workers.deliver()
    raw = sink.mails[0][1].decode("ascii")
    assert f"List-Unsubscribe: <{LONG_URL}>\r\n" in raw
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert "List-Id: <bulletins-bulletin.portal.rivermouth.example>\r\n" in raw


@pytest.mark.django_db
def test_attachments_arrive_as_they_were(sink):
    calendar = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    attachments = [
        outbox.Attachment("Zoë's session.ics", "text/calendar; method=REQUEST; charset=utf-8", calendar),
        outbox.Attachment("report.pdf", "application/pdf", bytes(range(256))),
    ]
    queue("pat@a.example", html="<p>[[name]]</p>", slots={"name": "Zoë"}, attachments=attachments)
    workers.deliver()
    mail = sink.mail_to("pat@a.example")
    first, second = mail.iter_attachments()
    assert first.get_filename() == "Zoë's session.ics"
    assert first["Content-Type"].params["method"] == "REQUEST"
    assert first.get_payload(decode=True) == calendar
    assert second.get_content() == bytes(range(256))
    assert body(mail, "html").strip() == "<p>Zoë</p>"


@pytest.mark.django_db
def test_every_line_fits_any_mail_server(sink):
    queue("pat@a.example", html="<p>" + "é" * 5000 + "[[name]]</p>", slots={"name": "x" * 3000})
    workers.deliver()
    assert all(len(line) <= 998 and line.isascii() for line in sink.mails[0][1].split(b"\r\n"))
