class ReviewsError(Exception):
    """Something that cannot be done with a review, said in a sentence for the person who asked."""
