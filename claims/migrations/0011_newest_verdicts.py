"""The verdicts that were given last are found among a million claims as fast as among few."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("claims", "0010_salted_comments")]

    operations = [
        migrations.AddIndex(
            "claim",
            models.Index(
                fields=["-decided_at", "-id"],
                condition=Q(decided_at__isnull=False),
                name="claim_newest_verdict",
            ),
        ),
    ]
