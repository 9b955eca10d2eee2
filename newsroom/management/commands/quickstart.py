"""Make the demo: accounts, the seed articles, their claims."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from newsroom import demo


class Command(BaseCommand):
    help = (
        "Makes the demo: two accounts for every role, the two seed articles, their claims in "
        "different states. Running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="Port named in the addresses.")

    @transaction.atomic
    def handle(self, *, port, **options):
        if strangers := demo.strangers():
            raise CommandError(
                f"There are accounts of these names already: {', '.join(strangers)}. "
                "The demo would sign its deeds as them. Make it in an empty database."
            )
        passwords = demo.accounts()
        for outcome in demo.articles():
            self.stdout.write(f"{outcome.result}: {outcome.article} {outcome.reason}".rstrip())
        self.stdout.write(f"{demo.claims()} claims tagged")
        self.stdout.write(f"\nThe site    http://127.0.0.1:{port}/")
        self.stdout.write(f"The desk    http://127.0.0.1:{port}/admin/")
        self.stdout.write(f"The API     http://127.0.0.1:{port}/api/docs/")
        self.say_how_to_log_in(passwords)

    def say_how_to_log_in(self, passwords):
        if settings.DEBUG:
            self.stdout.write(
                "Log in as   editor1, editor2, reviewer1, reviewer2, publisher1, publisher2 or "
                f"admin, password {demo.PASSWORD}"
            )
            return
        for name, password in passwords.items():
            self.stdout.write(f"Log in as   {name}, password {password} (shown this once)")
