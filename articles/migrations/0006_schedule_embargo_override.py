"""Schedules, embargoes, overrides of the gate, and the worker's beat."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Once there are no schedules any more, what was scheduled is in review again.
UNSCHEDULE = (
    "UPDATE articles_article SET status = 'in_review', scheduled_for = NULL, "
    "scheduled_by_id = NULL WHERE status = 'scheduled'"
)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_checkpoints'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('blockers', models.TextField()),
                ('reason', models.TextField()),
                ('shown_to_readers', models.BooleanField()),
                ('asked_name', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('confirmed_name', models.CharField(blank=True, max_length=200)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('voided_at', models.DateTimeField(null=True)),
                ('voided_why', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['article', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='WorkerBeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, unique=True)),
                ('last_run', models.DateTimeField()),
                ('last_error', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AlterModelOptions(
            name='article',
            options={'ordering': ['-updated_at', '-pk'], 'permissions': [('import_article', 'Can import articles'), ('publish_article', 'Can publish, correct and withdraw articles'), ('override_gate', 'Can publish, with a second person, past claims in the way')]},
        ),
        migrations.RemoveConstraint(
            model_name='article',
            name='article_status_known',
        ),
        migrations.AddField(
            model_name='article',
            name='embargoed_until',
            field=models.DateTimeField(editable=False, help_text='It does not go out before.', null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='missed_at',
            field=models.DateTimeField(editable=False, help_text='When it was to go out, if it was refused then.', null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='missed_why',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='article',
            name='scheduled_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='article',
            name='scheduled_for',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='article',
            name='status',
            field=models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('scheduled', 'scheduled'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='override',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overrides', to='articles.article'),
        ),
        migrations.AddField(
            model_name='override',
            name='asked_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='override',
            name='confirmed_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='override',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.revision'),
        ),
        migrations.AddField(
            model_name='article',
            name='override',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.override'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('status', 'scheduled')), fields=['scheduled_for'], name='article_schedule'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('missed_at__isnull', False)), fields=['missed_at'], name='article_missed'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'scheduled', 'published', 'withdrawn'])), name='article_status_known'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scheduled_by__isnull', False), ('scheduled_for__isnull', False), ('status', 'scheduled')), models.Q(models.Q(('status', 'scheduled'), _negated=True), ('scheduled_by__isnull', True), ('scheduled_for__isnull', True)), _connector='OR'), name='article_scheduled_iff_timed'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('missed_at__isnull', True), ('missed_why', '')), models.Q(('missed_at__isnull', False), ('status', 'in_review'), models.Q(('missed_why', ''), _negated=True)), _connector='OR'), name='article_missed_says_why'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('embargoed_until__isnull', True), models.Q(('status', 'published'), _negated=True), _connector='OR'), name='article_public_has_no_embargo'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('scheduled_for__isnull', True), ('embargoed_until__isnull', True), ('scheduled_for__gte', models.F('embargoed_until')), _connector='OR'), name='article_scheduled_after_its_embargo'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', True), ('voided_at__isnull', True)), fields=('article',), name='override_waits_once'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.CheckConstraint(condition=models.Q(('asked_by__isnull', False)), name='override_asked_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('confirmed_name', '')), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_name', ''), _negated=True)), _connector='OR'), name='override_confirmed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='override_confirmed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at__isnull', True), ('voided_why', '')), models.Q(('confirmed_at__isnull', True), ('voided_at__isnull', False), models.Q(('voided_why', ''), _negated=True)), _connector='OR'), name='override_voided_or_confirmed'),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, UNSCHEDULE),
    ]
