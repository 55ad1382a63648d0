"""Step 5: scheduled work runs by beat: what nobody nudged is found by the sweep."""

from tests.browser.portal import wait_for


def test_beat_sends_a_mail_whose_nudge_was_lost(portal):
    """A row as a crash leaves it: written, committed, never announced to the broker."""
    portal.ask(
        "m('mail.Delivery').objects.create(key='forgotten:1', address='forgotten@mscp.example',"
        " message=m('mail.Message').objects.create(kind='test', subject='Forgotten', text='Not lost.')).pk"
    )
    mail = wait_for(lambda: portal.post.to("forgotten@mscp.example"), "the minute's sweep", patience=100)
    assert [m["Subject"] for m in mail] == ["Forgotten"]
