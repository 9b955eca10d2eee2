"""Filters by due day and the figures of the pace, read from indexes among a million claims."""

from django.db import migrations, models

UNFINISHED = ["suggested", "open", "in_review", "awaiting_approval", "recheck"]


def of_claims(name, *fields, **condition):
    made = models.Index(
        fields=fields, name=name, condition=models.Q(**condition) if condition else None
    )
    return migrations.AddIndex(model_name="claim", index=made)


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0011_newest_verdicts"),
    ]

    operations = [
        of_claims("claim_urgent_unfinished", "priority", "due", "id", status__in=UNFINISHED),
        of_claims("claim_due", "due"),
        migrations.RemoveIndex(model_name="claim", name="claim_lost_words"),
        of_claims(
            "claim_lost_words", "priority", "due", "id",
            status__in=UNFINISHED, start__isnull=True,
        ),
        of_claims("claim_ages", "status", "created", status__in=UNFINISHED),
        migrations.AddIndex(
            model_name="approval",
            index=models.Index(
                fields=["created"], condition=models.Q(agrees=True), name="approval_given"
            ),
        ),
    ]
