class DocumentsError(Exception):
    """A change that can't be made to a statutory document, in a sentence for the person who asked."""
