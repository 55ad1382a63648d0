import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.partnership import services

# option -> (what it is, what it is when nothing is said); None must be answered
QUESTIONS: dict[str, tuple[str, str | None]] = {
    "name": ("Name in full, as on the cover of the yearly report", None),
    "short-name": ("Abbreviation", None),
    "area": ("Area in one or two words, as in the page header", None),
    "partners": ("The statutory partners, with semicolons between", None),
    "email": ("Email address for questions", None),
    "training-email": ("Email address for questions about training", ""),
    "phone": ("Telephone number to call when worried about a child", ""),
    "strapline": ("Heading of the home page", ""),
}


class Command(BaseCommand):
    help = "Enters the partnership that a new deployment serves. Asks for what the options leave open."

    def add_arguments(self, parser):
        for name, (question, _) in QUESTIONS.items():
            parser.add_argument(f"--{name}", help=question)

    def handle(self, *args, **options):
        answers = {name: self.answer(name, options[name.replace("-", "_")]) for name in QUESTIONS}
        try:
            partnership = services.set_up(
                name=answers["name"],
                short_name=answers["short-name"],
                area=answers["area"],
                partner_names="\n".join(part.strip() for part in answers["partners"].split(";") if part.strip()),
                general_email=answers["email"],
                training_email=answers["training-email"],
                strapline=answers["strapline"],
                numbers_checked_on=timezone.localdate(),
                emergency_phone=answers["phone"],
            )
        except services.PartnershipExists as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            lines = [f"{field}: {' '.join(words)}" for field, words in error.message_dict.items()]
            raise CommandError("\n".join(["Not entered.", *lines])) from error
        self.stdout.write(f"{partnership.name} is entered. Everything else is set in the admin.")

    def answer(self, name: str, given: str | None) -> str:
        """What was given as an option, or typed now; without a keyboard only what can be empty may be left out."""
        question, default = QUESTIONS[name]
        if given is not None:
            return given.strip()
        if not sys.stdin.isatty():
            if default is None:
                raise CommandError(f"Give --{name}: {question}.")
            return default
        while True:
            typed = input(f"{question}{'' if default is None else ' (may be left empty)'}: ").strip()
            if typed:
                return typed
            if default is not None:
                return default
