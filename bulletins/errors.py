class BulletinError(Exception):
    """What cannot be done, in a sentence that may be shown to the person who asked for it."""
