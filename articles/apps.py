from django.apps import AppConfig

from . import guarded_tables

# An override is confirmed once or voided once; what was asked for, by whom, stays.
OVERRIDE_SAYS = (
    "article_id", "revision_id", "blockers", "reason", "shown_to_readers", "asked_by_id",
    "asked_name", "asked_at",
)  # fmt: skip
OVERRIDE_CHANGED = " OR ".join(
    [
        "OLD.confirmed_at IS NOT NULL",
        "OLD.voided_at IS NOT NULL",
        *(f"NEW.{column} <> OLD.{column}" for column in OVERRIDE_SAYS),
    ]
)

GUARDS = [
    *guarded_tables.insert_only("articles_ledgerentry", ("article_id", "sequence")),
    *guarded_tables.insert_only("articles_revision", ("article_id", "number")),
    *guarded_tables.insert_only("articles_sourcedocument", ("sha256",)),
    *guarded_tables.insert_only("articles_checkpoint", ("day",)),
    *guarded_tables.insert_only("articles_checkpointhead", ("article_id", "day")),
    *guarded_tables.insert_only("articles_override", changed=OVERRIDE_CHANGED),
    guarded_tables.Guard(
        "articles_override",
        "articles_override_is_asked_first",
        "INSERT",
        "NEW.confirmed_at IS NOT NULL OR NEW.voided_at IS NOT NULL OR EXISTS (SELECT 1 FROM "
        "articles_override WHERE article_id = NEW.article_id AND confirmed_at IS NULL "
        "AND voided_at IS NULL)",
        "an override is asked for before it is confirmed, and one at a time",
    ),
]


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        # It needs the models, which are there now.
        from . import search_index  # noqa: PLC0415

        guarded_tables.watch(self, GUARDS)
        search_index.watch(self)
