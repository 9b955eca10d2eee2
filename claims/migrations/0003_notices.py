"""Whoever answered for a verdict is told when it falls."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_front_page_index'),
        ('claims', '0002_confirmed_decisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('changed', '{} changed its words.'), ('gone', '{} took its words out of the article.'), ('doubled', 'Since an edit by {} its words stand in several places.'), ('returned', 'Since an edit by {} its words stand in the article again.'), ('placed', '{} put it onto other words.'), ('objected', '{} objected to its verdict.'), ('expired', 'The last day of its verdict has passed.')], max_length=20)),
                ('by_name', models.CharField(max_length=200)),
                ('created', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='claims.claim')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claim_notices', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.revision')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('read_at'), descending=True, nulls_first=True), '-created', '-pk'],
                'indexes': [models.Index(fields=['person', 'read_at'], name='notice_inbox')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('read_at__isnull', True)), fields=('person', 'claim', 'kind'), name='notice_unread_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['changed', 'gone', 'doubled', 'returned', 'placed', 'objected', 'expired'])), name='notice_kind_known')],
            },
        ),
    ]
