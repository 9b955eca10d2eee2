"""What the desk's list of articles is made of: a filter, a badge, and steps for many at once."""

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef
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
        tags = Article.objects.order_by("language").values_list("language", flat=True).distinct()
        return [(tag or self.UNKNOWN, tag or self.UNKNOWN) for tag in tags]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(language="" if self.value() == self.UNKNOWN else self.value())


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
