"""What the desk's list of articles is made of: a filter, a badge, and steps for many at once."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html

from . import editing
from .errors import DeskError
from .models import Article

# The steps that ask for no note.
BULK = [step for step in editing.STEPS if not step.needs]


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


def take_all(step, model_admin, request, queryset):
    """Take `step` with every article; say of each that is refused why, and leave it as it was."""
    taken = 0
    for article in queryset:
        try:
            editing.take(article, step.name, by=request.user)
            taken += 1
        except DeskError as error:
            reasons = [str(error), *(blocker.detail for blocker in getattr(error, "blockers", ()))]
            link = '<a href="{}">{}</a>: {}'
            page = reverse("admin:articles_article_change", args=[article.pk])
            said = format_html(link, page, article.headline, " ".join(dict.fromkeys(reasons)))
            messages.error(request, said)
    if taken:
        messages.success(request, f"{step.label}: done for {taken} of {len(queryset)}.")


def badge(status, label):
    """Return a status as a badge: in words, and in a colour that says no more than they do."""
    return format_html('<span class="badge badge--{}">{}</span>', status.replace("_", "-"), label)
