"""What is typed and not yet saved, and who has which article open."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_lead_picture'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('seen', models.DateTimeField(help_text='When their page was last heard of.')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('article', 'person'), name='presence_once'),
                    models.CheckConstraint(condition=models.Q(('seen__gte', models.F('since'))), name='presence_seen_after_it_began'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WorkingDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('based_on', models.PositiveIntegerField(help_text='Number of the revision that it was typed over.', null=True)),
                ('page', models.CharField(help_text='The page it was typed in.', max_length=32)),
                ('typed', models.TextField(help_text='JSON: each field of the form as it was typed.')),
                ('kept_at', models.DateTimeField(db_index=True)),
                ('article', models.ForeignKey(help_text='Empty: an article that is not written yet.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('person', 'article'), name='working_draft_once'),
                    models.UniqueConstraint(condition=models.Q(('article__isnull', True)), fields=('person',), name='working_draft_of_a_new_article_once'),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(('article__isnull', True), ('based_on__isnull', True)),
                            models.Q(('article__isnull', False), ('based_on__isnull', False)),
                            _connector='OR',
                        ),
                        name='working_draft_based_on_a_revision',
                    ),
                ],
            },
        ),
    ]
