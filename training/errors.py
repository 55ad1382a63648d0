class TrainingError(Exception):
    """Training can't do what was asked; the text is a sentence that may be shown to the person."""
