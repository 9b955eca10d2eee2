"""What stands in the database when somebody goes round the doors: every constraint, every trigger.

Complete by reflection: a constraint or a guard that nobody tries to break fails the first test.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Subquery
from django.utils import timezone

from articles import checkpoints, guarded_tables
from articles.apps import GUARDS as ARTICLE_GUARDS
from articles.models import (
    Article,
    Byline,
    Checkpoint,
    CheckpointHead,
    Contributor,
    LedgerEntry,
    Override,
    Picture,
    Presence,
    Revision,
    SourceDocument,
    WorkingDraft,
)
from articles.text import sha256
from claims import discussion
from claims.apps import GUARDS as CLAIM_GUARDS
from claims.models import (
    Approval,
    Claim,
    Comment,
    Contribution,
    Decision,
    Document,
    Evidence,
    Mail,
    MailChoice,
    Notice,
    Sameness,
    Snapshot,
    Vouch,
    Watch,
)
from newsroom.models import StoredPage
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = timezone.now()
GUARDS = [*ARTICLE_GUARDS, *CLAIM_GUARDS]
OPEN = {"status": "open", "decided_at": None}
CONFIRMED = {"confirmed_at": NOW, "confirmed_name": "Somebody"}
PUBLIC = {"status": "published", "published_at": NOW, "first_published_at": NOW}

# Constraint -> an UPDATE that breaks it, of a row as `world` leaves it.
CHECKS = {
    "source_document_has_sha256": (SourceDocument, {"sha256": "x"}),
    "picture_has_sha256": (Picture, {"sha256": "x"}),
    "picture_has_a_size": (Picture, {"width": 0}),
    "picture_format_known": (Picture, {"format": "x"}),
    "article_status_known": (Article, {"status": "lost"}),
    "article_public_has_dates": (Article, PUBLIC | {"first_published_at": None}),
    "article_public_has_its_own_headline": (Article, PUBLIC | {"headline_is_provisional": True}),
    "article_withdrawn_iff_dated": (Article, {"withdrawn_at": NOW}),
    "article_scheduled_iff_timed": (Article, {"status": "scheduled"}),
    "article_missed_says_why": (Article, {"status": "in_review", "missed_at": NOW}),
    "article_public_has_no_embargo": (Article, PUBLIC | {"embargoed_until": NOW}),
    "article_scheduled_after_its_embargo": (
        Article,
        {
            "status": "scheduled",
            "scheduled_for": NOW,
            "scheduled_by": 1,
            "embargoed_until": NOW + timedelta(days=1),
        },
    ),
    "article_has_a_headline": (Article, {"headline": ""}),
    "article_picture_has_words": (Article, {"picture_credit": "Site One"}),
    "article_head_is_whole": (Article, {"head_hash": ""}),
    "revision_counts_from_one": (Revision, {"number": 0}),
    "revision_has_words": (Revision, {"text": ""}),
    "revision_change_known": (Revision, {"change": "big", "note": "A note."}),
    "revision_change_has_a_note": (Revision, {"change": "minor", "note": ""}),
    "ledger_counts_from_one": (LedgerEntry, {"sequence": 0}),
    "ledger_entry_has_sha256": (LedgerEntry, {"hash": "x"}),
    "ledger_entry_has_a_link": (LedgerEntry, {"previous_hash": "x"}),
    "checkpoint_has_sha256": (Checkpoint, {"hash": "x"}),
    "checkpoint_has_a_link": (Checkpoint, {"previous_hash": "x"}),
    "checkpoint_head_is_whole": (CheckpointHead, {"sequence": 0}),
    "working_draft_based_on_a_revision": (WorkingDraft, {"based_on": None}),
    "presence_seen_after_it_began": (Presence, {"since": NOW + timedelta(days=1)}),
    "override_has_a_reason": (Override, {"reason": ""}),
    "override_asked_by_somebody": (Override, {"asked_by": None}),
    "override_confirmed_by_somebody": (Override, {"confirmed_at": NOW}),
    "override_confirmed_by_another": (Override, CONFIRMED | {"confirmed_by": F("asked_by")}),
    "override_voided_or_confirmed": (
        Override,
        CONFIRMED | {"confirmed_by": F("asked_by") + 1, "voided_at": NOW, "voided_why": "So."},
    ),
    "claim_status_known": (Claim, {"status": "lost", "decided_at": None}),
    "claim_kind_known": (Claim, {"kind": "x"}),
    "claim_sensitivity_known": (Claim, {"sensitivity": "x"}),
    "claim_priority_known": (Claim, {"priority": 9}),
    "claim_anchor_known": (Claim, {"anchor": "x"}),
    "claim_placed_iff_anchored": (Claim, OPEN | {"anchor": "lost"}),
    "claim_span_fits_its_words": (Claim, {"exact": "x"}),
    "claim_has_words": (Claim, {"exact": "", "end": F("start")}),
    "claim_has_a_statement": (Claim, {"statement": ""}),
    "claim_decided_iff_dated": (Claim, {"decided_at": None}),
    "claim_decided_stands_in_the_text": (Claim, {"anchor": "lost", "start": None, "end": None}),
    "claim_awaiting_has_a_proposal": (
        Claim,
        {"status": "awaiting_approval", "decided_at": None, "decision": None},
    ),
    "claim_confirmable_in_recheck_only": (Claim, {"is_confirmable": True}),
    "contribution_role_known": (Contribution, {"role": "x"}),
    "evidence_has_an_excerpt": (Evidence, {"excerpt": ""}),
    "evidence_on_the_web_has_its_address": (Evidence, {"kind": "web"}),
    "evidence_passage_names_its_revision": (Evidence, {"kind": "passage"}),
    "evidence_address_is_http": (Evidence, {"url": "ftp://example.org"}),
    "evidence_has_an_origin": (Evidence, {"origin_key": ""}),
    "evidence_kind_known": (Evidence, {"kind": "x"}),
    "evidence_stance_known": (Evidence, {"stance": "x"}),
    "evidence_tier_known": (Evidence, {"tier": "x"}),
    "evidence_file_has_a_name": (Evidence, {"document_name": "minutes.pdf"}),
    "evidence_file_is_of_a_document": (
        Evidence,
        {
            "kind": "interview",
            "document": Subquery(Document.objects.values("pk")[:1]),
            "document_name": "minutes.pdf",
        },
    ),
    "evidence_salted_iff_confidential": (Evidence, {"is_confidential": True}),
    "document_has_sha256": (Document, {"sha256": "x"}),
    "document_has_a_size": (Document, {"size": 0}),
    "decision_verdict_known": (Decision, {"verdict": "open"}),
    "decision_rated_iff_refuted": (Decision, {"rating": "false"}),
    "decision_has_a_summary": (Decision, {"summary": ""}),
    "decision_has_sha256": (Decision, {"quote_sha256": "x"}),
    "decision_needs_approvals": (Decision, {"approvals_needed": 3}),
    "decision_rests_on_origins": (Decision, {"origins_needed": 0}),
    "decision_adopts_where_declared_the_same": (Decision, {"adopts": F("pk")}),
    "sameness_of_two_in_order": (Sameness, {"first": F("second")}),
    "sameness_has_a_reason": (Sameness, {"note": ""}),
    "snapshot_kept_or_says_why": (Snapshot, {"remark": ""}),
    "vouch_says_how": (Vouch, {"note": ""}),
    "watch_gone_since_when": (Watch, {"gone": 1}),
    "watch_names_its_copy": (Watch, {"copies": 1}),
    "notice_kind_known": (Notice, {"kind": "x", "due": None}),
    "notice_overdue_names_its_day": (Notice, {"due": None}),
    "notice_of_a_claim_or_an_article": (Notice, {"claim": None}),
    "notice_comment_mentions": (Notice, {"comment": Subquery(Comment.objects.values("pk")[:1])}),
    "comment_has_words": (Comment, {"text": ""}),
    "comment_resolved_by_somebody": (Comment, {"resolved_at": NOW}),
    "mail_choice_known": (MailChoice, {"how": "x"}),
    "mail_waits_or_is_done": (Mail, {"sent_at": NOW}),
    "approval_dissent_has_a_reason": (Approval, {"agrees": False, "note": ""}),
    "stored_page_is_whole": (StoredPage, {"head_sequence": 1}),
}
# Constraint -> a copy of a row (of the first of its table, or of these), but for these columns,
# that breaks it.
UNIQUES = {
    "contributor_once": (Contributor, {"slug": "another"}),
    "byline_once": (Byline, {"position": 7}),
    "byline_in_order": (Byline, {"contributor": None}),
    "revision_numbered_once": (Revision, {}),
    "ledger_numbered_once": (LedgerEntry, {}),
    "checkpoint_head_once_a_day": (CheckpointHead, {}),
    "working_draft_once": (WorkingDraft, {}),
    "working_draft_of_a_new_article_once": (WorkingDraft, {"article": None, "based_on": None}),
    "presence_once": (Presence, {}),
    "override_waits_once": (Override, {}),
    "contribution_once": (Contribution, {}),
    "approval_once_a_person": (Approval, {}),
    "notice_unread_once": (Notice, {}),
    "notice_overdue_once": (Notice, {"read_at": NOW}),
    "notice_refusal_once": (Notice.objects.filter(kind="not_published"), {}),
    "mail_daily_once": (Mail, {}),
    "sameness_once_while_it_stands": (Sameness, {}),
}


@pytest.fixture(scope="module")
def world(made_once):
    """One row at least of every table, and a verified claim."""
    SourceDocument.objects.create(name="one.txt", data=b"1", sha256=sha256("1"), format="text")
    claim = make.make_decided_claim()
    person = make.make_user()
    told = {"person": person, "revision": claim.revision, "created": NOW}
    claim.notices.create(kind="overdue", due=NOW.date(), **told)
    about = {"article": claim.article, "entry": LedgerEntry.objects.first()}
    before = {"created": NOW - timedelta(days=1)}
    Notice.objects.create(kind="not_published", **told | about | before)
    Mail.objects.create(person=person, day=NOW.date(), created=NOW, next_attempt=NOW)
    MailChoice.objects.create(person=person, how="daily")
    discussion.comment(claim, by=make.make_editor(), comment="Look at the minutes.")
    make.declare_same(claim, make.make_claim(claim.article, "met on Monday"))
    evidence = claim.evidence.get()
    Snapshot.objects.create(evidence=evidence, fetched_at=NOW, remark="The site answered 404.")
    Vouch.objects.create(evidence=evidence, by=person, note="Seen.", created=NOW)
    Watch.objects.create(evidence=evidence)
    Document.objects.create(sha256=sha256("1"), size=1, media_type="text/plain")
    checkpoints.make()
    make.make_picture()
    Presence.objects.create(article=claim.article, person=person, since=NOW, seen=NOW)
    unsaved = {"person": person, "page": "x", "typed": "{}", "kept_at": NOW}
    WorkingDraft.objects.create(article=claim.article, based_on=1, **unsaved)
    WorkingDraft.objects.create(**unsaved)
    make.make_overridden_article()
    StoredPage.objects.create(article=claim.article)


def guards_off():
    connection.check_constraints()  # PostgreSQL drops no trigger before what is deferred is done.
    guarded_tables.remove(connection, GUARDS)


def test_every_constraint_of_every_model_is_tried_here():
    models = [
        *apps.get_app_config("articles").get_models(),
        *apps.get_app_config("claims").get_models(),
        *apps.get_app_config("newsroom").get_models(),
    ]
    named = {constraint.name for model in models for constraint in model._meta.constraints}

    assert named == CHECKS.keys() | UNIQUES.keys()


@pytest.mark.parametrize("name", CHECKS)
def test_the_database_refuses_what_breaks_the_check(name, world):
    guards_off()
    model, columns = CHECKS[name]

    with pytest.raises(IntegrityError, match=rf"\b{name}\b"):
        model.objects.update(**columns)


@pytest.mark.parametrize("name", UNIQUES)
def test_the_database_refuses_a_second_row_of_its_kind(name, world):
    guards_off()
    rows, columns = UNIQUES[name]
    if "contributor" in columns:
        columns = {"contributor": Contributor.objects.create(name="Writer B")}
    row = getattr(rows, "objects", rows).first()
    row.pk = None
    for column, value in columns.items():
        setattr(row, column, value)

    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        row.save(force_insert=True)


# --- tables that are only ever added to -------------------------------------------------------

INSERT_ONLY = {
    "articles_ledgerentry": ("article_id", "sequence"),
    "articles_revision": ("article_id", "number"),
    "articles_sourcedocument": ("sha256",),
    "articles_checkpoint": ("day",),
    "articles_checkpointhead": ("article_id", "day"),
    "claims_snapshot": ("id",),
    "claims_vouch": ("id",),
    "claims_decision": ("id",),
    "claims_document": ("sha256",),
    "claims_approval": ("decision_id", "by_id"),
    "claims_contribution": ("claim_id", "person_id", "role"),
}
CHANGEABLE = ["claims_evidence", "claims_comment", "claims_sameness", "articles_override"]
# All but the first are tried in test_deciding_triggers.py.
DECIDING = {
    "articles_override_is_asked_first",
    "claims_adopt_what_was_in_force",
    "claims_confirm_what_was_in_force",
    "claims_four_eyes",
    "claims_decided_by_approvals",
    "claims_decided_on_evidence",
    "claims_not_born_decided",
    "claims_stay_sensitive",
    "claims_verdict_keeps_its_subject",
}


def columns_of(table):
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [f'"{column.name}"' for column in described]


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return [tuple(map(str, row)) for row in cursor.fetchall()]


def update(table, key):
    return f"UPDATE {table} SET id = id"


def delete(table, key):
    return f"DELETE FROM {table}"


def upsert(table, key):
    return (
        f"INSERT INTO {table} SELECT * FROM {table} WHERE 1 = 1 "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET id = excluded.id"
    )


def truncate(table, key):
    return f"TRUNCATE {table} CASCADE"


def replace(table, key):
    return f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"


def replace_under_a_new_id(table, key):
    columns = ", ".join(columns_of(table))
    shifted = columns.replace('"id"', "id + 1000", 1)
    return f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {shifted} FROM {table}"


def update_or_replace(table, key):
    return f"UPDATE OR REPLACE {table} SET id = id"


ATTACKS = {
    "postgresql": [update, delete, upsert, truncate],
    "sqlite": [update, delete, upsert, replace, replace_under_a_new_id, update_or_replace],
}[connection.vendor]


@pytest.mark.parametrize("table", INSERT_ONLY)
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_row_of_an_insert_only_table_stays_as_it_is(table, attack, world):
    connection.check_constraints()
    before, key = rows(table), INSERT_ONLY[table]
    if attack is replace_under_a_new_id and key == ("id",):
        key = ()  # Nothing to replace by: a new id is a new row.
    else:
        with pytest.raises(IntegrityError, match=r"is insert-only|four eyes"):
            run(attack(table, key))

    assert (rows(table), before != []) == (before, True)


@pytest.mark.parametrize(
    "change",
    [
        "excerpt = 'Fifty members were present.'",
        "stance = 'refutes'",
        "origin = 'Somebody else'",
        "origin_key = 'somebody else'",
        "is_confidential = NOT is_confidential",
        "salt = 'x'",
        "document_name = 'minutes.pdf'",
        "document_id = (SELECT MIN(id) FROM claims_document)",
        "excerpt_in_document = TRUE",
        "added_by_name = 'Somebody else'",
        "passage_of_id = (SELECT MIN(id) FROM articles_revision)",
        "published_on = '2020-01-01'",
        "accessed_at = '2020-01-01 00:00:00+00:00'",
        "added_by_id = NULL",
        "added_by_id = added_by_id + 1",
    ],
)
def test_what_evidence_says_stays_as_it_is(change, world):
    with pytest.raises(IntegrityError, match="is insert-only"):
        run(f"UPDATE claims_evidence SET {change}")


@pytest.mark.parametrize(
    "change",
    [
        "passage_of_id = NULL",
        "passage_of_id = (SELECT MAX(id) FROM articles_revision)",
        "published_on = NULL",
        "published_on = '2020-01-02'",
        "accessed_at = NULL",
        "accessed_at = '2020-01-02 00:00:00+00:00'",
    ],
)
def test_what_evidence_may_say_stays_as_it_is_where_it_says_it(change):
    first = make.make_article().revision
    make.make_evidence(
        make.make_claim(),
        make.make_reviewer(),
        passage_of=first,
        excerpt="40 members",
        published_on=NOW.date(),
        accessed_at=NOW,
    )
    with pytest.raises(IntegrityError, match="is insert-only"):
        run(f"UPDATE claims_evidence SET {change}")


def test_evidence_that_says_little_is_retracted(world):
    run("UPDATE claims_evidence SET retracted_at = CURRENT_TIMESTAMP")

    assert Evidence.objects.get().retracted_at is not None


def test_retracted_evidence_does_not_come_back(world):
    run("UPDATE claims_evidence SET retracted_at = CURRENT_TIMESTAMP")
    with pytest.raises(IntegrityError, match="is insert-only"):
        run("UPDATE claims_evidence SET retracted_at = NULL")


@pytest.mark.parametrize(
    "attack", [attack for attack in ATTACKS if attack in (delete, truncate, replace)]
)
@pytest.mark.parametrize("table", CHANGEABLE)
def test_what_may_be_changed_in_part_is_not_removed(table, attack, world):
    connection.check_constraints()
    with pytest.raises(IntegrityError, match=r"is insert-only|one at a time"):
        run(attack(table, ("id",)))


@pytest.mark.parametrize(
    "change",
    [
        "text = 'Never mind.'",
        "author_name = 'Somebody else'",
        "author_id = NULL",
        "author_id = author_id + 1",
        "claim_id = claim_id + 1",
        "created = '2020-01-01 00:00:00+00:00'",
    ],
)
def test_what_a_comment_says_stays_as_it_is(change, world):
    with pytest.raises(IntegrityError, match="is insert-only"):
        run(f"UPDATE claims_comment SET {change}")


@pytest.mark.parametrize(
    "change",
    [
        "blockers = '[]'",
        "reason = 'Never mind.'",
        "shown_to_readers = NOT shown_to_readers",
        "asked_by_id = asked_by_id + 1",
        "asked_name = 'Somebody else'",
        "asked_at = '2020-01-01 00:00:00+00:00'",
        "article_id = article_id + 1",
        "revision_id = revision_id + 1",
    ],
)
def test_what_an_override_was_asked_for_stays_as_it_is(change, world):
    with pytest.raises(IntegrityError, match="is insert-only"):
        run(f"UPDATE articles_override SET {change}")


@pytest.mark.parametrize("end", [{"voided_why": "So.", "voided_at": NOW}, CONFIRMED])
def test_an_override_that_has_ended_stays_as_it_ended(end, world):
    if end is CONFIRMED:
        end = CONFIRMED | {"confirmed_by": F("asked_by") + 1}
    Override.objects.update(**end)
    with pytest.raises(IntegrityError, match="is insert-only"):
        run("UPDATE articles_override SET voided_why = 'Another.'")


@pytest.mark.parametrize("end", [CONFIRMED, {"voided_why": "So.", "voided_at": NOW}, {}])
def test_no_override_is_born_confirmed_or_voided_or_beside_one_that_waits(end, world):
    override = Override.objects.get()
    override.pk = None
    if end is CONFIRMED:
        end = CONFIRMED | {"confirmed_by_id": override.asked_by_id + 1}
    for column, value in end.items():
        setattr(override, column, value)

    with pytest.raises(IntegrityError, match="asked for before it is confirmed"):
        override.save(force_insert=True)


@pytest.mark.parametrize(
    "change",
    [
        "first_id = first_id - 1",
        "second_id = second_id + 1",
        "note = 'Another reason.'",
        "declared_by_name = 'Somebody else'",
        "declared_by_id = NULL",
        "declared_by_id = declared_by_id + 1",
        "created = '2020-01-01 00:00:00+00:00'",
    ],
)
def test_what_was_declared_stays_as_it_is(change, world):
    with pytest.raises(IntegrityError, match="is insert-only"):
        run(f"UPDATE claims_sameness SET {change}")


def test_what_was_taken_back_does_not_come_back(world):
    run("UPDATE claims_sameness SET retracted_at = CURRENT_TIMESTAMP")
    with pytest.raises(IntegrityError, match="is insert-only"):
        run("UPDATE claims_sameness SET retracted_at = NULL")


def test_every_guard_is_tried_here():
    insert_only = {
        f"{table}_{event}"
        for table in (*INSERT_ONLY, *CHANGEABLE)
        for event in ("no_update", "no_delete", "no_truncate", "no_replace")
    }

    assert {guard.name for guard in GUARDS} == insert_only | DECIDING
