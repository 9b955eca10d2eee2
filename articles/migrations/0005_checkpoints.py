"""Where every record stood on a day: the daily checkpoints and the heads they list."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_working_drafts_and_presence'),
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('heads', models.PositiveIntegerField(help_text='How many records it lists.')),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('created', models.DateTimeField()),
            ],
            options={
                'ordering': ['-day'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('hash'), 64)), name='checkpoint_has_sha256'),
                    models.CheckConstraint(
                        condition=models.Q(('previous_hash', ''), django.db.models.lookups.Exact(django.db.models.functions.text.Length('previous_hash'), 64), _connector='OR'),
                        name='checkpoint_has_a_link',
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name='CheckpointHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('record', models.CharField(max_length=64)),
                ('sequence', models.PositiveIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('article', 'day'), name='checkpoint_head_once_a_day'),
                    models.CheckConstraint(
                        condition=models.Q(('sequence__gte', 1), django.db.models.lookups.Exact(django.db.models.functions.text.Length('hash'), 64), django.db.models.lookups.Exact(django.db.models.functions.text.Length('record'), 64)),
                        name='checkpoint_head_is_whole',
                    ),
                ],
            },
        ),
    ]
