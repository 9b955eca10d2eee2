"""Addresses for the pages of authors, tags, and indexes for the lists of the reader's site."""

from django.db import migrations, models
from django.utils.text import slugify


def give_slugs(apps, schema_editor):
    """Give every contributor a slug made of the name; of namesakes the later ones have a number."""
    contributors = apps.get_model("articles", "Contributor").objects.using(
        schema_editor.connection.alias
    )
    taken = set()
    for contributor in contributors.order_by("pk"):
        base = slugify(contributor.name, allow_unicode=True)[:100].strip("-") or "contributor"
        slug, n = base, 1
        while slug in taken:
            n += 1
            slug = f"{base}-{n}"
        taken.add(slug)
        contributors.filter(pk=contributor.pk).update(slug=slug)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_schedule_embargo_override'),
    ]

    operations = [
        migrations.AddField(
            model_name='contributor',
            name='slug',
            field=models.SlugField(allow_unicode=True, max_length=200, null=True, unique=True),
        ),
        migrations.RunPython(give_slugs, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='contributor',
            name='slug',
            field=models.SlugField(allow_unicode=True, max_length=200, unique=True),
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('slug', models.SlugField(allow_unicode=True, max_length=200, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='tags',
            field=models.ManyToManyField(blank=True, to='articles.tag'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('status', 'published')), fields=['section', '-published_at', 'id'], name='article_section_page'),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(condition=models.Q(('change', 'correction')), fields=['-created', 'id'], name='revision_corrections'),
        ),
    ]
