from django.apps import AppConfig

from . import guarded_tables

GUARDS = [
    *guarded_tables.insert_only("articles_ledgerentry", ("article_id", "sequence")),
    *guarded_tables.insert_only("articles_revision", ("article_id", "number")),
    *guarded_tables.insert_only("articles_sourcedocument", ("sha256",)),
    *guarded_tables.insert_only("articles_checkpoint", ("day",)),
    *guarded_tables.insert_only("articles_checkpointhead", ("article_id", "day")),
]


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        guarded_tables.watch(self, GUARDS)
