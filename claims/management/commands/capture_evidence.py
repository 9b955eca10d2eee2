"""Fetch the addresses of evidence that are due."""

from django.core.management.base import BaseCommand

from claims import capturing


class Command(BaseCommand):
    help = (
        "Fetch the addresses of evidence that are due, keep copies, and send claims to recheck "
        "whose evidence has gone or changed. The worker does it by itself (manage.py work); "
        "several at once do no harm."
    )

    def handle(self, **options):
        done = capturing.capture_due()
        for one, sentence in done.failed:
            when = one.next_attempt.isoformat(timespec="seconds")
            self.stderr.write(f"Evidence {one.pk}: {sentence} Again: {when}.")
        for one, sentence in done.given_up:
            self.stderr.write(f"Evidence {one.pk}: {sentence} Noted in the record.")
        for claim in done.fell:
            self.stderr.write(f"Claim {claim.pk} is to be rechecked: what it rests on has changed.")
        waiting, watched = capturing.standing()
        self.stdout.write(
            f"Copies kept: {done.kept}. To be rechecked: {len(done.fell)}. "
            f"Waiting for their first copy: {waiting}. Watched: {watched}."
        )
