"""What an article says, as one value: read from an article, checked, and put back.

A Draft (articles.importers.base) is everything a desk can write in an article. Import, admin
and API all hand one to articles.editing; none of them sets fields of its own.
"""

import re
from dataclasses import asdict, replace

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify

from . import html, text
from .errors import Invalid
from .importers.base import Author, Draft
from .ledger import canonical
from .models import Byline, Contributor, Picture, Publication, Section, Tag

PROVISIONAL_LENGTH = 80
SLUG_LENGTH = 100
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def of(article):
    """Return what `article` says now, as a Draft."""
    return Draft(
        headline=article.headline,
        html=article.revision.html,
        section=article.section and article.section.name,
        publication=article.publication and article.publication.name,
        published_at=article.published_at,
        byline=tuple(
            Author(line.contributor.name, line.role or None, line.contributor.handle or None)
            for line in article.byline_set.all()
        ),
        image_caption=article.image_caption or None,
        standfirst=article.standfirst or None,
        dateline=article.dateline or None,
        language=article.language or None,
        picture=article.picture and article.picture.sha256,
        picture_alt=article.picture_alt or None,
        picture_credit=article.picture_credit or None,
        tags=_in_order(tag.name for tag in article.tags.all()),
    )


def checked(draft):
    """Return `draft` with its body cleaned, its lines normalised, its tags as they are known.

    Raises Invalid with a sentence for each field that cannot be used.
    """
    draft = replace(draft, **{name: _line(getattr(draft, name)) for name in _LINES})
    draft = replace(draft, byline=tuple(map(_author, draft.byline)), tags=_tags(draft.tags))
    errors = _too_long(draft) | _unusable_byline(draft.byline) | _unusable_picture(draft)
    errors |= _unusable_tags(draft.tags)
    if draft.language and not LANGUAGE_TAG.fullmatch(draft.language):
        errors["language"] = "Give the language as a tag such as en, az or kk-Cyrl."
    if draft.published_at and draft.published_at.year < FIRST_YEAR:
        errors["published_at"] = f"Give the year it was published in: {FIRST_YEAR} or later."
    try:
        draft = replace(draft, html=html.clean(draft.html))
    except html.BodyRefused as refusal:
        errors["html"] = str(refusal)
    else:
        if not html.text_of(draft.html).strip():
            errors["html"] = "The body has no words. Write some, or import the article again."
    if errors:
        raise Invalid(errors)
    return draft


# Older dates stand for none where they come from, and near the year 1 a time zone has no day.
FIRST_YEAR = 1000
# Longest line of each kind, in characters: the width of its column.
LENGTHS = {
    "headline": 300,
    "section": 200,
    "publication": 200,
    "dateline": 200,
    "language": 35,
    "picture_alt": 1000,
    "picture_credit": 200,
}
AUTHOR_LENGTHS = {"name": 200, "role": 200, "handle": 100}
TAG_LENGTH, MOST_TAGS = 100, 20

_LINES = (
    "headline",
    "section",
    "publication",
    "image_caption",
    "standfirst",
    "dateline",
    "language",
    "picture",
    "picture_alt",
    "picture_credit",
)


def _line(value):
    return " ".join(text.normalise(value).split()) or None if value else None


def _author(author):
    return Author(_line(author.name), _line(author.role), _line(author.handle))


def _tags(names):
    """Return the names of tags normalised, each once, spelled as a tag that is known already."""
    named = {}
    for name in filter(None, map(_line, names or ())):
        named.setdefault(name.casefold(), name)
    if len(named) <= MOST_TAGS:
        named |= {name.casefold(): name for name in _known_tags(named.values())}
    return _in_order(named.values())


def _known_tags(names):
    """Return the names of those tags that differ from some of `names` by their capitals alone."""
    wanted = {name.casefold() for name in names}
    # A database may know the capitals of English only; a slug knows those of every script.
    alike = Q(slug__in=[slugify(name, allow_unicode=True)[:SLUG_LENGTH] for name in names])
    for name in names:
        alike |= Q(name__iexact=name)
    found = Tag.objects.filter(alike).values_list("name", flat=True)
    return [name for name in found if name.casefold() in wanted]


def _in_order(names):
    """Return the names of tags in an order that no database decides."""
    return tuple(sorted(names, key=lambda name: (name.casefold(), name)))


