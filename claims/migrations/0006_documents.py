"""Files as evidence, and a salt for what is confidential: readers are given a digest of that."""

import json
from secrets import token_hex

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


def give_salts(apps, schema_editor):
    """Each piece of confidential evidence gets the salt that its entry in the record has."""
    entries = apps.get_model('articles', 'LedgerEntry').objects.filter(
        action='evidence.add', payload__contains='"is_confidential":true'
    )
    confidential = apps.get_model('claims', 'Evidence').objects.filter(is_confidential=True)
    for payload in entries.values_list('payload', flat=True).iterator():
        told = json.loads(payload)
        confidential.filter(pk=told['evidence']).update(salt=told.get('salt', ''))
    for evidence in confidential.filter(salt=''):
        confidential.filter(pk=evidence.pk).update(salt=token_hex(16))


def name_other_kind(apps, schema_editor):
    """On the way back: a data set without an address is what the older table calls a document."""
    evidence = apps.get_model('claims', 'Evidence').objects
    evidence.filter(kind='dataset', url='').update(kind='document')


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_checkpoints'),
        ('claims', '0005_snapshots'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size', models.PositiveIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('created', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='evidence',
            name='evidence_on_the_web_has_its_address',
        ),
        migrations.AddField(
            model_name='evidence',
            name='document_name',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='evidence',
            name='excerpt_in_document',
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='evidence',
            name='salt',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('sha256'), 64)), name='document_has_sha256'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='document_has_a_size'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='claims.document'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['web', 'dataset']), _negated=True), models.Q(('document__isnull', False), ('kind', 'dataset')), ('url__startswith', 'http://'), ('url__startswith', 'https://'), _connector='OR'), name='evidence_on_the_web_has_its_address', violation_error_message='Give the full address, from https:// on.'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', True), ('document_name', ''), ('excerpt_in_document__isnull', True)), models.Q(('document__isnull', False), models.Q(('document_name', ''), _negated=True)), _connector='OR'), name='evidence_file_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('document__isnull', True), ('kind__in', ['document', 'dataset']), _connector='OR'), name='evidence_file_is_of_a_document', violation_error_message='Only a document or a data set has a file.'),
        ),
        migrations.RunPython(give_salts, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_confidential', False), ('salt', '')), models.Q(('is_confidential', True), models.Q(('salt', ''), _negated=True)), _connector='OR'), name='evidence_salted_iff_confidential'),
        ),
        migrations.RunPython(migrations.RunPython.noop, name_other_kind),
    ]
