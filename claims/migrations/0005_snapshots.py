"""Copies of evidence on the web, the queue of what to fetch, and notices of what fell with them."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


NEW_KINDS = ['evidence_gone', 'evidence_changed']


def forget_new_kinds(apps, schema_editor):
    """On the way back: what the older table has no word for goes."""
    apps.get_model('claims', 'Notice').objects.filter(kind__in=NEW_KINDS).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_checkpoints'),
        ('claims', '0004_comments_and_mail'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=2000)),
                ('final_url', models.TextField(blank=True)),
                ('http_status', models.PositiveSmallIntegerField(null=True)),
                ('fetched_at', models.DateTimeField()),
                ('warc_sha256', models.CharField(blank=True, max_length=64)),
                ('payload_sha256', models.CharField(blank=True, max_length=64)),
                ('text_sha256', models.CharField(blank=True, max_length=64)),
                ('content_type', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField(blank=True)),
                ('excerpt_stands', models.BooleanField(null=True)),
                ('remark', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Vouch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=200)),
                ('note', models.TextField()),
                ('created', models.DateTimeField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('evidence', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='watch', serialize=False, to='claims.evidence')),
                ('next_attempt', models.DateTimeField(null=True)),
                ('is_asked', models.BooleanField(default=False)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('copies', models.PositiveIntegerField(default=0)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('gone', models.PositiveIntegerField(default=0)),
                ('gone_since', models.DateTimeField(null=True)),
                ('is_gone', models.BooleanField(default=False)),
                ('last_error', models.CharField(blank=True, max_length=500)),
                ('tried_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_kind_known',
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('changed', '{} changed its words.'), ('gone', '{} took its words out of the article.'), ('doubled', 'Since an edit by {} its words stand in several places.'), ('returned', 'Since an edit by {} its words stand in the article again.'), ('placed', '{} put it onto other words.'), ('objected', '{} objected to its verdict.'), ('expired', 'The last day of its verdict has passed.'), ('assigned', '{} assigned it to you.'), ('mentioned', '{} mentioned you in a comment on it.'), ('sent_back', '{} sent its verdict back.'), ('awaiting', '{} proposed a verdict on it.'), ('overdue', 'Its day has passed.'), ('evidence_gone', 'Evidence that it rests on is no longer at its address.'), ('evidence_changed', 'Words that it rests on no longer stand where they were found.')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['changed', 'gone', 'doubled', 'returned', 'placed', 'objected', 'expired', 'assigned', 'mentioned', 'sent_back', 'awaiting', 'overdue', 'evidence_gone', 'evidence_changed'])), name='notice_kind_known'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='evidence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='claims.evidence'),
        ),
        migrations.AddField(
            model_name='vouch',
            name='by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='vouch',
            name='evidence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouches', to='claims.evidence'),
        ),
        migrations.AddField(
            model_name='watch',
            name='newest',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.snapshot'),
        ),
        migrations.AddField(
            model_name='watch',
            name='vouch',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.vouch'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('warc_sha256'), 64), django.db.models.lookups.Exact(django.db.models.functions.text.Length('payload_sha256'), 64), django.db.models.lookups.Exact(django.db.models.functions.text.Length('text_sha256'), 64), ('http_status__isnull', False)), models.Q(('excerpt_stands', None), ('payload_sha256', ''), ('text_sha256', ''), ('warc_sha256', ''), models.Q(('remark', ''), _negated=True)), _connector='OR'), name='snapshot_kept_or_says_why'),
        ),
        migrations.AddConstraint(
            model_name='vouch',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='vouch_says_how'),
        ),
        migrations.AddIndex(
            model_name='watch',
            index=models.Index(condition=models.Q(('next_attempt__isnull', False)), fields=['next_attempt'], name='watch_due'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('gone', 0), ('gone_since__isnull', True), ('is_gone', False)), models.Q(('gone__gt', 0), ('gone_since__isnull', False)), _connector='OR'), name='watch_gone_since_when'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('copies', 0), ('newest__isnull', True)), models.Q(('copies__gt', 0), ('newest__isnull', False)), _connector='OR'), name='watch_names_its_copy'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_new_kinds),
    ]