def _unusable_tags(names):
    if len(names) > MOST_TAGS:
        return {"tags": f"Name at most {MOST_TAGS} tags: those that say most."}
    for name in names:
        if "," in name:
            return {"tags": f"A tag has no comma: make several of “{name[:TAG_LENGTH]}”."}
        if len(name) > TAG_LENGTH:
            return {"tags": f"Shorten each tag to {TAG_LENGTH} characters."}
    return {}


def _too_long(draft):
    return {
        name: f"Shorten the {name.replace('_', ' ')} to {length} characters."
        for name, length in LENGTHS.items()
        if len(getattr(draft, name) or "") > length
    }


def _unusable_byline(authors):
    people = [(author.name, author.handle) for author in authors]
    for author in authors:
        if not author.name:
            return {"byline": "Each line of the byline needs a name."}
        for part, length in AUTHOR_LENGTHS.items():
            if len(getattr(author, part) or "") > length:
                return {"byline": f"Shorten the {part} in the byline to {length} characters."}
        if people.count((author.name, author.handle)) > 1:
            return {"byline": f"{author.name} stands in the byline twice. Name each person once."}
    return {}


def _unusable_picture(draft):
    if draft.picture is None:
        given = [name for name in ("picture_alt", "picture_credit") if getattr(draft, name)]
        return dict.fromkeys(given, "There is no picture. Choose its file, or empty this.")
    if not Picture.objects.filter(sha256=draft.picture).exists():
        return {"picture": "This picture is not kept here. Choose its file again."}
    if draft.picture_alt is None:
        return {"picture_alt": "Say what the picture shows, for those who do not see it."}
    return {}


def provisional_headline(body):
    """Return a headline made from the first words of `body`, for an article that has none."""
    first = body.strip().split("\n", 1)[0]
    if len(first) <= PROVISIONAL_LENGTH:
        return first
    return first[:PROVISIONAL_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def snapshot(draft):
    """Return the canonical JSON of everything a revision keeps besides headline and body."""
    kept = asdict(replace(draft, headline=None, html="", notes=()))
    kept["published_at"] = draft.published_at and draft.published_at.isoformat()
    kept["byline"] = [asdict(author) for author in draft.byline]
    return canonical({name: value for name, value in kept.items() if value})


_TEXTS = (
    "standfirst", "dateline", "image_caption", "language", "picture_alt", "picture_credit",
)  # fmt: skip


def put(draft, article):
    """Set the article's fields from `draft`. The caller saves it, then calls put_names."""
    article.headline = draft.headline
    article.section = _section(draft.section)
    article.publication = _publication(draft.publication)
    article.published_at = draft.published_at
    article.picture = draft.picture and Picture.objects.get(sha256=draft.picture)
    for name in _TEXTS:
        setattr(article, name, getattr(draft, name) or "")


def put_names(draft, article):
    """Make the article's byline the draft's, in its order, and its tags the draft's."""
    article.byline_set.all().delete()
    Byline.objects.bulk_create(
        Byline(
            article=article,
            contributor=_named(Contributor, author.name, handle=author.handle or ""),
            role=author.role or "",
            position=position,
        )
        for position, author in enumerate(draft.byline)
    )
    article.tags.set([_named(Tag, name) for name in draft.tags])


def _section(name):
    if not name:
        return None
    return Section.objects.filter(name__iexact=name).first() or _named(Section, name)


def _publication(name):
    return name and Publication.objects.get_or_create(name=name)[0]


def _named(model, name, **told):
    """Return the row of `model` with this name; where it has to be made, with a slug of its own.

    Where two writers choose one slug, the slower takes the next.
    """
    while True:
        if row := model.objects.filter(name=name, **told).first():
            return row
        slug = free_slug(model, name)
        try:
            with transaction.atomic():
                return model.objects.create(name=name, slug=slug, **told)
        except IntegrityError:
            if not model.objects.filter(Q(slug=slug) | Q(name=name, **told)).exists():
                raise


def free_slug(model, words):
    """Return a slug for `words` that no row of `model` has."""
    base = slugify(words, allow_unicode=True)[:SLUG_LENGTH].strip("-") or model._meta.model_name
    slug, n = base, 1
    while model.objects.filter(slug=slug).exists():
        n += 1
        slug = f"{base}-{n}"
    return slug
