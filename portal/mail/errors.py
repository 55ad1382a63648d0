class MailError(Exception):
    """Something the outbox refuses, with a sentence that may be shown to a person."""
