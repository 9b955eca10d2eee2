"""Add and retract evidence. Part of the door (see claims.workflow)."""

import re
from secrets import token_hex
from unicodedata import is_normalized
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles import ledger, text
from articles.errors import Invalid, NotAllowed, StepRefused
from articles.people import name_of
from articles.steps import noted

from . import uploads
from .guards import has_not_recused
from .models import Contribution, Evidence, Status, Vouch, Watch
from .origins import effective_origin, folded
from .support import misses_its_words
from .watching import ask_for, watch
from .workflow import REVIEW
from .writing import compare_and_set, contribute, fresh_copy

GATHERING = (Status.OPEN, Status.IN_REVIEW, Status.RECHECK)
# RFC 3986, section 3.2.1: what stands before an @, up to the host. Readers would be handed it.
HAS_USER = re.compile(r"https?://[^/?#]*@")


def judged(claim, file, excerpt, *, by):
    """Return an uploaded file as add_evidence takes it, with this excerpt.

    For outside of any transaction: it reads the file, which may take seconds.
    Raises NotAllowed and StepRefused before it reads anything; Invalid.
    """
    _may_gather(claim, by)
    return uploads.judged(file, excerpt or "")


@transaction.atomic
def add_evidence(claim, *, by, version=None, file=None, **fields):
    """Add a piece of evidence to a claim that is being checked; return the Evidence.

    fields  kind, title, url, publisher, published_on, accessed_at, excerpt, stance, tier,
            passage_of (a Revision), is_confidential; origin, where it is not what the rest of
            it gives away (claims.origins).
    file    a claims.uploads.Judged (see judged), kept with a document or a data set.

    The excerpt of a passage must stand in that revision, word for word. Whether that of a document
    stands in its file is noted, and nothing more: a scan has no words. The address of what stands
    on the web is queued: a worker fetches a copy (claims.capturing).
    Raises NotAllowed, StepRefused, Conflict, Invalid, NotKept.
    """
    article = ledger.lock(claim.article_id)
    fresh = fresh_copy(claim, version)
    _may_gather(fresh, by)
    evidence = Evidence(claim=fresh, added_by=by, added_by_name=name_of(by), **fields)
    _check_evidence(evidence, file)
    if file:
        evidence.document = uploads.keep(file)
    evidence.save(force_insert=True)
    watch(evidence)
    contribute([fresh], by, Contribution.Role.EVIDENCE)
    compare_and_set(fresh)
    ledger.append(article, "evidence.add", by=by, payload=_evidence_deed(evidence))
    return evidence


@transaction.atomic
def retract_evidence(evidence, *, by, note, version=None):
    """Take a piece of evidence out of consideration. It stays in the record.

    Raises NotAllowed, StepRefused, Conflict, Invalid.
    """
    article = ledger.lock(evidence.claim.article_id)
    fresh = fresh_copy(evidence.claim, version)
    _may_gather(fresh, by)
    note = noted(note)
    if not note:
        raise Invalid({"note": "Say why the evidence is taken out."})
    now = timezone.now()
    standing = Evidence.objects.filter(pk=evidence.pk, retracted_at=None)
    if not standing.update(retracted_at=now):
        raise StepRefused("This evidence has been retracted already.")
    evidence.retracted_at = now
    contribute([fresh], by, Contribution.Role.EVIDENCE)
    compare_and_set(fresh)
    payload = {"claim": fresh.pk, "evidence": evidence.pk, "note": note}
    if evidence.is_confidential:
        # The reason may name the source.
        payload |= {"is_confidential": True, "salt": token_hex(16)}
    ledger.append(article, "evidence.retract", by=by, payload=payload)
    return evidence


@transaction.atomic
def vouch(evidence, *, by, note, version=None):
    """Say that one saw the excerpt oneself, where the copy of its page does not show it.

    It counts as support again, until a later copy shows the words. Return the Vouch.
    Raises NotAllowed, StepRefused, Conflict, Invalid.
    """
    article = ledger.lock(evidence.claim.article)
    fresh = fresh_copy(evidence.claim, version)
    _may_gather(fresh, by)
    note = noted(note)
    if not note:
        raise Invalid({"note": "Say where and when you saw these words."})
    evidence = next(one for one in fresh.evidence.all() if one.pk == evidence.pk)
    if evidence.retracted_at or not misses_its_words(evidence):
        raise StepRefused("Nobody has to vouch for these words: their copy was not found wanting.")
    now = timezone.now()
    said = Vouch.objects.create(
        evidence=evidence, by=by, by_name=name_of(by), note=note, created=now
    )
    Watch.objects.filter(evidence=evidence).update(vouch=said)
    contribute([fresh], by, Contribution.Role.EVIDENCE)
    compare_and_set(fresh)
    payload = {"claim": fresh.pk, "evidence": evidence.pk, "vouch": said.pk, "note": note}
    if evidence.is_confidential:
        payload |= {"is_confidential": True, "salt": token_hex(16)}
    ledger.append(article, "evidence.vouch", by=by, payload=payload)
    return said


