"""A newsroom full of secrets, for tests of the whole site.

Every secret is a word of its own that begins with SECRET, so that one which gets out tells where
it stood.
"""

from datetime import UTC, datetime, timedelta

import time_machine
from django.utils import timezone

from articles import checkpoints, drafts, editing, scheduling
from articles.importers.base import Author
from articles.ingest import ingest
from articles.models import Article, LedgerEntry
from claims import discussion, gathering, tagging, workflow
from claims.models import Claim, Decision
from tests import factories as make

from .reader_pages import correct, decide

SECRET = "zyx"
LATER = datetime(2999, 5, 1, tzinfo=UTC)
WRITTEN = ("headline", "standfirst", "dateline", "section", "publication", "image_caption")


def hidden(where):
    return f"{SECRET}{where}"


def somebody(role):
    """A member of the desk whose every name and address is secret."""
    name = f"{hidden('staff')}{next(make._numbers)}"
    return role(username=name, first_name=name, last_name=name)


# --- what is private of a public article -----------------------------------------------------


def secret_public_article():
    """Out, corrected and verified in part, with something private wherever there can be."""
    editor = somebody(make.make_editor)
    html = make.BODY.replace("noon", hidden("earlierwords"))
    article = make.make_article(editor, html=html, headline="Council meets", tags=("council",))
    told = {"by": editor, "based_on": 1, "html": make.BODY, "note": hidden("note")}
    editing.revise(article, **told)
    article.refresh_from_db()
    _verified(make.make_claim(article, by=editor))
    article = editing.take(article, "submit", by=editor, note=hidden("submitnote"))
    article = editing.take(article, "publish", by=somebody(make.make_publisher))
    article = _told_as_minor(article)
    _work_on_unsaved(article)
    _undecided(article)
    _expired(article, "proud of our")
    _objected(article, "ended at noon")
    _adopting_what_fell(article, "It was")
    return Article.objects.get(pk=article.pk)


def _verified(claim):
    """Sent back, disputed, talked about; on evidence partly confidential and partly retracted."""
    reviewer = somebody(make.make_reviewer)
    claim = tagging.amend(claim, by=somebody(make.make_editor), assignee=reviewer)
    claim = workflow.take(claim, "take_up", by=reviewer)
    make.make_evidence(claim, reviewer)
    _private_evidence(claim, reviewer)
    _propose(claim, reviewer, hidden("rejectedsummary"))
    step(claim, "send_back", somebody(make.make_reviewer), note=hidden("sentback"))
    _propose(claim, reviewer, "As the minutes say.")
    talk = discussion.comment(claim, by=somebody(make.make_editor), comment=hidden("comment"))
    discussion.resolve(talk, by=somebody(make.make_editor))
    claim = step(claim, "approve", make.make_reviewer(), note=hidden("approvalnote"))
    _dissent(claim)


def _private_evidence(claim, reviewer):
    def told(where):
        words = dict.fromkeys(("title", "publisher", "excerpt", "origin"), hidden(where))
        return words | {"kind": "interview", "url": f"https://example.org/{hidden(where)}"}

    make.make_evidence(claim, reviewer, is_confidential=True, **told("confidential"))
    retracted = make.make_evidence(claim, reviewer, **told("retracted"))
    claim.refresh_from_db()
    gathering.retract_evidence(retracted, by=reviewer, note=hidden("retraction"))
    draft = make.make_article(html=f"<p>{hidden('quoteddraft')} words.</p>")
    passage = {"passage_of": draft.revision, "excerpt": hidden("quoteddraft")}
    make.make_evidence(claim, reviewer, kind="passage", title=hidden("passage"), **passage)
    make.make_document(claim, reviewer, name=f"{hidden('filename')}.txt")


def _propose(claim, by, summary):
    step(claim, "propose", by, verdict="verified", summary=summary, note=hidden("proposalnote"))


def step(claim, name, by, **told):
    return workflow.take(Claim.objects.get(pk=claim.pk), name, by=by, **told)


def _dissent(claim):
    dissent = {"by": somebody(make.make_reviewer), "by_name": hidden("dissenter")}
    decision = Decision.objects.get(pk=claim.decision_id)
    told = dissent | {"note": hidden("dissent"), "created": decision.created}
    decision.approvals.create(agrees=False, **told)


def _told_as_minor(article):
    told = {"change": "minor", "note": hidden("minornote"), "standfirst": "Forty, say the minutes."}
    by, number = somebody(make.make_publisher), article.revision.number
    return editing.take(article, "correct", by=by, revision=number, **told)


def _work_on_unsaved(article):
    """A correction that somebody types, and an article that nobody has saved."""
    publisher, typed = somebody(make.make_publisher), {"html": hidden("typed")}
    drafts.keep(article, by=publisher, page="one", typed=typed, based_on=1)
    unwritten = {"by": somebody(make.make_editor), "typed": {"headline": hidden("unwritten")}}
    drafts.keep(None, page="two", **unwritten)


