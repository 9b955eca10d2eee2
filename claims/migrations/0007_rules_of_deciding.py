"""Evidence names its origin, a decision the rule that it was proposed under; reviewers may recuse."""

import unicodedata
from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations, models

AT_A_TIME = 1000


def name_origins(apps, schema_editor):
    """Give each piece of evidence the origin that it gives away (claims.origins, as it is now)."""
    evidence = apps.get_model('claims', 'Evidence').objects
    rows = evidence.select_related('passage_of__article__publication').order_by('pk')
    rows = rows.defer('excerpt', 'passage_of__text', 'passage_of__html', 'passage_of__details')
    batch, last = True, 0
    while batch:
        batch = list(rows.filter(pk__gt=last)[:AT_A_TIME])
        for one in batch:
            one.origin = origin_of(one)
            one.origin_key = ' '.join(unicodedata.normalize('NFKC', one.origin).split()).casefold()[:900]
            last = one.pk
        evidence.bulk_update(batch, ['origin', 'origin_key'])


def origin_of(one):
    publication = one.kind == 'passage' and one.passage_of.article.publication
    if one.publisher or publication:
        return one.publisher or publication.name
    try:
        host = (urlsplit(one.url).hostname or '').removeprefix('www.')
    except ValueError:
        host = ''
    return host or one.title


def tell_the_old_rule(apps, schema_editor):
    """What was decided by now was decided by these: two approvals of a sensitive claim, else one;
    and where the verdict rests on evidence, one piece that says the same, whatever its source."""
    decisions = apps.get_model('claims', 'Decision').objects
    decisions.filter(claim__sensitivity='sensitive').update(approvals_needed=2)
    decisions.filter(verdict='unverifiable').update(origins_needed=0)
    decisions.exclude(verdict='unverifiable').update(tier_needed='anonymous')
    # PostgreSQL alters no table of which something is still to be checked at the end.
    schema_editor.connection.check_constraints()


def forget_recusals(apps, schema_editor):
    """On the way back: the older table has no word for them. The record keeps them."""
    apps.get_model('claims', 'Contribution').objects.filter(role='recused').delete()


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_checkpoints'),
        ('claims', '0006_documents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='contribution',
            name='contribution_role_known',
        ),
        migrations.AddField(
            model_name='decision',
            name='approvals_needed',
            field=models.PositiveSmallIntegerField(default=1),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='decision',
            name='origins_needed',
            field=models.PositiveSmallIntegerField(default=1),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='decision',
            name='tier_needed',
            field=models.CharField(blank=True, choices=[('primary', 'primary source'), ('official', 'official source'), ('secondary', 'secondary source'), ('anonymous', 'anonymous source')], max_length=20),
        ),
        migrations.AddField(
            model_name='evidence',
            name='origin',
            field=models.CharField(blank=True, help_text='Who said it first: reprints of one release count once.', max_length=300),
        ),
        migrations.AddField(
            model_name='evidence',
            name='origin_key',
            field=models.CharField(blank=True, editable=False, max_length=900),
        ),
        migrations.RunPython(name_origins, migrations.RunPython.noop),
        migrations.RunPython(tell_the_old_rule, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='contribution',
            name='role',
            field=models.CharField(choices=[('tagged', 'tagged this claim'), ('worded', 'wrote or changed these words'), ('evidence', 'added evidence to this claim'), ('proposed', 'proposed a verdict on this claim'), ('recused', 'declared a conflict of interest')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['tagged', 'worded', 'evidence', 'proposed', 'recused'])), name='contribution_role_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('approvals_needed__in', [1, 2])), name='decision_needs_approvals'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origins_needed', 0), ('tier_needed', ''), ('verdict', 'unverifiable')), models.Q(models.Q(('verdict', 'unverifiable'), _negated=True), ('origins_needed__gte', 1), ('tier_needed__in', ['primary', 'official', 'secondary', 'anonymous'])), _connector='OR'), name='decision_rests_on_origins'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', ''), _negated=True), models.Q(('origin_key', ''), _negated=True)), name='evidence_has_an_origin'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_recusals),
    ]
