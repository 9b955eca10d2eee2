"""What readers may know of a claim, as values: the templates see these, and no claim.

What is private stays out here, and nowhere later: accounts, notes, dissent, retracted evidence,
and of confidential evidence all but its kind and a digest. No query of its own: FOUND names what
to prefetch.
"""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Prefetch, Subquery
from django.db.models.functions import StrIndex
from django.urls import reverse

from articles.models import Article, Status
from claims.guards import rests_on_adopted
from claims.models import Approval, Evidence, newest_copy
from claims.origins import independent_origins

from . import sentences

_QUOTED = Article.objects.public().filter(revisions=OuterRef("passage_of"))
# A passage may be of a revision that readers never saw: its words are shown if they can be read.
_READABLE = _QUOTED.annotate(place=StrIndex("revision__text", OuterRef("excerpt")))
# Of claims read with ClaimQuerySet.with_verdict.
FOUND = (
    Prefetch(
        "evidence",
        Evidence.objects.watched()
        .filter(retracted_at=None)
        .annotate(
            public_slug=Subquery(_QUOTED.values("slug")),
            is_readable=Exists(_READABLE.filter(place__gt=0)),
        ),
        to_attr="standing_evidence",
    ),
    Prefetch("decision__approvals", Approval.objects.counting(), to_attr="agreed"),
)


@dataclass(frozen=True)
class Source:
    """One piece of evidence. Of one that readers may not see there is its kind, and nothing else
    but, of a confidential one, the digest that binds us to it.

    sha256          that digest; of another, that of the file that is kept; empty without one.
    is_unpublished  a passage that stands in no article readers may read now.
    href            where it can be read, on the web or here; empty if nowhere.
    origin          who said it first, where its title and publisher do not tell.
    copied_at       when the newest copy of it was kept, if any is; copy_sha256 digests its file.
    """

    kind: str
    sha256: str = ""
    is_confidential: bool = False
    is_unpublished: bool = False
    title: str = ""
    href: str = ""
    publisher: str = ""
    published_on: date | None = None
    accessed_at: datetime | None = None
    stance: str = ""
    tier: str = ""
    excerpt: str = ""
    origin: str = ""
    copied_at: datetime | None = None
    copy_sha256: str = ""


@dataclass(frozen=True)
class Check:
    """What was found on one claim.

    href           address of its own page.
    words          as they stand in the article now.
    statement      empty where it says no more than the words.
    status, rating, found  the verdict, as its names (rating: empty unless refuted) and in words.
    counted        how many of the sources are shown; of those, `origins` are independent. What is
                   not shown is not counted: it would tell whose it is.
    checked_words  as they stood when the verdict was proposed or confirmed, which sha256 digests;
                   glyphs and letter case may differ from `words`.
    is_adopted     was it checked for another article? Then no evidence that stands here is shown:
                   the verdict does not rest on it.
    elsewhere      the headline of that article, and the address of what was found there; None
                   where there is none, or readers may not read it.
    """

    key: int
    href: str
    words: str
    statement: str
    claimant: str
    status: str
    rating: str
    found: str
    summary: str
    sources: tuple[Source, ...]
    counted: int
    origins: int
    decided_at: datetime
    approved_by: tuple[str, ...]
    checked_words: str
    sha256: str
    is_adopted: bool
    elsewhere: tuple[str, str] | None

    @property
    def claimed(self):
        """The claim in one line: its statement, or the words themselves."""
        return " ".join((self.statement or self.words).split())


def address(pk):
    """Return the address of the page of a claim."""
    return reverse("reader:claim", args=[pk])


def check(claim):
    """Return the Check of a decided claim that was read with FOUND."""
    decision = claim.decision
    is_adopted = rests_on_adopted(decision)
    evidence = [] if is_adopted else claim.standing_evidence
    sources = tuple(map(source, evidence))
    shown = [one for one, told in zip(evidence, sources, strict=True) if told.title]
    return Check(
        key=claim.pk,
        href=address(claim.pk),
        words=claim.exact,
        statement="" if claim.statement == " ".join(claim.exact.split()) else claim.statement,
        claimant=claim.claimant,
        status=claim.status,
        rating=decision.rating,
        found=sentences.verdict(claim.status, decision.get_rating_display()),
        summary=decision.summary,
        sources=sources,
        counted=len(shown),
        origins=len(independent_origins(shown)),
        decided_at=claim.decided_at,
        approved_by=tuple(sentences.signature(approval.by_name) for approval in decision.agreed),
        checked_words=decision.exact,
        sha256=decision.quote_sha256,
        is_adopted=is_adopted,
        elsewhere=_elsewhere(decision),
    )


def _elsewhere(decision):
    checked = decision.adopts and decision.adopts.claim
    if checked is None or checked.article.status != Status.PUBLISHED:
        return None
    return checked.article.headline, f"{checked.article.get_absolute_url()}#check-{checked.pk}"


def source(evidence):
    """Return the Source of a piece of evidence that was read with FOUND."""
    kind = evidence.get_kind_display()
    if evidence.is_confidential:
        return Source(kind, evidence.commitment_sha256, is_confidential=True)
    if evidence.passage_of_id and not evidence.is_readable:
        return Source(kind, is_unpublished=True)
    copy = newest_copy(evidence)
    return Source(
        kind=kind,
        copied_at=copy and copy.fetched_at,
        copy_sha256=copy.warc_sha256 if copy else "",
        sha256=evidence.document.sha256 if evidence.document else "",
        title=evidence.title,
        href=_href(evidence),
        publisher=evidence.publisher,
        published_on=evidence.published_on,
        accessed_at=evidence.accessed_at,
        stance=evidence.get_stance_display(),
        tier=evidence.get_tier_display(),
        excerpt=evidence.excerpt,
        origin="" if evidence.origin in (evidence.publisher, evidence.title) else evidence.origin,
    )


def _href(evidence):
    if evidence.passage_of_id:
        slug = evidence.public_slug
        return reverse("reader:article", args=[slug]) if slug else ""
    return evidence.url if urlsplit(evidence.url).scheme in ("http", "https") else ""
