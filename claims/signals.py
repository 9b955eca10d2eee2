"""News inside claims that travels upward: what writes a claim knows nobody who rests on it."""

from django.dispatch import Signal

# Verdicts were in force and are no longer. Sent with: claims (their keys), inside the transaction.
verdict_fell = Signal()
