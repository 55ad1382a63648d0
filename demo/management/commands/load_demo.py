from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo import loader, source
from portal.partnership.models import Partnership


class Command(BaseCommand):
    help = "Loads a demonstration partnership. Safe to repeat: adds what is missing, leaves alone what is there."

    def add_arguments(self, parser):
        parser.add_argument("--partnership", default="medway", choices=source.partnerships())
        parser.add_argument("--if-empty", action="store_true", help="Do nothing where a partnership is entered.")
        parser.add_argument(
            "--without-accounts",
            action="store_true",
            help="Neither accounts nor subscribers; the one form allowed where DEMO is off, for measurements.",
        )

    def handle(self, *args, partnership, if_empty, without_accounts, **options):
        if not settings.DEMO and not without_accounts:
            raise CommandError("Demonstration accounts need DEMO=true. Nothing was loaded.")
        if if_empty and Partnership.objects.exists():
            self.stdout.write("The demonstration is loaded already.")
            return
        try:
            added = loader.load(source.Source(partnership), with_accounts=not without_accounts)
        except loader.DemoError as error:
            raise CommandError(str(error)) from error
        lines = [f"  {number} {what.replace('_', ' ')}" for what, number in added.items()]
        self.stdout.write("\n".join([f"Added from {partnership}:", *lines]) if lines else "Nothing was missing.")
        if not without_accounts and not if_empty:  # ./run prints them when the portal is served
            self.stdout.write(loader.sign_ins(source.Source(partnership)))
