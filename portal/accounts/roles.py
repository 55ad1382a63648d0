"""THE table of roles: what each may do, with a plain-English line for the people who give roles out.

Synced to Django groups after every migration (`sync`). "app.*" stands for every permission of an app.
What a person may see of single rows stands with the rows, in `visible_to(user)`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch

from django.contrib.auth.models import Group, Permission

from portal.accounts.models import User


@dataclass(frozen=True)
class Role:
    title: str
    line: str
    permissions: tuple[str, ...] = ()
    enters_admin: bool = False
    needs_second_factor: bool = False


PRACTITIONER = "practitioner"
AGENCY_LEAD = "agency_lead"
TRAINER = "trainer"
BUSINESS_UNIT = "business_unit"
EXECUTIVE = "executive"
SCRUTINEER = "scrutineer"

BOOK = "training.book_place"
READ_BOARD = ("pages.read_executive_page", "register.view_register", "documents.view_draft")

TABLE: dict[str, Role] = {
    PRACTITIONER: Role(
        "Practitioner", "Works with children or their families; books training and keeps own records.", (BOOK,)
    ),
    AGENCY_LEAD: Role("Agency lead", "Answers for an agency's part: its people, training and returns.", (BOOK,)),
    TRAINER: Role("Trainer", "Runs sessions: sees who comes and keeps the register.", (BOOK, "training.keep_register")),
    BUSINESS_UNIT: Role(
        "Business unit",
        "Runs the partnership day by day: edits, sends and answers everything in the admin.",
        (
            BOOK,
            *READ_BOARD,
            "accounts.*",
            "bulletins.*",
            "documents.*",
            "files.*",
            "governance.*",
            "jobs.*",
            "library.*",
            "mail.*",
            "pages.*",
            "partnership.*",
            "register.*",
            "reviews.*",
            "training.*",
        ),
        enters_admin=True,
        needs_second_factor=True,
    ),
    EXECUTIVE: Role(
        "Executive member",
        "Delegated or lead safeguarding partner: reads the board's papers, asks for reports.",
        (BOOK, *READ_BOARD, "documents.request_build"),
        needs_second_factor=True,
    ),
    SCRUTINEER: Role(
        "Independent scrutineer",
        "Reads everything the board reads, and challenges it.",
        (BOOK, *READ_BOARD),
        needs_second_factor=True,
    ),
}


def group_of(role: str) -> Group:
    return Group.objects.get_or_create(name=TABLE[role].title)[0]


def give(user, role: str) -> None:
    """Give a person a role; a role that enters the admin opens it."""
    user.groups.add(group_of(role))
    if TABLE[role].enters_admin and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


def take(user, role: str) -> None:
    """Take a role from a person; without any role that enters the admin it closes."""
    user.groups.remove(group_of(role))
    enters = user.is_superuser or any(TABLE[key].enters_admin for key in roles_of(User.objects.get(pk=user.pk)))
    if user.is_staff and not enters:
        user.is_staff = False
        user.save(update_fields=["is_staff"])


def set_roles(user, wanted: Iterable[str]) -> tuple[list[str], list[str]]:
    """Give and take so that the person holds just these. Returns what was given and what was taken."""
    held = roles_of(user)
    given = [key for key in TABLE if key in wanted and key not in held]
    taken = [key for key in held if key not in wanted]
    for key in given:
        give(user, key)
    for key in taken:
        take(user, key)
    return given, taken


def needs_second_factor(user) -> bool:
    """Superusers, and everybody in a role that reads restricted papers."""
    if not user.is_authenticated:
        return False
    titles = [role.title for role in TABLE.values() if role.needs_second_factor]
    return user.is_superuser or user.groups.filter(name__in=titles).exists()


def roles_of(user) -> list[str]:
    """The roles a person holds, in the order of the table."""
    if not user.is_authenticated:
        return []
    titles = {group.name for group in user.groups.all()}
    return [key for key, role in TABLE.items() if role.title in titles]


def sync() -> None:
    """Bring Django's groups in step with the table. Safe to repeat; permissions that do not exist are passed over."""
    named = {f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")}
    for key, role in TABLE.items():
        wanted = [p for name, p in named.items() if any(fnmatch(name, pattern) for pattern in role.permissions)]
        group_of(key).permissions.set(wanted)
