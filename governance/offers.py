"""What the partnership's own pages offer upward: texts for search, work for the business unit."""

from django.urls import reverse

from governance.models import Group, Membership, Priority
from portal.registry import SearchText, WorkLine
from portal.search.following import key_of, texts


def group_text(group: Group) -> SearchText | None:
    if not group.is_public or group.end:
        return None
    functions = [function.sentence for function in group.functions.all()]
    return SearchText(
        key=key_of(group),
        kind="Group",
        title=group.name,
        summary=group.about,
        body="\n".join([group.short_name, group.joint_with, *functions]),
        url=group.get_absolute_url(),
    )


def priority_text(priority: Priority) -> SearchText | None:
    return SearchText(
        key=key_of(priority),
        kind="Priority",
        title=priority.name,
        summary=priority.summary,
        body="",
        url=priority.get_absolute_url(),
        out_of_date=priority.end is not None,
        priorities=(priority.slug,),
    )


def search_texts():
    yield from texts(Group.objects.prefetch_related("functions"), group_text)
    yield from texts(Priority.objects.all(), priority_text)


def work_lines(user) -> list[WorkLine]:
    """People who said where they work and wait for an answer."""
    if not user.has_perm("governance.change_membership"):
        return []
    waiting = Membership.objects.awaiting().current()
    number = waiting.count()
    if not number:
        return []
    without = waiting.filter(agency__isnull=True).count()
    detail = f"{without} of them without an agency: they can't book until you decide" if without else ""
    url = f"{reverse('admin:governance_membership_changelist')}?status__exact=claimed"
    return [WorkLine("Memberships to confirm", url, detail, number, "today" if without else "normal")]
