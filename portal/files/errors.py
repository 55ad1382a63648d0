class FilesError(Exception):
    """A file that is not taken, with a sentence for the person who offers it."""
