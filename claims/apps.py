from django.apps import AppConfig

from articles import guarded_tables
from articles.guarded_tables import Guard

VERDICTS = "('verified', 'refuted', 'unverifiable')"
DECIDED = f"NEW.status IN {VERDICTS}"
BOUND = "('awaiting_approval', 'verified', 'refuted', 'unverifiable')"

# Evidence is retracted, never changed or removed: what it said is what was weighed.
EVIDENCE_SAYS = (
    "claim_id", "kind", "title", "url", "publisher", "origin", "origin_key", "excerpt", "stance",
    "tier", "is_confidential", "added_by_name", "document_name", "salt",
)  # fmt: skip
# Those that may be empty.
EVIDENCE_MAY_SAY = (
    "passage_of_id", "published_on", "accessed_at", "added_by_id", "document_id",
    "excerpt_in_document",
)  # fmt: skip
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

# How many have approved decision d, without those who declared a conflict of interest since.
APPROVALS = (
    "(SELECT COUNT(DISTINCT a.by_id) FROM claims_approval a "
    "WHERE a.decision_id = d.id AND a.agrees AND NOT EXISTS (SELECT 1 FROM claims_contribution r "
    "WHERE r.claim_id = d.claim_id AND r.person_id = a.by_id AND r.role = 'recused'))"
)
# Decision d, and a that it adopts, if it adopts one: d rests on the evidence of a then.
DECISION = (
    "FROM claims_decision d LEFT JOIN claims_decision a ON a.id = d.adopts_id "
    "WHERE d.id = NEW.decision_id"
)
STANDS = (
    "FROM claims_evidence e WHERE e.claim_id = COALESCE(a.claim_id, d.claim_id) "
    "AND e.retracted_at IS NULL"
)
SAYS_THE_SAME = (
    f"{STANDS} AND e.stance = "
    "CASE d.verdict WHEN 'verified' THEN 'supports' WHEN 'refuted' THEN 'refutes' END"
)
STRENGTH = (
    "CASE {} WHEN 'primary' THEN 4 WHEN 'official' THEN 3 WHEN 'secondary' THEN 2 "
    "WHEN 'anonymous' THEN 1 ELSE 0 END"
)
# Retracted once, and never changed.
SAMENESS_CHANGED = " OR ".join(
    [
        "OLD.retracted_at IS NOT NULL",
        *(
            f"NEW.{column} <> OLD.{column}"
            for column in ("first_id", "second_id", "note", "declared_by_name", "created")
        ),
        "NEW.declared_by_id <> OLD.declared_by_id",
        "(NEW.declared_by_id IS NULL) <> (OLD.declared_by_id IS NULL)",
    ]
)

GUARDS = [
    *guarded_tables.insert_only("claims_comment", changed=COMMENT_CHANGED),
    *guarded_tables.insert_only("claims_evidence", changed=EVIDENCE_CHANGED),
    *guarded_tables.insert_only("claims_snapshot"),
    *guarded_tables.insert_only("claims_vouch"),
    *guarded_tables.insert_only("claims_document", ("sha256",)),
    *guarded_tables.insert_only("claims_decision"),
    *guarded_tables.insert_only("claims_sameness", changed=SAMENESS_CHANGED),
    *guarded_tables.insert_only("claims_approval", ("decision_id", "by_id")),
    *guarded_tables.insert_only("claims_contribution", ("claim_id", "person_id", "role")),
    Guard(
        "claims_approval",
        "claims_four_eyes",
        "INSERT",
        "EXISTS (SELECT 1 FROM claims_contribution c JOIN claims_decision d "
        "ON d.claim_id = c.claim_id WHERE d.id = NEW.decision_id AND c.person_id = NEW.by_id "
        "AND (NEW.agrees OR c.role = 'recused')) "
        "OR EXISTS (SELECT 1 FROM claims_contribution c JOIN claims_decision a "
        "ON a.claim_id = c.claim_id JOIN claims_decision d ON d.adopts_id = a.id "
        "WHERE d.id = NEW.decision_id AND c.person_id = NEW.by_id AND c.role = 'recused')",
        "four eyes: whoever had a hand in a claim does not approve it",
    ),
    Guard(
        "claims_decision",
        "claims_confirm_what_was_in_force",
        "INSERT",
        "NEW.confirms_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claims_decision d "
        "JOIN claims_claim c ON c.id = d.claim_id WHERE d.id = NEW.confirms_id "
        "AND d.claim_id = NEW.claim_id AND d.verdict = NEW.verdict AND d.rating = NEW.rating "
        f"AND d.summary = NEW.summary AND {APPROVALS} >= d.approvals_needed "
        f"AND (c.sensitivity <> 'sensitive' OR {APPROVALS} >= 2))",
        "a verdict is confirmed as it was, once it had been in force",
    ),
    Guard(
        "claims_decision",
        "claims_adopt_what_was_in_force",
        "INSERT",
        "NEW.adopts_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claims_decision d "
        "JOIN claims_claim c ON c.id = d.claim_id JOIN claims_sameness s ON s.id = NEW.sameness_id "
        "WHERE d.id = NEW.adopts_id AND d.adopts_id IS NULL AND d.claim_id <> NEW.claim_id "
        "AND d.verdict = NEW.verdict AND d.rating = NEW.rating "
        "AND (d.valid_until IS NULL OR NEW.valid_until <= d.valid_until) "
        "AND s.retracted_at IS NULL AND NEW.claim_id IN (s.first_id, s.second_id) "
        "AND d.claim_id IN (s.first_id, s.second_id) "
        f"AND {APPROVALS} >= d.approvals_needed "
        f"AND (c.sensitivity <> 'sensitive' OR {APPROVALS} >= 2))",
        "what is adopted is the verdict of another claim declared the same, as it was in force",
    ),
    Guard(
        "claims_claim",
        "claims_decided_by_approvals",
        "UPDATE",
        f"{DECIDED} AND NOT EXISTS (SELECT 1 FROM claims_decision d WHERE d.id = "
        "NEW.decision_id AND d.claim_id = NEW.id AND d.verdict = NEW.status "
        f"AND {APPROVALS} >= d.approvals_needed "
        f"AND (NEW.sensitivity <> 'sensitive' OR {APPROVALS} >= 2))",
        "a verdict needs its decision and every approval",
    ),
    Guard(
        "claims_claim",
        "claims_decided_on_evidence",
        "UPDATE",
        f"{DECIDED} AND (OLD.status NOT IN {VERDICTS} OR OLD.decision_id <> NEW.decision_id) "
        f"AND EXISTS (SELECT 1 {DECISION} AND (NOT EXISTS (SELECT 1 {STANDS}) "
        f"OR (SELECT COUNT(DISTINCT e.origin_key) {SAYS_THE_SAME}) < d.origins_needed "
        f"OR (d.origins_needed > 0 AND NOT EXISTS (SELECT 1 {SAYS_THE_SAME} "
        f"AND {STRENGTH.format('e.tier')} >= {STRENGTH.format('d.tier_needed')}))))",
        "a verdict rests on as many independent origins as its rule asks for",
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
        f"(OLD.status IN {BOUND} AND NEW.status IN {BOUND} AND (NEW.statement <> OLD.statement "
        "OR NEW.kind <> OLD.kind OR NEW.claimant <> OLD.claimant "
        "OR (NEW.sensitivity = 'sensitive' AND OLD.sensitivity <> 'sensitive'))) "
        f"OR (OLD.status IN {VERDICTS} AND {DECIDED} AND NEW.exact <> OLD.exact "
        "AND NEW.revision_id = OLD.revision_id AND NEW.start = OLD.start)",
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
