"""Take verdicts off whose last day is past. Run it once a day."""

from django.core.management.base import BaseCommand

from claims import following


class Command(BaseCommand):
    help = (
        "Send every claim whose verdict was valid until a day that is past to recheck. Run it once "
        "a day: until it has run, such a verdict counts as none, but no reviewer can take it up."
    )

    def handle(self, **options):
        claims = following.expire()
        for claim in claims:
            last = claim.decision.valid_until.isoformat()
            self.stdout.write(f"Claim {claim.pk} is to be rechecked: valid until {last}.")
        count = len(claims)
        self.stdout.write(f"{count} {'verdict has' if count == 1 else 'verdicts have'} expired.")
