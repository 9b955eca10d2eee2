"""Take verdicts off whose last day is past, or that adopt one which fell. Run it once a day."""

from django.core.management.base import BaseCommand

from claims import adoption, following


class Command(BaseCommand):
    help = (
        "Send every claim whose verdict was valid until a day that is past to recheck. Run it once "
        "a day: until it has run, such a verdict counts as none, but no reviewer can take it up. "
        "So does every claim that adopts a verdict which fell, where that was interrupted."
    )

    def handle(self, **options):
        claims = following.expire()
        for claim in claims:
            last = claim.decision.valid_until.isoformat()
            self.stdout.write(f"Claim {claim.pk} is to be rechecked: valid until {last}.")
        for claim in adoption.fall_due():
            adopted = claim.decision.adopts.claim_id
            self.stdout.write(
                f"Claim {claim.pk} is to be rechecked: the verdict on claim {adopted} fell."
            )
        count = len(claims)
        self.stdout.write(f"{count} {'verdict has' if count == 1 else 'verdicts have'} expired.")
