"""What search holds of training: published courses, and sessions that are still to come."""

from collections.abc import Iterator

from portal import rich_text
from portal.registry import SearchText
from portal.search import services as search
from portal.wording import weekday_date
from training.models import Course, Session


def texts() -> Iterator[SearchText]:
    for course in Course.objects.published().prefetch_related("priorities"):
        yield course_text(course)
    for session in Session.objects.published().coming().select_related("course").prefetch_related("course__priorities"):
        yield session_text(session)


def course_text(course: Course) -> SearchText:
    return SearchText(
        key=f"training.course:{course.pk}",
        kind="Course",
        title=course.title,
        summary=course.summary,
        body="\n".join([course.code, rich_text.plain(course.description), course.outcomes, course.audience]),
        url=course.get_absolute_url(),
        priorities=tuple(priority.slug for priority in course.priorities.all()),
    )


def session_text(session: Session) -> SearchText:
    course = session.course
    return SearchText(
        key=f"training.session:{session.pk}",
        kind="Training date",
        title=f"{course.title}, {weekday_date(session.starts_at)}",
        summary=f"{session.place}. {course.summary}",
        body=f"{course.code} {session.venue_name} {session.venue_town}",
        url=session.get_absolute_url(),
        dated=session.first_day,
        visible_until=session.starts_at,
        priorities=tuple(priority.slug for priority in course.priorities.all()),
    )


def refresh_course(course: Course) -> None:
    """Bring the course and its dates up to date in search."""
    if course.is_published:
        search.index([course_text(course)])
    else:
        search.remove([f"training.course:{course.pk}"])
    for session in course.sessions.filter(state=Session.State.OPEN):
        refresh_session(session)


def refresh_session(session: Session) -> None:
    if session.state == Session.State.OPEN and session.course.is_published and not session.has_begun:
        search.index([session_text(session)])
    else:
        search.remove([f"training.session:{session.pk}"])
