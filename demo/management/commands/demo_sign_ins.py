from django.core.management.base import BaseCommand

from demo import loader


class Command(BaseCommand):
    help = "Prints how to sign in as each role of the demonstration."

    def handle(self, *args, **options):
        self.stdout.write(loader.sign_ins(loader.loaded()))
