"""The desk's list of articles offers languages and years without reading every article."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0008_search_entries"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["language"], name="article_language"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["published_at"], name="article_published_at"),
        ),
    ]
