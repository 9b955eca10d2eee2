"""Plain functions that make what a test needs, through the doors of the product."""

import hashlib
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from articles import editing, pictures, scheduling, text
from articles.importers.base import Author, Draft
from articles.models import Article
from claims import gathering, sameness, tagging, workflow
from claims.models import Claim, Snapshot, Status, Watch
from claims.rules import rule_for
from newsroom.roles import EDITORS, PUBLISHERS, REVIEWERS, ROLES

_numbers = count(1)

WORDS = "The council has 40 members."
BODY = (
    "<p>The town council met on Monday.</p>\n"
    f"<p>{WORDS} It was founded in 1901.</p>\n"
    "<blockquote>\n<p>We are proud of our 40 members.</p>\n"
    "<cite>Speaker One</cite>\n</blockquote>\n"
    "<p>The meeting ended at noon.</p>"
)


def make_user(*roles, **fields):
    """A member of staff with these roles; none at all without."""
    name = fields.pop("username", f"user{next(_numbers)}")
    fields = {"is_staff": True, "first_name": name.title(), "last_name": "Of The Desk"} | fields
    user = User.objects.create_user(name, f"{name}@example.org", "secret", **fields)
    user.groups.add(*Group.objects.filter(name__in=roles).values_list("pk", flat=True))
    if roles and not user.is_superuser:
        # As the account of a session is read (newsroom.accounts): with its permissions.
        user._user_perm_cache = set()
        user._group_perm_cache = {name for role in roles for name in ROLES[role]}
    return user


def make_editor(**fields):
    return make_user(EDITORS, **fields)


def make_reviewer(**fields):
    return make_user(REVIEWERS, **fields)


def make_publisher(**fields):
    return make_user(PUBLISHERS, **fields)


def make_draft(**fields):
    told = {
        "headline": f"Council meets {next(_numbers)}",
        "html": BODY,
        "section": "Local",
        "publication": "Site One",
        "published_at": None,
        "byline": (Author("Writer A", "Reporter", "@writer_a"),),
        "image_caption": None,
    }
    return Draft(**(told | fields))


def make_article(by=None, **fields):
    """A draft with BODY as its words."""
    return editing.write(make_draft(**fields), by=by)


def make_claim(article=None, words=WORDS, by=None, **told):
    """An open claim on `words`, tagged by an editor."""
    article = article or make_article()
    revision = article.revision
    span = tagging.places(revision, words)[0]
    # A claim is late because its day went by: none is tagged for a day that is past.
    late = {} if (told.get("due") or date.max) >= timezone.localdate() else {"due": told.pop("due")}
    claim = tagging.tag(
        article,
        by=by or make_editor(),
        revision=revision.number,
        start=span.start,
        end=span.end,
        **told,
    )
    if late:
        Claim.objects.filter(pk=claim.pk).update(**late)
        claim.refresh_from_db()
    return claim


def make_evidence(claim, by, **fields):
    told = {
        "kind": "document",
        "title": "Minutes of the meeting",
        "excerpt": "Forty members were present.",
        "stance": "supports",
        "tier": "primary",
    }
    claim.refresh_from_db(fields=["version"])
    return gathering.add_evidence(claim, by=by, **(told | fields))


def make_claim_in_review(claim=None, reviewer=None, stance="supports", **told):
    """Taken up by `reviewer`, with evidence of as many origins as its rule asks for."""
    reviewer = reviewer or make_reviewer()
    claim = workflow.take(claim or make_claim(**told), "take_up", by=reviewer)
    titles = ("Minutes of the meeting", "Register of members")
    for title in titles[: rule_for(claim.kind, claim.sensitivity).origins]:
        make_evidence(claim, reviewer, stance=stance, title=title)
    claim.refresh_from_db()
    return claim


def make_proposed_claim(claim=None, reviewer=None, verdict="verified", **told):
    """Awaiting approval, proposed by `reviewer`."""
    reviewer = reviewer or make_reviewer()
    stance = "refutes" if verdict == Status.REFUTED else "supports"
    claim = make_claim_in_review(claim, reviewer, stance, **told)
    rating = "false" if verdict == Status.REFUTED else ""
    return workflow.take(
        claim, "propose", by=reviewer, verdict=verdict, summary="As the minutes say.", rating=rating
    )


def make_decided_claim(claim=None, verdict="verified", **told):
    """Approved by as many people as it needs."""
    claim = make_proposed_claim(claim, verdict=verdict, **told)
    while claim.status == Status.AWAITING_APPROVAL:
        claim = workflow.take(claim, "approve", by=make_reviewer())
    return claim


def make_claim_with_status(status, **told):
    """A claim that came to `status` by the steps that lead there."""
    if status in (Status.VERIFIED, Status.REFUTED, Status.UNVERIFIABLE):
        return make_decided_claim(verdict=status, **told)
    ways = {
        Status.SUGGESTED: lambda: make_claim(suggested=True, **told),
        Status.OPEN: lambda: make_claim(**told),
        Status.IN_REVIEW: lambda: make_claim_in_review(**told),
        Status.AWAITING_APPROVAL: lambda: make_proposed_claim(**told),
        Status.RECHECK: lambda: workflow.take(
            make_decided_claim(**told), "object", by=make_editor(), note="The source is withdrawn."
        ),
        Status.DISMISSED: lambda: workflow.take(
            make_claim(**told), "dismiss", by=make_editor(), note="Not a fact."
        ),
    }
    return ways[status]()


