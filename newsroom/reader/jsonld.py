"""What pages say of themselves to machines: schema.org in JSON-LD. Pure: values in, dicts out.

https://schema.org/NewsArticle and https://schema.org/ClaimReview; what search engines ask of a
ClaimReview, https://developers.google.com/search/docs/appearance/structured-data/factcheck.

Every address is absolute, every time aware and written with its offset. What is unknown is left
out: a value here may be empty or None, and no key of a dict ever is.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

CONTEXT = "https://schema.org"
# What would end the element early, or a line of JavaScript for those who read it as that.
_ESCAPES = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Publisher:
    """Whose site this is.

    logo    address of a picture; policy, of the page that tells how it checks and corrects.
    corrections  address of what that page says of corrections.
    """

    name: str
    url: str
    logo: str
    policy: str
    corrections: str


@dataclass(frozen=True)
class Picture:
    """width, height  in pixels."""

    url: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Cited:
    """A piece of evidence that readers are shown; url is empty where it stands nowhere."""

    name: str
    url: str = ""
    publisher: str = ""
    published_on: date | None = None


@dataclass(frozen=True)
class Story:
    """An article.

    published, modified  aware datetimes.
    authors      (name, address of their page or "") each.
    source       the paper or agency that published it first, if that is another.
    section      (name, address or ""), or None.
    corrections  (aware datetime, words) each.
    words        how many words the body has.
    """

    url: str
    headline: str
    published: datetime
    modified: datetime
    description: str = ""
    authors: tuple[tuple[str, str], ...] = ()
    source: str = ""
    picture: Picture | None = None
    section: tuple[str, str] | None = None
    tags: tuple[str, ...] = ()
    language: str = ""
    corrections: tuple[tuple[datetime, str], ...] = ()
    citations: tuple[Cited, ...] = ()
    words: int = 0


@dataclass(frozen=True)
class Review:
    """What was found on a statement of somebody else.

    claimant  who said it; rating  1 to 5, or None where the verdict has no place on that scale.
    verdict   in words; summary  what was found.
    appears   (address, headline, aware datetime of publication) of the article it stands in.
    """

    url: str
    claimed: str
    claimant: str
    verdict: str
    rating: int | None
    summary: str
    decided: datetime
    appears: tuple[str, str, datetime]
    citations: tuple[Cited, ...] = ()


WORST, BEST = 1, 5


def news_article(story, publisher):
    """Return the NewsArticle of a Story."""
    return _known(
        {
            "@type": "NewsArticle",
            "url": story.url,
            "mainEntityOfPage": story.url,
            "headline": story.headline,
            "description": story.description,
            "author": [_known({"@type": "Person", "name": name, "url": url})
                       for name, url in story.authors],
            "datePublished": _time(story.published),
            "dateModified": _time(story.modified),
            "image": story.picture and _image(story.picture),
            "publisher": _organization(publisher),
            "sourceOrganization": story.source and _named("Organization", story.source),
            "articleSection": story.section and story.section[0],
            "keywords": list(story.tags),
            "inLanguage": story.language,
            "isAccessibleForFree": True,
            "wordCount": story.words,
            "correction": [
                {"@type": "CorrectionComment", "datePublished": _time(at), "text": said}
                for at, said in story.corrections
            ],
            "citation": list(map(_cited, story.citations)),
            "publishingPrinciples": publisher.policy,
        }
    )  # fmt: skip


def breadcrumbs(steps):
    """Return the BreadcrumbList of [(name, address)], from the front page to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": n,
                "name": name,
                "item": {"@type": "WebPage", "@id": url},
            }
            for n, (name, url) in enumerate(steps, start=1)
        ],
    }


def claim_review(review, publisher):
    """Return the ClaimReview of a Review."""
    url, headline, published = review.appears
    article = {
        "@type": "NewsArticle",
        "url": url,
        "headline": headline,
        "datePublished": _time(published),
    }
    return _known(
        {
            "@type": "ClaimReview",
            "url": review.url,
            "claimReviewed": review.claimed,
            "datePublished": _time(review.decided),
            "author": _organization(publisher),
            "reviewRating": _rating(review),
            "reviewBody": review.summary,
            "itemReviewed": {
                "@type": "Claim",
                "author": _named("Person", review.claimant),
                "appearance": article,
            },
            "citation": list(map(_cited, review.citations)),
            "publishingPrinciples": publisher.policy,
        }
    )


def element(node):
    """Return the script element that holds a node: data for machines, which no browser runs.

    Nothing in it can end the element: HTML knows no character references there, JSON does.
    """
    written = json.dumps({"@context": CONTEXT} | node, ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/ld+json">{written.translate(_ESCAPES)}</script>'


def _rating(review):
    rating = {"@type": "Rating", "alternateName": review.verdict}
    if review.rating is None:
        return rating
    return rating | {"ratingValue": review.rating, "bestRating": BEST, "worstRating": WORST}


def _organization(publisher):
    return {
        "@type": "NewsMediaOrganization",
        "name": publisher.name,
        "url": publisher.url,
        "logo": {"@type": "ImageObject", "url": publisher.logo},
        "publishingPrinciples": publisher.policy,
        "correctionsPolicy": publisher.corrections,
        "verificationFactCheckingPolicy": publisher.policy,
    }


def _image(picture):
    return _known(
        {
            "@type": "ImageObject",
            "url": picture.url,
            "width": picture.width,
            "height": picture.height,
            "caption": picture.caption,
            "description": picture.alt,
            "creditText": picture.credit,
        }
    )


def _cited(cited):
    return _known(
        {
            "@type": "CreativeWork",
            "name": cited.name,
            "url": cited.url,
            "publisher": cited.publisher and _named("Organization", cited.publisher),
            "datePublished": cited.published_on and cited.published_on.isoformat(),
        }
    )


def _named(type, name):
    return {"@type": type, "name": name}


def _time(at):
    return at.isoformat(timespec="seconds")


def _known(node):
    return {name: value for name, value in node.items() if value not in (None, "", [], 0)}
