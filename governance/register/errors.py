class RegisterError(Exception):
    """Something the register can't do, said in a sentence for the person who asked."""
