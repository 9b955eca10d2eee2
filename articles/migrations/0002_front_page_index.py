"""Find the latest public articles without sorting them all."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_articles_revisions_and_ledger'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['status', '-published_at', 'id'], name='article_front_page'),
        ),
    ]