def check_address(evidence, *, by):
    """Let a worker fetch the address of `evidence` soon, whatever the status of its claim.

    Raises NotAllowed, StepRefused.
    """
    if not by.has_perm(REVIEW):
        raise NotAllowed("Only reviewers may have the address of evidence checked.")
    if evidence.retracted_at or not evidence.is_on_the_web:
        raise StepRefused("This evidence has no address that is fetched, or has been retracted.")
    ask_for(evidence)


def _may_gather(claim, by):
    if not by.has_perm(REVIEW):
        raise NotAllowed("Only reviewers may add or retract evidence.")
    if sentence := has_not_recused(claim, by):
        raise StepRefused(sentence)
    if claim.status not in GATHERING:
        raise StepRefused(
            f"Evidence cannot change while the claim is {claim.get_status_display()}. "
            "Send the verdict back or object to it first."
        )


def _check_evidence(evidence, file):
    """Raise Invalid with a sentence for each thing the evidence lacks."""
    evidence.excerpt = text.normalise(evidence.excerpt or "").strip()
    evidence.salt = token_hex(16) if evidence.is_confidential else ""
    if file:
        evidence.document_name = file.name
        evidence.excerpt_in_document = file.has_excerpt
    for name in ("title", "publisher"):
        setattr(evidence, name, " ".join(text.normalise(getattr(evidence, name) or "").split()))
    evidence.url = (evidence.url or "").strip()
    errors = _missing(evidence, file) or _misplaced(evidence)
    if not errors:
        evidence.origin = effective_origin(evidence)
        evidence.origin_key = folded(evidence.origin)
        try:
            # What its constraints hold has been asked already, without a query for each.
            evidence.full_clean(
                exclude=["claim", "added_by", "passage_of", "document"],
                validate_unique=False,
                validate_constraints=False,
            )
        except ValidationError as error:
            errors = {name: " ".join(sentences) for name, sentences in error.message_dict.items()}
    if errors:
        raise Invalid(errors)


def _missing(evidence, file):
    errors = {}
    if not evidence.title:
        errors["title"] = "Give the evidence a title: what it is, as its publisher names it."
    if not evidence.excerpt:
        errors["excerpt"] = "Quote the words that bear on the claim."
    if file and evidence.kind not in Evidence.WITH_A_FILE:
        errors["kind"] = "Only a document or a data set has a file. Choose one of these kinds."
    if evidence.kind == Evidence.Kind.DATASET and not (evidence.url or file):
        errors["url"] = "Give the full address, from https:// on, or the file."
    if evidence.kind == Evidence.Kind.WEB and not evidence.url:
        errors["url"] = "Give the full address, from https:// on."
    if evidence.kind == Evidence.Kind.PASSAGE and evidence.passage_of is None:
        errors["passage_of"] = "Say which article the passage stands in."
    return errors


def _misplaced(evidence):
    if evidence.url and not evidence.url.startswith(("http://", "https://")):
        return {"url": "Give the full address, from https:// on."}
    if not _has_a_host(evidence.url):
        return {"url": "Its host is no name that can be looked up. Copy the address again."}
    if HAS_USER.match(evidence.url):
        return {"url": "Take the user name and password out of the address, up to its @."}
    if evidence.passage_of and evidence.excerpt not in evidence.passage_of.text:
        return {"excerpt": "These words do not stand in that article. Copy them from it."}
    return {}


def _has_a_host(url):
    """Is each label of the host of `url` that claims to be Punycode the one form of its name?

    RFC 3492; that its name is in NFKC: https://www.unicode.org/reports/tr46/#Validity_Criteria.
    """
    try:
        labels = (urlsplit(url).hostname or "").split(".")
        coded = [label[4:] for label in labels if label.startswith("xn--")]
        return all(is_normalized("NFKC", one.encode().decode("punycode")) for one in coded)
    except ValueError:
        return False


def _evidence_deed(evidence):
    """What the record keeps: confidential words by their digest only.

    Salted, or else the hash of the entry, which everybody sees, would let a guess be tried.
    """
    deed = {
        "claim": evidence.claim_id,
        "evidence": evidence.pk,
        "kind": evidence.kind,
        "stance": evidence.stance,
        "tier": evidence.tier,
        "is_confidential": evidence.is_confidential,
        "excerpt_sha256": text.sha256(evidence.excerpt),
    }
    if evidence.is_confidential:
        deed |= {"salt": evidence.salt, "commitment_sha256": evidence.commitment_sha256}
    else:
        if evidence.document:
            deed |= {"document": evidence.document.sha256, "file": evidence.document_name}
        told = ("title", "url", "excerpt", "origin")
        deed |= {name: getattr(evidence, name) for name in told}
    return deed
