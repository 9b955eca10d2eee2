"""A verdict that fell with its words can be confirmed on the words of now."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_front_page_index'),
        ('claims', '0001_claims_evidence_and_decisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='is_confirmable',
            field=models.BooleanField(default=False, help_text='A verdict was in force until the words changed; nobody took a step since.'),
        ),
        migrations.AddField(
            model_name='decision',
            name='confirms',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.decision'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('is_confirmable', False), models.Q(('decision__isnull', False), ('status', 'recheck')), _connector='OR'), name='claim_confirmable_in_recheck_only'),
        ),
    ]
