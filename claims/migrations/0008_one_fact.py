"""Claims declared to state one fact, and verdicts that are adopted from one to the other."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def forget_what_is_new(apps, schema_editor):
    """On the way back: what the older tables have no word for goes."""
    apps.get_model('claims', 'Notice').objects.filter(kind='adopted_fell').delete()
    apps.get_model('claims', 'Contribution').objects.filter(role='matched').delete()


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_checkpoints'),
        ('claims', '0007_rules_of_deciding'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sameness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField()),
                ('declared_by_name', models.CharField(max_length=200)),
                ('created', models.DateTimeField()),
                ('retracted_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'ordering': ['created', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='contribution',
            name='contribution_role_known',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_kind_known',
        ),
        migrations.AddField(
            model_name='decision',
            name='adopts',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='claims.decision'),
        ),
        migrations.AlterField(
            model_name='contribution',
            name='role',
            field=models.CharField(choices=[('tagged', 'tagged this claim'), ('worded', 'wrote or changed these words'), ('evidence', 'added evidence to this claim'), ('proposed', 'proposed a verdict on this claim'), ('recused', 'declared a conflict of interest'), ('matched', 'declared this claim the same as the one whose verdict it adopts')], max_length=20),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('changed', '{} changed its words.'), ('gone', '{} took its words out of the article.'), ('doubled', 'Since an edit by {} its words stand in several places.'), ('returned', 'Since an edit by {} its words stand in the article again.'), ('placed', '{} put it onto other words.'), ('objected', '{} objected to its verdict.'), ('expired', 'The last day of its verdict has passed.'), ('adopted_fell', 'The verdict that it adopted is no longer in force.'), ('assigned', '{} assigned it to you.'), ('mentioned', '{} mentioned you in a comment on it.'), ('sent_back', '{} sent its verdict back.'), ('awaiting', '{} proposed a verdict on it.'), ('overdue', 'Its day has passed.'), ('evidence_gone', 'Evidence that it rests on is no longer at its address.'), ('evidence_changed', 'Words that it rests on no longer stand where they were found.')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['tagged', 'worded', 'evidence', 'proposed', 'recused', 'matched'])), name='contribution_role_known'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['changed', 'gone', 'doubled', 'returned', 'placed', 'objected', 'expired', 'assigned', 'mentioned', 'sent_back', 'awaiting', 'overdue', 'adopted_fell', 'evidence_gone', 'evidence_changed'])), name='notice_kind_known'),
        ),
        migrations.AddField(
            model_name='sameness',
            name='declared_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sameness',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.claim'),
        ),
        migrations.AddField(
            model_name='sameness',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.claim'),
        ),
        migrations.AddField(
            model_name='decision',
            name='sameness',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.sameness'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('adopts__isnull', True), ('sameness__isnull', True)), models.Q(('adopts__isnull', False), ('sameness__isnull', False)), _connector='OR'), name='decision_adopts_where_declared_the_same'),
        ),
        migrations.AddConstraint(
            model_name='sameness',
            constraint=models.UniqueConstraint(condition=models.Q(('retracted_at__isnull', True)), fields=('first', 'second'), name='sameness_once_while_it_stands'),
        ),
        migrations.AddConstraint(
            model_name='sameness',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='sameness_of_two_in_order'),
        ),
        migrations.AddConstraint(
            model_name='sameness',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='sameness_has_a_reason'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_what_is_new),
    ]
