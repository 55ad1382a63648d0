"""What the governance app decides. Each function raises GovernanceError with a sentence that may be shown."""


class GovernanceError(Exception):
    """Something that cannot be done, said in a sentence for the person who asked."""
