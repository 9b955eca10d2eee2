from django.apps import AppConfig

from articles import guarded_tables
from articles.guarded_tables import Guard

VERDICTS = "('verified', 'refuted', 'unverifiable')"
DECIDED = f"NEW.status IN {VERDICTS}"

# Evidence is retracted, never changed or removed: what it said is what was weighed.
EVIDENCE_SAYS = (
    "claim_id", "kind", "title", "url", "publisher", "excerpt", "stance", "tier", "is_confidential",
    "added_by_name",
)  # fmt: skip
# Those that may be empty.
EVIDENCE_MAY_SAY = ("passage_of_id", "published_on", "accessed_at", "added_by_id")
EVIDENCE_CHANGED = " OR ".join(
    [
        "OLD.retracted_at IS NOT NULL",
        *(f"NEW.{column} <> OLD.{column}" for column in EVIDENCE_SAYS + EVIDENCE_MAY_SAY),
        *(f"(NEW.{name} IS NULL) <> (OLD.{name} IS NULL)" for name in EVIDENCE_MAY_SAY),
    ]
)

# A comment is resolved and reopened; what was said, by whom, stays.
COMMENT_CHANGED = (
    "NEW.claim_id <> OLD.claim_id OR NEW.text <> OLD.text OR NEW.salt <> OLD.salt "
    "OR NEW.created <> OLD.created "
    "OR NEW.author_name <> OLD.author_name OR NEW.author_id <> OLD.author_id "
    "OR (NEW.author_id IS NULL) <> (OLD.author_id IS NULL)"
)

GUARDS = [
    *guarded_tables.insert_only("claims_comment", changed=COMMENT_CHANGED),
    *guarded_tables.insert_only("claims_evidence", changed=EVIDENCE_CHANGED),
    *guarded_tables.insert_only("claims_decision"),
    *guarded_tables.insert_only("claims_approval", ("decision_id", "by_id")),
    *guarded_tables.insert_only("claims_contribution", ("claim_id", "person_id", "role")),
    Guard(
        "claims_approval",
        "claims_four_eyes",
        "INSERT",
        "NEW.agrees AND EXISTS (SELECT 1 FROM claims_contribution c JOIN claims_decision d "
        "ON d.claim_id = c.claim_id WHERE d.id = NEW.decision_id AND c.person_id = NEW.by_id)",
        "four eyes: whoever had a hand in a claim does not approve it",
    ),
    Guard(
        "claims_decision",
        "claims_confirm_what_was_in_force",
        "INSERT",
        "NEW.confirms_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claims_decision d "
        "JOIN claims_claim c ON c.id = d.claim_id WHERE d.id = NEW.confirms_id "
        "AND d.claim_id = NEW.claim_id AND d.verdict = NEW.verdict AND d.rating = NEW.rating "
        "AND d.summary = NEW.summary AND (SELECT COUNT(DISTINCT a.by_id) FROM claims_approval a "
        "WHERE a.decision_id = d.id AND a.agrees) "
        ">= CASE c.sensitivity WHEN 'sensitive' THEN 2 ELSE 1 END)",
        "a verdict is confirmed as it was, once it had been in force",
    ),
    Guard(
        "claims_claim",
        "claims_decided_by_approvals",
        "UPDATE",
        f"{DECIDED} AND (NOT EXISTS (SELECT 1 FROM claims_decision d WHERE d.id = "
        "NEW.decision_id AND d.claim_id = NEW.id AND d.verdict = NEW.status) OR "
        "(SELECT COUNT(DISTINCT a.by_id) FROM claims_approval a "
        "WHERE a.decision_id = NEW.decision_id AND a.agrees) "
        "< CASE NEW.sensitivity WHEN 'sensitive' THEN 2 ELSE 1 END)",
        "a verdict needs its decision and every approval",
    ),
    Guard(
        "claims_claim",
        "claims_stay_sensitive",
        "UPDATE",
        "OLD.decision_id IS NOT NULL AND OLD.sensitivity = 'sensitive' "
        "AND NEW.sensitivity <> 'sensitive'",
        "a claim on which a verdict was proposed as sensitive stays sensitive",
    ),
    Guard(
        "claims_claim",
        "claims_verdict_keeps_its_subject",
        "UPDATE",
        f"OLD.status IN {VERDICTS} AND {DECIDED} AND (NEW.statement <> OLD.statement "
        "OR NEW.kind <> OLD.kind OR NEW.claimant <> OLD.claimant "
        "OR (NEW.exact <> OLD.exact AND NEW.revision_id = OLD.revision_id "
        "AND NEW.start = OLD.start))",
        "what a verdict speaks of does not change under it",
    ),
    Guard(
        "claims_claim",
        "claims_not_born_decided",
        "INSERT",
        DECIDED,
        "a verdict needs its decision and every approval",
    ),
]


class ClaimsConfig(AppConfig):
    name = "claims"

    def ready(self):
        # Receivers register themselves when they are imported, which needs the models.
        from . import receivers  # noqa: F401, PLC0415

        guarded_tables.watch(self, GUARDS)
