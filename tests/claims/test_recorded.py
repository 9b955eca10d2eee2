"""Evidence, decisions and approvals that are not what the record says of them are found."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles import guarded_tables, ledger
from articles.models import Article, LedgerEntry
from claims import gathering, recorded, workflow
from claims.models import Approval, Claim, Decision, Document, Evidence
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def checked(made_once):
    """A verified claim, on evidence that was entered as number 3 of its article's record.

    Proposed by entry 4, approved by entry 5.
    """
    return make.make_decided_claim()


@pytest.fixture(scope="module")
def proposed(made_once):
    return make.make_proposed_claim()


@pytest.fixture(scope="module")
def sent_back(made_once):
    return workflow.take(
        make.make_proposed_claim(), "send_back", by=make.make_reviewer(), note="Look again."
    )


@pytest.fixture(scope="module")
def taken_up(made_once):
    return make.make_claim_in_review().pk


@pytest.fixture
def in_review(taken_up):
    return Claim.objects.get(pk=taken_up)


@pytest.fixture
def tampering(made_once):
    """Take every guard off, as somebody would who owns the database."""
    connection.check_constraints()  # PostgreSQL drops no trigger before what is deferred is done.
    guarded_tables.remove(connection, guarded_tables.watched())


def disagreements(articles=None):
    articles = Article.objects.all() if articles is None else articles
    return [(one.article, one.sequence, one.sentence) for one in recorded.verify(articles)]


def sequence(claim, action):
    return LedgerEntry.objects.get(article=claim.article_id, action=action).sequence


# --- what agrees ------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", ["verified", "refuted", "unverifiable"])
@pytest.mark.parametrize("sensitivity", ["normal", "sensitive"])
def test_what_went_through_the_door_agrees_with_the_record(verdict, sensitivity):
    make.make_decided_claim(verdict=verdict, sensitivity=sensitivity)

    assert disagreements() == []


def test_confidential_and_retracted_evidence_and_dissent_agree_with_the_record(in_review):
    reviewer = in_review.assignee
    make.make_evidence(in_review, reviewer, is_confidential=True)
    retracted = make.make_evidence(in_review, reviewer)
    gathering.retract_evidence(retracted, by=reviewer, note="It is a copy.")
    claim = workflow.take(
        Claim.objects.get(pk=in_review.pk), "propose", by=reviewer, verdict="verified",
        summary="As it says.", valid_until=timezone.localdate(),
    )  # fmt: skip
    workflow.take(claim, "send_back", by=make.make_reviewer(), note="Look again.")

    assert disagreements() == []


def test_a_confirmed_verdict_agrees_with_the_record():
    workflow.take(make.make_fallen_claim(), "confirm", by=make.make_reviewer())

    assert disagreements() == []


def test_articles_are_compared_with_their_own_records_whenever_they_were_changed(checked):
    second = make.make_decided_claim()
    ledger.append(ledger.lock(checked.article), "article.note", by=None, payload={})

    assert disagreements() == []
    assert disagreements(Article.objects.filter(pk=second.article_id)) == []


def test_evidence_that_is_added_meanwhile_is_not_suspected(in_review):
    late = []

    def add_once(execute, sql, *arguments):
        result = execute(sql, *arguments)
        if '"claims_evidence"."claim_id"' in sql and not late:
            late.append(sql)
            make.make_evidence(in_review, in_review.assignee)
        return result

    with connection.execute_wrapper(add_once):
        found = disagreements()

    assert (found, in_review.evidence.count()) == ([], 2)


# --- what was changed past the door -----------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"excerpt": "Other words."}, "excerpt"),
        ({"title": "Other"}, "title"),
        ({"url": "https://example.org/other"}, "url"),
        ({"origin": "Other"}, "origin"),
        ({"origin_key": "other"}, "origin"),
        ({"kind": "interview"}, "kind"),
        ({"stance": "refutes"}, "stance"),
        ({"tier": "anonymous"}, "tier"),
        ({"is_confidential": True, "salt": "x"}, "is_confidential"),
        ({"retracted_at": timezone.now()}, "retracted"),
    ],
)
@pytest.mark.usefixtures("tampering")
def test_changed_evidence_is_found(change, part, checked):
    checked.evidence.update(**change)

    number, key = sequence(checked, "evidence.add"), checked.evidence.get().pk
    sentence = f"Evidence {key} is not what entry {number} says: {part}."
    assert disagreements() == [(checked.article_id, number, sentence)]


@pytest.mark.usefixtures("tampering")
def test_changed_words_of_confidential_evidence_are_found(in_review):
    make.make_evidence(in_review, in_review.assignee, is_confidential=True)

    secret = Evidence.objects.filter(is_confidential=True)
    secret.update(excerpt="Other words.", title="Other")

    ((_, _, sentence),) = disagreements()
    assert sentence.endswith("says: excerpt, what readers are given of it.")


@pytest.mark.parametrize("is_confidential", [False, True])
@pytest.mark.usefixtures("tampering")
def test_a_file_that_was_put_to_evidence_later_is_found(is_confidential, in_review):
    told = {"is_confidential": is_confidential}
    evidence = make.make_evidence(in_review, in_review.assignee, **told)
    document = Document.objects.create(sha256="0" * 64, size=1, media_type="text/plain")

    Evidence.objects.filter(pk=evidence.pk).update(document=document, document_name="a.txt")

    ((_, _, sentence),) = disagreements()
    part = "what readers are given of it" if is_confidential else "document, file"
    assert sentence.endswith(f"says: {part}.")


@pytest.mark.usefixtures("tampering")
def test_evidence_moved_to_another_claim_of_the_article_is_found(checked):
    other = make.make_claim(checked.article, "met on Monday")

    checked.evidence.update(claim=other)

    assert [sentence.split(": ")[1] for _, _, sentence in disagreements()] == ["claim."]


@pytest.mark.usefixtures("tampering")
def test_a_retraction_that_was_undone_is_found(in_review):
    evidence = in_review.evidence.get()
    gathering.retract_evidence(evidence, by=in_review.assignee, note="It is a copy.")

    in_review.evidence.update(retracted_at=None)

    assert [(pk, number) for pk, number, _ in disagreements()] == [
        (in_review.article_id, sequence(in_review, "evidence.add"))
    ]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (
            {"verdict": "unverifiable", "origins_needed": 0, "tier_needed": ""},
            "verdict, its rule",
        ),
        ({"approvals_needed": 2}, "its rule"),
        ({"tier_needed": "anonymous"}, "its rule"),
        ({"summary": "Other."}, "summary"),
        ({"verdict": "refuted", "rating": "false"}, "verdict, rating"),
        ({"valid_until": "2030-01-02"}, "valid_until"),
        ({"exact": "Other words."}, "words"),
        ({"quote_sha256": "0" * 64}, "words"),
    ],
)
@pytest.mark.usefixtures("tampering")
def test_a_changed_decision_is_found_by_each_entry_that_tells_of_it(change, part, checked):
    checked.decisions.update(**change)

    key = checked.decision_id
    assert disagreements() == [
        (checked.article_id, number, f"Decision {key} is not what entry {number} says: {part}.")
        for number in (sequence(checked, "claim.propose"), sequence(checked, "claim.approve"))
    ]


@pytest.mark.usefixtures("tampering")
def test_removed_evidence_is_found(checked):
    key = checked.evidence.get().pk

    checked.evidence.all().delete()

    number = sequence(checked, "evidence.add")
    sentence = f"Evidence {key}, which entry {number} made, is missing."
    assert disagreements() == [(checked.article_id, number, sentence)]


@pytest.mark.usefixtures("tampering")
def test_a_removed_approval_is_found(checked):
    approval = checked.decision.approvals.get()

    checked.decision.approvals.all().delete()

    number = sequence(checked, "claim.approve")
    who = f"The answer to decision {approval.decision_id} by person {approval.by_id}"
    sentence = f"{who}, which entry {number} made, is missing."
    assert disagreements() == [(checked.article_id, number, sentence)]


def test_an_approval_inserted_past_the_door_is_found(proposed):
    other = make.make_reviewer()

    Approval.objects.create(
        decision=proposed.decision, by=other, by_name="Other", agrees=True, created=timezone.now()
    )

    who = f"the answer to decision {proposed.decision_id} by person {other.pk}"
    sentence = f"No entry tells of {who}: somebody inserted it."
    assert disagreements() == [
        (proposed.article_id, sequence(proposed, "claim.propose") + 1, sentence)
    ]


def test_dissent_inserted_past_the_door_is_found(proposed):
    other = make.make_reviewer()

    Approval.objects.create(
        decision=proposed.decision, by=other, by_name="Other", agrees=False, note="No.",
        created=timezone.now(),
    )  # fmt: skip

    who = f"the answer to decision {proposed.decision_id} by person {other.pk}"
    sentence = f"No entry tells of {who}: somebody inserted it."
    assert disagreements() == [
        (proposed.article_id, sequence(proposed, "claim.propose") + 1, sentence)
    ]


@pytest.mark.parametrize(
    ("change", "part"),
    [({"agrees": True}, "whether it agrees"), ({"note": "It is fine."}, "note")],
)
@pytest.mark.usefixtures("tampering")
def test_changed_dissent_is_found(change, part, sent_back):
    answer = sent_back.decision.approvals.get()

    sent_back.decision.approvals.update(**change)

    number = sequence(sent_back, "claim.send_back")
    who = f"The answer to decision {answer.decision_id} by person {answer.by_id}"
    sentence = f"{who} is not what entry {number} says: {part}."
    assert disagreements() == [(sent_back.article_id, number, sentence)]


@pytest.mark.usefixtures("tampering")
def test_removed_dissent_is_found(sent_back):
    answer = sent_back.decision.approvals.get()

    sent_back.decision.approvals.all().delete()

    number = sequence(sent_back, "claim.send_back")
    who = f"The answer to decision {answer.decision_id} by person {answer.by_id}"
    sentence = f"{who}, which entry {number} made, is missing."
    assert disagreements() == [(sent_back.article_id, number, sentence)]


def test_evidence_and_decisions_inserted_past_the_door_are_found():
    claim = make.make_claim()
    evidence = Evidence.objects.create(
        claim=claim, kind="document", title="Minutes", excerpt="Words.", stance="supports",
        tier="primary", origin="Minutes", origin_key="minutes", added_by_name="Nobody",
    )  # fmt: skip
    decision = Decision.objects.create(
        claim=claim, verdict="verified", summary="So.", revision=claim.revision,
        exact=claim.exact, quote_sha256="0" * 64, proposed_by_name="Nobody",
        approvals_needed=1, origins_needed=1, tier_needed="secondary", created=timezone.now(),
    )  # fmt: skip

    assert disagreements() == [
        (claim.article_id, 1, f"No entry tells of {what}: somebody inserted it.")
        for what in (f"decision {decision.pk}", f"evidence {evidence.pk}")
    ]


@pytest.mark.parametrize(
    "payload",
    ["no JSON", "[]", "{}", '{"evidence":[1]}', '{"decision":{"id":{}}}'],
)
@pytest.mark.usefixtures("tampering")
def test_an_entry_that_was_forged_tells_of_nothing(payload, checked):
    checked.article.ledger.filter(action="evidence.add").update(payload=payload)

    key = checked.evidence.get().pk
    assert [sentence for _, _, sentence in disagreements()] == [
        f"No entry tells of evidence {key}: somebody inserted it."
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_comparing_takes_as_many_queries_for_one_article_as_for_three(
    count, checked, django_assert_num_queries
):
    claims = [checked, *(make.make_decided_claim() for _ in range(count - 1))]
    articles = Article.objects.filter(claims__in=claims)

    with django_assert_num_queries(6):
        assert disagreements(articles) == []


@pytest.mark.usefixtures("tampering")
def test_verify_ledger_compares_evidence_and_decisions(capsys, checked):
    checked.evidence.update(excerpt="Other words.")
    guarded_tables.install(connection, guarded_tables.watched())

    with pytest.raises(CommandError, match="The record of 1 article does not hold"):
        call_command("verify_ledger")

    number, key = sequence(checked, "evidence.add"), checked.evidence.get().pk
    assert capsys.readouterr().out.splitlines()[0] == (
        f"{checked.article.slug}: entry {number} does not hold. "
        f"Evidence {key} is not what entry {number} says: excerpt."
    )
