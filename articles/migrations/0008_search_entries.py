"""Where the words of public articles are kept for searching. Filled by manage.py rebuild_search."""

import django.db.models.deletion
from django.db import migrations, models

from articles import search_index


def take_off(apps, schema_editor):
    """What articles.search_index puts there after every migration."""
    search_index.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0007_author_pages_and_tags"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("facets", models.TextField(blank=True)),
                ("until", models.DateField(null=True)),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
            ],
        ),
        migrations.RunPython(migrations.RunPython.noop, take_off),
    ]
