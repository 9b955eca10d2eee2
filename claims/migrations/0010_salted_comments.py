"""What salts the digest of a comment in the record. Older comments have none."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0009_queue_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='comment',
            name='salt',
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
