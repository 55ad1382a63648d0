from celery import shared_task

from portal.search import services


@shared_task(name="search.rebuild")
def rebuild() -> int:
    """What the clock alone changes: an item out of date, a document's next version, a date that has passed."""
    return services.rebuild()
