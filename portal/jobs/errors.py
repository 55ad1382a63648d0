class JobCancelled(Exception):
    """Raised inside the work when somebody pressed Stop, or when another worker has taken the job over."""
