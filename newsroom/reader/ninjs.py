"""An article for agencies and other desks: IPTC ninjs 3.0, https://iptc.org/standards/ninjs/.

Nothing is told that we do not know: no urgency, no rights, no code of a vocabulary that the desk
did not choose.
"""

from django.http import Http404, HttpResponseGone, JsonResponse
from django.views.decorators.http import require_safe

from articles.body import elements
from articles.models import Article, Change
from articles.visibility import known_before
from claims import verification

from . import sentences
from .article_page import BYLINE
from .caching import NO_STORE, about, cached_for_readers, key
from .feed_formats import rfc3339
from .full_text import body
from .head import absolute, publisher

STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
INDICATOR = "http://cv.iptc.org/newscodes/trustindicator/"


@require_safe
@cached_for_readers()
def ninjs(request, slug):
    """One article as ninjs; 410 once readers knew it and may no longer read it, 404 else."""
    public = Article.objects.public().filter(slug=slug)
    public = public.select_related("section", "publication", "picture", "revision")
    article = public.prefetch_related(BYLINE, "tags").first()
    if article is not None:
        told = JsonResponse(item(article), json_dumps_params={"ensure_ascii": False})
        return about(told, keys=[key("article", article.pk)])
    if known_before(slug):
        return HttpResponseGone(headers={"Cache-Control": NO_STORE})
    raise Http404("There is no such article.")


def item(article):
    """Return the news object of a public article, as a dict. Two queries."""
    address = absolute(article.get_absolute_url())
    told = {
        "uri": address,
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "version": str(article.revision.number),
        "firstCreated": rfc3339(article.first_published_at),
        "versionCreated": rfc3339(max(article.revision.created, article.first_published_at)),
        "contentCreated": rfc3339(article.published_at),
        "pubStatus": "usable",
        "language": article.language,
        "title": article.headline,
        "headlines": [_text("main", article.headline)],
        "descriptions": _descriptions(article),
        "bodies": _bodies(article.revision),
        "by": ", ".join(map(_by, article.byline_set.all())),
        "people": [_person(line.contributor) for line in article.byline_set.all()],
        "located": article.dateline,
        "infoSources": [{"name": article.publication.name}] if article.publication else [],
        "subjects": _subjects(article),
        "associations": [_picture(article)] if article.picture else [],
        "trustIndicators": _indicators(),
        "altIds": [{"role": "slug", "value": article.slug}],
    }
    return _known(told)


def _known(told):
    return {name: value for name, value in told.items() if value}


def _text(role, value):
    return {"role": role, "contentType": "text/plain", "value": value}


def _descriptions(article):
    """The standfirst, how far the article is checked, and each correction, newest first."""
    corrections = article.revisions.filter(change=Change.CORRECTION).order_by("-number")
    verified = sentences.verification(verification.of_articles([article.pk])[article.pk])
    return [
        *([_text("standfirst", article.standfirst)] if article.standfirst else []),
        _text("verification", verified),
        *(_text("correction", note) for note in corrections.values_list("note", flat=True)),
    ]


def _bodies(revision):
    words = _without_captions(revision)
    counted = {"charCount": len(words), "wordCount": len(words.split())}
    return [
        {"role": "main", "contentType": "text/html", **counted, "value": body(revision)},
        {"role": "text", "contentType": "text/plain", **counted, "value": revision.text},
    ]


def _without_captions(revision):
    """Return the words of `revision` but for those under pictures, which are not counted."""
    text, end = revision.text, len(revision.text)
    # From the last on. An outer one ends after those within it, and goes with them.
    for one in reversed([*elements(revision.html)]):
        if one.name == "figcaption" and one.end <= end:
            text, end = text[: one.start] + text[one.end :], one.start
    return text


def _by(line):
    return f"{line.contributor.name} ({line.role})" if line.role else line.contributor.name


def _person(contributor):
    address = absolute(contributor.get_absolute_url())
    return {"name": contributor.name, "rel": "author", "uri": address}


def _subjects(article):
    concepts = [("section", article.section)] if article.section else []
    concepts += [("tag", one) for one in article.tags.all()]
    return [
        {"name": one.name, "rel": rel, "uri": absolute(one.get_absolute_url())}
        for rel, one in concepts
    ]


def _picture(article):
    picture = article.picture
    address = absolute(picture.get_absolute_url())
    told = {
        "name": "main",
        "rel": "main picture",
        "uri": address,
        "type": "picture",
        "language": article.language,
        "by": article.picture_credit,
        "descriptions": [
            _text(role, value)
            for role, value in (("alt", article.picture_alt), ("caption", article.image_caption))
            if value
        ],
        "renditions": [
            {
                "name": "web",
                "href": address,
                "contentType": f"image/{picture.format}",
                "width": picture.width,
                "height": picture.height,
            }
        ],
    }
    return _known(told)


def _indicators():
    site = publisher()
    policies = (
        ("factCheckingPolicy", "How we check", site.policy),
        ("correctionsPolicy", "How we correct", site.corrections),
    )
    return [
        {"role": INDICATOR + role, "title": title, "href": href} for role, title, href in policies
    ]
