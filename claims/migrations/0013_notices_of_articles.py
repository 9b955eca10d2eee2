"""A notice is about a claim, or about an article that did not go out; a mention names its comment."""

import django.db.models.deletion
from django.db import migrations, models


def forget_what_is_new(apps, schema_editor):
    """On the way back: what the older table has no column for goes. The record keeps it."""
    apps.get_model('claims', 'Notice').objects.filter(kind='not_published').delete()


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_indexes_of_the_list'),
        ('claims', '0012_indexes_of_long_lists'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_kind_known',
        ),
        migrations.AddField(
            model_name='notice',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='notice',
            name='entry',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.ledgerentry'),
        ),
        migrations.AddField(
            model_name='notice',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.comment'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='claim',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='claims.claim'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('changed', '{} changed its words.'), ('gone', '{} took its words out of the article.'), ('doubled', 'Since an edit by {} its words stand in several places.'), ('returned', 'Since an edit by {} its words stand in the article again.'), ('placed', '{} put it onto other words.'), ('objected', '{} objected to its verdict.'), ('expired', 'The last day of its verdict has passed.'), ('adopted_fell', 'The verdict that it adopted is no longer in force.'), ('assigned', '{} assigned it to you.'), ('mentioned', '{} mentioned you in a comment on it.'), ('sent_back', '{} sent its verdict back.'), ('awaiting', '{} proposed a verdict on it.'), ('overdue', 'Its day has passed.'), ('evidence_gone', 'Evidence that it rests on is no longer at its address.'), ('evidence_changed', 'Words that it rests on no longer stand where they were found.'), ('not_published', 'It was to go out on {}. {}')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['changed', 'gone', 'doubled', 'returned', 'placed', 'objected', 'expired', 'assigned', 'mentioned', 'sent_back', 'awaiting', 'overdue', 'adopted_fell', 'evidence_gone', 'evidence_changed', 'not_published'])), name='notice_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('person', 'entry'), name='notice_refusal_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('entry__isnull', False), ('kind', 'not_published'), ('claim__isnull', True)), models.Q(('article__isnull', True), ('claim__isnull', False), ('entry__isnull', True), models.Q(('kind', 'not_published'), _negated=True)), _connector='OR'), name='notice_of_a_claim_or_an_article'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('comment__isnull', True), ('kind', 'mentioned'), _connector='OR'), name='notice_comment_mentions'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_what_is_new),
    ]
