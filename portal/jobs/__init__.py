"""Work that does not fit in a request: `enqueue` sends a task, `start` begins a job with progress."""

from portal.jobs.nudge import enqueue

__all__ = ["enqueue", "start"]


def start(task: str, *, title: str, key: str, by=None, args: list | tuple = ()):
    """Begin a job, or return the live one of the same key. See `portal.jobs.services.start`."""
    from portal.jobs import services  # the model cannot be imported before the apps are loaded

    return services.start(task, title=title, key=key, by=by, args=args)
