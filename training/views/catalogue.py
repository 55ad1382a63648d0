from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.kept.pages import kept_for_visitors
from training.catalogue import Catalogue
from training.models import Course, Session

PAGE = 20
SHORT = 8  # courses without a date, under the dates; all of them when asked for


@login_not_required
@require_safe
@kept_for_visitors
def catalogue(request):
    chosen = Catalogue(request.GET)
    dates = chosen.sessions().select_related("course").prefetch_related("days").counted()
    page = Paginator(dates, PAGE).get_page(request.GET.get("page"))
    courses = [] if page.number > 1 else _courses(chosen, everything=request.GET.get("all") == "courses")
    applied = chosen.applied()
    dates_found, courses_found = page.paginator.count, sum(total for _, _, total in courses)
    context = {
        "page_obj": page,
        "courses": courses,
        "groups": chosen.groups(),
        "applied": applied,
        "words": chosen.words,
        "dates_found": dates_found,
        "courses_found": courses_found,
    }
    return render(request, "training/catalogue.html", context)


def _courses(chosen: Catalogue, *, everything: bool) -> list[tuple[str, list[Course], int]]:
    """(heading, courses, how many there are): short lists under the dates."""
    found = []
    for heading, courses in [
        ("E-learning: start any time", chosen.e_learning()),
        ("Courses without a date just now", chosen.undated()),
    ]:
        if total := courses.count():
            found.append((heading, list(courses if everything else courses[:SHORT]), total))
    return found


@login_not_required
@require_safe
@kept_for_visitors
def course(request, slug):
    course = get_object_or_404(
        Course.objects.visible_to(request.user).prefetch_related("priorities", "prerequisites"), slug=slug
    )
    dates = Session.objects.visible_to(request.user).coming().filter(course=course).counted().prefetch_related("days")
    for date in dates:
        date.course = course
    return render(request, "training/course.html", {"course": course, "dates": dates})
