"""Tell people of their claims whose day is past."""

from django.core.management.base import BaseCommand

from claims import overdue


class Command(BaseCommand):
    help = (
        "Tell whoever has a claim, or tagged it where nobody has it, that its day is past: once a "
        "claim and day, however often this is run. Run it once a day."
    )

    def handle(self, **options):
        claims = overdue.tell()
        for claim in claims:
            self.stdout.write(f"Claim {claim.pk} is overdue since {claim.due.isoformat()}.")
        count = len(claims)
        self.stdout.write(f"Told of {count} overdue {'claim' if count == 1 else 'claims'}.")
