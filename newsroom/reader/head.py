"""What the head of a page tells of it: to search engines, and to whoever shares its address.

OpenGraph, https://ogp.me, with its vocabulary for articles; JSON-LD is made in jsonld. Every
address here is absolute, by the setting SITE_URL. templates/reader/_head.html writes a Head.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.safestring import mark_safe
from django.utils.text import Truncator

from . import jsonld, ratings

DESCRIBED = 200  # characters, where a page has no description of its own
# https://www.rfc-editor.org/rfc/rfc5646: language, script, region. Others have no OpenGraph form.
_LOCALE = re.compile(r"([a-z]{2,3})(?:-[A-Za-z]{4})?-([A-Za-z]{2})")


@dataclass(frozen=True)
class Head:
    """url          canonical address.
    type            as OpenGraph names it: website or article.
    locale          such as en_GB; empty where the language or its region is unknown.
    picture         a jsonld.Picture, or None.
    published, modified  as in ISO 8601, of an article.
    section, tags   names; authors: addresses of their pages.
    data            the elements of JSON-LD, safe as HTML.
    """

    url: str
    title: str
    description: str = ""
    type: str = "website"
    locale: str = ""
    picture: jsonld.Picture | None = None
    published: str = ""
    modified: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    data: str = ""


def absolute(path):
    """Return the address of a page of this site; `path` is its address from the root on."""
    return f"{settings.SITE_URL.rstrip('/')}{iri_to_uri(path)}"


def of_page(path, title, description=""):
    """Return the Head of any page, such as a list: its address from the root on, and its title."""
    return Head(url=absolute(path), title=title, description=description)


def of_list(request, title):
    """Return the Head of a page of a list: of its query, the place in the list is all it keeps."""
    place = {name: request.GET[name] for name in ("before", "after") if name in request.GET}
    return of_page(f"{request.path}?{urlencode(place)}" if place else request.path, title)


def of_article(article, checks, corrections, updated):
    """Return the Head of an article that was read with section, picture, byline and tags.

    checks       its checks.Check values; corrections: its revisions that are labelled so.
    updated      when its words changed last, or None.
    """
    story = _story(article, checks, corrections, updated)
    steps = filter(None, [_home(), story.section, (story.headline, story.url)])
    return Head(
        url=story.url,
        title=story.headline,
        description=story.description or Truncator(article.revision.text).chars(DESCRIBED),
        type="article",
        locale=_locale(article.language),
        picture=story.picture,
        published=_time(story.published),
        modified=_time(story.modified),
        section=story.section[0] if story.section else "",
        tags=story.tags,
        authors=tuple(url for _, url in story.authors),
        data=_data(jsonld.news_article(story, publisher()), jsonld.breadcrumbs(steps)),
    )


def of_claim(check, article):
    """Return the Head of the page of a claim; `article` is the one whose words it is on.

    A ClaimReview only where the statement is somebody else's: of one's own words none is due.
    """
    review = claim_review(check, article)
    return Head(
        url=absolute(check.href),
        title=f"{check.found}: {check.claimed}",
        description=Truncator(check.summary).chars(DESCRIBED),
        type="article",
        locale=_locale(article.language),
        published=_time(check.decided_at),
        section=article.section.name if article.section else "",
        data=_data(*filter(None, [review])),
    )


def claim_review(check, article):
    """Return the ClaimReview of a check, as a dict; None where the statement is our own."""
    if not check.claimant:
        return None
    return jsonld.claim_review(_review(check, article), publisher())


def publisher():
    """Return the jsonld.Publisher that this site is."""
    policy = absolute(reverse("reader:how"))
    return jsonld.Publisher(
        name=settings.SITE_NAME,
        url=absolute(reverse("reader:home")),
        logo=absolute(static("newsroom/icon.svg")),
        policy=policy,
        corrections=f"{policy}#corrections",
    )


def _story(article, checks, corrections, updated):
    published = timezone.localtime(article.published_at)
    source = article.publication.name if article.publication else ""
    bylines = [line.contributor for line in article.byline_set.all()]
    section = article.section
    return jsonld.Story(
        url=absolute(article.get_absolute_url()),
        headline=article.headline,
        published=published,
        modified=timezone.localtime(updated) if updated else published,
        description=article.standfirst,
        authors=tuple((one.name, absolute(one.get_absolute_url())) for one in bylines),
        source="" if source == settings.SITE_NAME else source,
        picture=_picture(article),
        section=section and (section.name, absolute(section.get_absolute_url())),
        tags=tuple(tag.name for tag in article.tags.all()),
        language=article.language,
        corrections=tuple((timezone.localtime(one.created), one.note) for one in corrections),
        citations=_citations(checks),
        words=len(article.revision.text.split()),
    )


def _review(check, article):
    return jsonld.Review(
        url=absolute(check.href),
        claimed=check.claimed,
        claimant=check.claimant,
        verdict=check.found,
        rating=ratings.value(check.status, check.rating),
        summary=check.summary,
        decided=timezone.localtime(check.decided_at),
        appears=(
            absolute(article.get_absolute_url()),
            article.headline,
            timezone.localtime(article.published_at),
        ),
        citations=_citations([check]),
    )


def _citations(checks):
    """Return each piece of evidence that these checks show, once."""
    shown = [
        jsonld.Cited(source.title, _on_the_web(source.href), source.publisher, source.published_on)
        for check in checks
        for source in check.sources
        if source.title
    ]
    return tuple(dict.fromkeys(shown))


def _on_the_web(href):
    return absolute(href) if href.startswith("/") else href


def _picture(article):
    if article.picture is None:
        return None
    return jsonld.Picture(
        url=absolute(article.picture.get_absolute_url()),
        width=article.picture.width,
        height=article.picture.height,
        alt=article.picture_alt,
        caption=article.image_caption,
        credit=article.picture_credit,
    )


def _home():
    return settings.SITE_NAME, absolute(reverse("reader:home"))


def _locale(language):
    match = _LOCALE.fullmatch(language)
    return f"{match[1]}_{match[2].upper()}" if match else ""


def _time(at):
    return timezone.localtime(at).isoformat(timespec="seconds")


def _data(*nodes):
    # element() leaves nothing in it that HTML would read.
    return mark_safe("\n".join(map(jsonld.element, nodes)))
