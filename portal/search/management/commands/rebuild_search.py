from django.core.management.base import BaseCommand

from portal.search import services


class Command(BaseCommand):
    help = "Reads every text of the portal into search again. Safe to repeat, and while the portal runs."

    def handle(self, *args, **options):
        self.stdout.write(f"{services.rebuild():,} texts are in search.")
