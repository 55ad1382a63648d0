from portal.mail import outbox


def queue(*addresses: str, prefix: str = "test", slots: dict | None = None, **fields):
    """A mail to these addresses, with keys made of the prefix and the address."""
    recipients = [outbox.Recipient(f"{prefix}:{address}", address, slots or {}) for address in addresses]
    defaults = {"kind": "test.mail", "subject": "A subject", "text": "Some text\n"}
    return outbox.queue(recipients=recipients, **{**defaults, **fields})
