class LibraryError(Exception):
    """Something the library can't do, said in a sentence for the person who asked."""
