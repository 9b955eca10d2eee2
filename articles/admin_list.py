"""What the desk's list of articles is made of: a filter, a badge, and steps for many at once."""

import re
from datetime import datetime

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import connection
from django.db.models import Exists, Max, Min, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from . import editing
from .errors import DeskError
from .gate import in_words
from .models import Article

# The steps that ask for nothing. A second person looks at each override.
BULK = [step for step in editing.STEPS if not step.needs and not step.guards]
# Of what is in the way of one article, in the answer to a step for many: its page names them all.
MOST_NAMED = 10


class LanguageFilter(admin.SimpleListFilter):
    title = parameter_name = "language"
    UNKNOWN = "unknown"

    def lookups(self, request, model_admin):
        return [(tag or self.UNKNOWN, tag or self.UNKNOWN) for tag in _languages()]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(language="" if self.value() == self.UNKNOWN else self.value())


def _languages():
    """Return each language that an article has, in their order, in one query.

    From one entry of the index to the next greater: a query that is "distinct" reads every one.
    https://wiki.postgresql.org/wiki/Loose_indexscan
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE found(tag) AS (SELECT MIN(language) FROM articles_article UNION ALL "
            "SELECT (SELECT MIN(language) FROM articles_article WHERE language > found.tag) "
            "FROM found WHERE found.tag IS NOT NULL) SELECT tag FROM found WHERE tag IS NOT NULL"
        )
        return [tag for (tag,) in cursor.fetchall()]


class PublishedFilter(admin.SimpleListFilter):
    """The years of publication, and the months of the one that is chosen; in the desk's zone.

    From the first article to the last, whether a year has any or not: to know that, Django's own
    date_hierarchy reads every article.
    """

    title, parameter_name = "publication date", "published"

    def lookups(self, request, model_admin):
        found = Article.objects.aggregate(first=Min("published_at"), last=Max("published_at"))
        if found["first"] is None:
            return []
        first, last = (timezone.localtime(time).year for time in found.values())
        years = [f"{year:04}" for year in range(last, first - 1, -1)]
        return [(name, name) for year in years for name in (year, *self._months_of(year))]

    def _months_of(self, year):
        """Return the months of `year` if it is chosen, or one of them is."""
        is_chosen = (self.used_parameters.get(self.parameter_name) or "").startswith(year)
        return [f"{year}-{month:02}" for month in range(1, 13)] if is_chosen else []

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        span = _span(self.value())
        if span is None:
            raise IncorrectLookupParameters
        begin, end = span
        return queryset.filter(published_at__gte=begin, published_at__lt=end)


def _span(words):
    """Return (begin, end), aware, of a year "2026" or a month "2026-05"; None for other words."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", words or ""):
        return None
    year, month = int(words[:4]), int(words[5:] or 1)
    if not (1 <= year < 9999 and 1 <= month <= 12):
        return None
    is_within_a_year = len(words) > 4 and month < 12
    end = (year, month + 1, 1) if is_within_a_year else (year + 1, 1, 1)
    zone = timezone.get_current_timezone()
    return datetime(year, month, 1, tzinfo=zone), datetime(*end, tzinfo=zone)


class NameFilter(admin.RelatedFieldListFilter):
    """The names that articles have, and those articles that have none, by a word for it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_value_display = "None"

    def field_choices(self, field, request, model_admin):
        """Each name is looked up once: names are few, and articles may be very many."""
        used = Article.objects.filter(**{field.name: OuterRef("pk")})
        names = field.related_model.objects.filter(Exists(used))
        return [(one.pk, str(one)) for one in names]


class TagFilter(NameFilter):
    """The first names alone, and the one that is chosen: the list of tags leads to any other."""

    MOST = 50

    def field_choices(self, field, request, model_admin):
        choices = super().field_choices(field, request, model_admin)
        return choices[: self.MOST] + [
            choice for choice in choices[self.MOST :] if str(choice[0]) in (self.lookup_val or ())
        ]


class TimingFilter(admin.SimpleListFilter):
    """Articles that something of the clock keeps in, or should have let out."""

    title = parameter_name = "timing"

    def lookups(self, request, model_admin):
        return [("embargo", "Under embargo"), ("missed", "Not published on time")]

    def queryset(self, request, queryset):
        if self.value() == "embargo":
            return queryset.filter(embargoed_until__gt=timezone.now())
        return queryset.filter(missed_at__isnull=False) if self.value() == "missed" else queryset


def take_all(step, model_admin, request, queryset):
    """Take `step` with every article; say of each that is refused why, and leave it as it was."""
    taken = 0
    for article in queryset:
        try:
            editing.take(article, step.name, by=request.user)
            taken += 1
        except DeskError as error:
            messages.error(request, _refused(article, error, model_admin.blocker_url))
    if taken:
        messages.success(request, f"{step.label}: done for {taken} of {len(queryset)}.")


def _refused(article, error, url_of):
    """Return why a step was refused, as HTML that leads to the article and to what is in its way.

    url_of  function of a Blocker, to the address of what it speaks of, or None.
    """
    page = reverse("admin:articles_article_change", args=[article.pk])
    said = format_html('<a href="{}">{}</a>: {}', page, article.headline, error)
    found = getattr(error, "blockers", ())
    if not found:
        return said
    lines = [(_named(blocker, url_of(blocker)),) for blocker in found[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        lines.append((format_html('<a href="{}">All {}</a>', page, len(found)),))
    listed = format_html_join("", "<li>{}</li>", lines)
    return format_html('{}<ul class="blockers">{}</ul>', said, listed)


def _named(blocker, url):
    if url is None:
        return blocker.detail
    return format_html('<a href="{}">{}</a>: {}', url, blocker.label, blocker.detail)


def standing(article):
    """Return the article's status as a badge, with the time that it waits for."""
    shown = badge(article.status, article.get_status_display())
    if article.scheduled_for:
        return format_html("{} for {}", shown, in_words(article.scheduled_for))
    if article.missed_at:
        return format_html("{} not published on time", shown)
    if article.embargoed_until and article.embargoed_until > timezone.now():
        return format_html("{} embargo until {}", shown, in_words(article.embargoed_until))
    return shown


def badge(status, label):
    """Return a status as a badge: in words, and in a colour that says no more than they do."""
    return format_html('<span class="badge badge--{}">{}</span>', status.replace("_", "-"), label)
