"""Comments on a claim, an outbox for mail, and notices of more than verdicts that fell."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


OLD_KINDS = ['changed', 'gone', 'doubled', 'returned', 'placed', 'objected', 'expired']


def forget_new_kinds(apps, schema_editor):
    """On the way back: what the older table has no word for goes."""
    apps.get_model('claims', 'Notice').objects.exclude(kind__in=OLD_KINDS).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_working_drafts_and_presence'),
        ('claims', '0003_notices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author_name', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('created', models.DateTimeField()),
                ('resolved_by_name', models.CharField(blank=True, max_length=200)),
                ('resolved_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['created', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(null=True)),
                ('created', models.DateTimeField()),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('next_attempt', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=500)),
                ('sent_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-created', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MailChoice',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail_choice', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('how', models.CharField(choices=[('at_once', 'at once'), ('daily', 'once a day, in the morning'), ('none', 'no mail')], max_length=20)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_kind_known',
        ),
        migrations.AddField(
            model_name='notice',
            name='due',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('changed', '{} changed its words.'), ('gone', '{} took its words out of the article.'), ('doubled', 'Since an edit by {} its words stand in several places.'), ('returned', 'Since an edit by {} its words stand in the article again.'), ('placed', '{} put it onto other words.'), ('objected', '{} objected to its verdict.'), ('expired', 'The last day of its verdict has passed.'), ('assigned', '{} assigned it to you.'), ('mentioned', '{} mentioned you in a comment on it.'), ('sent_back', '{} sent its verdict back.'), ('awaiting', '{} proposed a verdict on it.'), ('overdue', 'Its day has passed.')], max_length=20),
        ),
        migrations.AddField(
            model_name='comment',
            name='author',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='claims.claim'),
        ),
        migrations.AddField(
            model_name='comment',
            name='resolved_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mail',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='mail',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='claims.mail'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('due__isnull', False)), fields=('person', 'claim', 'due'), name='notice_overdue_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due__isnull', False), ('kind', 'overdue')), models.Q(models.Q(('kind', 'overdue'), _negated=True), ('due__isnull', True)), _connector='OR'), name='notice_overdue_names_its_day'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['changed', 'gone', 'doubled', 'returned', 'placed', 'objected', 'expired', 'assigned', 'mentioned', 'sent_back', 'awaiting', 'overdue'])), name='notice_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='mailchoice',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ['at_once', 'daily', 'none'])), name='mail_choice_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_has_words'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by_name', '')), models.Q(('resolved_at__isnull', False), models.Q(('resolved_by_name', ''), _negated=True)), _connector='OR'), name='comment_resolved_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('next_attempt__isnull', False)), fields=['next_attempt'], name='mail_waiting'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(fields=['-created', 'id'], name='mail_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.UniqueConstraint(fields=('person', 'day'), name='mail_daily_once'),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('given_up_at__isnull', True), ('next_attempt__isnull', False), ('sent_at__isnull', True)), models.Q(('given_up_at__isnull', True), ('next_attempt__isnull', True), ('sent_at__isnull', False)), models.Q(('given_up_at__isnull', False), ('next_attempt__isnull', True), ('sent_at__isnull', True)), _connector='OR'), name='mail_waits_or_is_done'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_new_kinds),
    ]