def make_published_article(**fields):
    """A published article with one verified claim on WORDS."""
    article = make_article(**fields)
    make_decided_claim(make_claim(article))
    return publish(article)


def publish(article):
    """Take the article through review and out, by people who may."""
    article = editing.take(article, "submit", by=make_editor())
    return editing.take(article, "publish", by=make_publisher())


def revise(claim, html, by=None):
    """Write a revision of the claim's article; return the claim as it is then."""
    article = Article.objects.get(pk=claim.article_id)
    editing.revise(article, by=by or make_editor(), based_on=article.revision.number, html=html)
    return Claim.objects.get(pk=claim.pk)


def make_fallen_claim(claim=None, by=None, **told):
    """To be rechecked: a verdict was in force until an edit made 41 members of 40."""
    claim = make_decided_claim(claim, **told)
    html = claim.article.revision.html
    return revise(claim, html.replace("has 40 members", "has 41 members"), by)


def picture_file(
    format="JPEG", mode="RGB", size=(8, 6), colour=None, name="picture.jpg", **options
):
    """A picture as somebody uploads it: red, unless `colour` says otherwise."""
    out = BytesIO()
    colour = colour or ((255, 0, 0) if mode == "RGB" else 0)
    Image.new(mode, size, colour).save(out, format, **options)
    return SimpleUploadedFile(name, out.getvalue())


def make_picture(**told):
    return pictures.keep(picture_file(**told))


def affirm(claim, by=None):
    """Say that the words which an edit changed are still those of the claim; return it."""
    return tagging.place(
        claim,
        by=by or make_editor(),
        revision=claim.article.revision.number,
        start=claim.start,
        end=claim.end,
    )


def schedule(article, at=datetime(2999, 5, 1, tzinfo=UTC), by=None):
    """Take the article through review and schedule it, by people who may."""
    article = editing.take(article, "submit", by=make_editor())
    return editing.take(article, "schedule", by=by or make_publisher(), at=at)


def make_overridden_article(by=None, **told):
    """In review, with an open claim in the way and an override that waits for a second person."""
    article = make_claim().article
    article = editing.take(article, "submit", by=make_editor())
    told = {"note": "The town needs to know today."} | told
    return editing.take(article, "override", by=by or make_publisher(), **told)


def declare_same(claim, other, by=None):
    """Say that two claims state one fact; return the Sameness."""
    return sameness.declare_same(claim, other, by=by or make_editor(), note="The same minutes.")


def make_matched_claim(first=None, reviewer=None, claim=None):
    """In review in an article of its own, and declared the same as `first`, which is decided."""
    first = first or make_decided_claim()
    claim = workflow.take(claim or make_claim(), "take_up", by=reviewer or make_reviewer())
    declare_same(first, claim)
    return claim


def make_adopting_claim(first=None, status=Status.VERIFIED, **told):
    """Adopts the verdict of `first`: in force, unless `status` says that it waits for approval."""
    first = first or make_decided_claim()
    claim = make_matched_claim(first, **told)
    claim = workflow.take(claim, "adopt", by=claim.assignee, adopts=first.pk)
    while claim.status == Status.AWAITING_APPROVAL != status:
        claim = workflow.take(claim, "approve", by=make_reviewer())
    return claim


def object_to(claim):
    """Take the verdict off: somebody objects."""
    claim = Claim.objects.get(pk=claim.pk)
    return workflow.take(claim, "object", by=make_editor(), note="The source is withdrawn.")


def keep_copy(evidence, warc=b"a file of the archive", stands=True):
    """A copy of what stands at the address of `evidence`, as claims.capturing leaves it."""
    words = evidence.excerpt if stands else "Other words."
    copy = Snapshot.objects.create(
        evidence=evidence,
        url=evidence.url,
        final_url=evidence.url,
        http_status=200,
        fetched_at=timezone.now(),
        warc_sha256=hashlib.sha256(warc).hexdigest(),
        payload_sha256=hashlib.sha256(words.encode()).hexdigest(),
        text_sha256=text.sha256(words),
        content_type="text/html",
        text=words,
        excerpt_stands=stands,
    )
    default_storage.save(copy.path, ContentFile(warc))
    Watch.objects.filter(evidence=evidence).update(newest=copy, copies=1)
    return copy


def make_document(claim, by, data=b"Forty members were present.\n", name="minutes.txt", **fields):
    """Evidence with a file, as somebody uploads it."""
    claim.refresh_from_db()
    excerpt = fields.pop("excerpt", "Forty members were present.")
    file = gathering.judged(claim, SimpleUploadedFile(name, data), excerpt, by=by)
    return make_evidence(claim, by, file=file, excerpt=excerpt, **fields)


def make_refused_article(claim=None, by=None):
    """Back in review: it was to go out, and a claim in it, open unless given, was in the way."""
    article = schedule((claim or make_claim()).article, by=by)
    Article.objects.filter(pk=article.pk).update(scheduled_for=timezone.now())
    list(scheduling.publish_due())
    return Article.objects.get(pk=article.pk)