def _undecided(article):
    statuses = ("suggested", "open", "in_review", "awaiting_approval", "dismissed")
    parts = ("The town", "council met", "on Monday", "founded", "in 1901")
    for status, words in zip(statuses, parts, strict=True):
        told = {"statement": hidden(status), "claimant": hidden(f"{status}claimant")}
        make.make_claim_with_status(status, article=article, words=words, **told)


def _expired(article, words):
    """Valid to the end of the day on which this world is made."""
    reviewer = somebody(make.make_reviewer)
    claim = make.make_claim(article, words, statement=hidden("expired"))
    claim = make.make_claim_in_review(claim, reviewer)
    told = {"verdict": "verified", "summary": hidden("expiredsummary")}
    step(claim, "propose", reviewer, valid_until=timezone.localdate(), **told)
    step(claim, "approve", make.make_reviewer())


def _objected(article, words):
    claim = make.make_claim(article, words, statement=hidden("fallen"), claimant=hidden("speaker"))
    decide(claim, {"title": hidden("fallensource")}, summary=hidden("fallensummary"))
    step(claim, "object", make.make_editor(), note=hidden("objection"))


def _adopting_what_fell(article, words):
    """Adopts the verdict of a claim elsewhere, which then falls."""
    elsewhere = make.publish(make.make_article(headline="Elsewhere"))
    first = make.make_claim(elsewhere, statement=hidden("first"))
    first = decide(first, {"title": hidden("firstsource")}, summary=hidden("firstsummary"))
    claim = make.make_claim(article, words, statement=hidden("adopting"))
    make.make_adopting_claim(first, claim=claim)
    make.object_to(first)


def secret_override():
    """An article that went out past the gate, of which readers are not told why."""
    article = make.make_overridden_article(
        somebody(make.make_publisher), note=hidden("overridereason")
    )
    return editing.take(article, "confirm_override", by=somebody(make.make_publisher))


# --- articles that nobody may read -----------------------------------------------------------


def unpublished(state):
    """A checked draft; all that it says is secret, and says that it is in this `state`."""
    told = {name: f"{hidden(state)}{name}" for name in WRITTEN}
    article = make.make_article(
        somebody(make.make_editor),
        html=f"<p>{hidden(state)} words: the council has members.</p>",
        byline=(Author(hidden(f"{state}author"), hidden(f"{state}role"), f"@{hidden(state)}"),),
        tags=(hidden(f"{state}tag"),),
        picture=make.make_picture(colour=(len(state), 9, 9)).sha256,
        picture_alt=hidden(f"{state}alt"),
        picture_credit=hidden(f"{state}credit"),
        **told,
    )
    claim = make.make_claim(article, "the council has", statement=hidden(f"{state}claim"))
    decide(claim, {"title": hidden(f"{state}source")}, summary=hidden(f"{state}summary"))
    return article


def in_review(state="inreview"):
    return editing.take(unpublished(state), "submit", by=make.make_editor())


def scheduled():
    return make.schedule(unpublished("scheduled"), LATER)


def embargoed():
    told = {"by": somebody(make.make_publisher), "note": hidden("embargonote")}
    return scheduling.set_embargo(in_review("embargoed"), LATER, **told)


def missed():
    """It was to go out, and somebody tagged a claim."""
    article = make.schedule(unpublished("missed"), LATER)
    make.make_claim(article, "words", statement=hidden("missedclaim"))
    Article.objects.filter(pk=article.pk).update(scheduled_for=timezone.now())
    list(scheduling.publish_due())
    return article


def withdrawn(state="withdrawn"):
    article = correct(
        make.publish(unpublished(state)), note=hidden(f"{state}correction"), standfirst=""
    )
    publisher = somebody(make.make_publisher)
    return editing.take(article, "withdraw", by=publisher, note="Its source withdrew.")


def reviewed_again():
    told = {"by": somebody(make.make_publisher), "note": hidden("restored")}
    return editing.take(withdrawn("again"), "restore", **told)


def imported():
    words = f"{hidden('imported')} headline\n\n{hidden('imported')} words. They are two.\n"
    [outcome] = ingest(f"{hidden('importname')}.txt", words.encode())
    return outcome.article


UNPUBLISHED = (
    lambda: unpublished("draft"), in_review, scheduled, embargoed, missed, imported,
)  # fmt: skip
ONCE_PUBLIC = (withdrawn, reviewed_again)


def make_secret_world():
    """Return (the public article, those that were never out, those that are out no more).

    It was made a day ago: the day of one verdict is past, and no worker has looked yet.
    """
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        public = secret_public_article()
        secret_override()
        never, no_more = [one() for one in UNPUBLISHED], [one() for one in ONCE_PUBLIC]
        checkpoints.make()
    return public, never, no_more


def secrets_in_the_record():
    return LedgerEntry.objects.filter(payload__contains=SECRET).count()
