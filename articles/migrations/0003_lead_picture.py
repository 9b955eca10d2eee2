"""The lead picture of an article: kept by the digest of its bytes, with words for it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_front_page_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('format', models.CharField(choices=[('jpeg', 'JPEG'), ('png', 'PNG'), ('webp', 'WebP')], max_length=4)),
                ('width', models.PositiveIntegerField(help_text='In pixels.')),
                ('height', models.PositiveIntegerField(help_text='In pixels.')),
                ('created', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=Q(Exact(Length('sha256'), 64)), name='picture_has_sha256'),
                    models.CheckConstraint(condition=Q(('height__gte', 1), ('width__gte', 1)), name='picture_has_a_size'),
                    models.CheckConstraint(condition=Q(('format__in', ['jpeg', 'png', 'webp'])), name='picture_format_known'),
                ],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.picture'),
        ),
        migrations.AddField(
            model_name='article',
            name='picture_alt',
            field=models.CharField(blank=True, max_length=1000, help_text='What the picture shows, for those who do not see it.'),
        ),
        migrations.AddField(
            model_name='article',
            name='picture_credit',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(('picture__isnull', True), ('picture_alt', ''), ('picture_credit', '')),
                    Q(('picture__isnull', False), Q(('picture_alt', ''), _negated=True)),
                    _connector='OR',
                ),
                name='article_picture_has_words',
                violation_error_message='Say what the picture shows.',
            ),
        ),
    ]
