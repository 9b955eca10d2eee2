"""The desk's pages about articles: they look; articles.editing acts.

ArticleAdmin knows no claims and is not registered here: newsroom.admin adds what needs both.
"""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from . import editing, overrides
from .admin_conflict import ConflictPages
from .admin_drafts import DraftPages, also_editing, left_behind
from .admin_list import (
    BULK,
    LanguageFilter,
    NameFilter,
    PublishedFilter,
    TagFilter,
    TimingFilter,
    standing,
    take_all,
)
from .admin_revisions import RevisionPages, revisions_of
from .admin_steps import StepPages
from .admin_writing import WritingPages
from .desk import PlainListMixin
from .models import Article, Contributor, Publication, Section, Tag
from .record import told
from .record_export import exported

NEWEST_SHOWN = 10
A_PAGE = 50
TEMPLATES = "admin/articles/article"
NO_ROLE = (
    "Your role does not reach this page. Ask whoever keeps the accounts to make you an "
    "editor, a reviewer or a publisher."
)


class ArticleAdmin(
    ConflictPages,
    DraftPages,
    RevisionPages,
    StepPages,
    WritingPages,
    PlainListMixin,
    admin.ModelAdmin,
):
    """List and pages of the articles, without their claims."""

    page_template = f"{TEMPLATES}/page.html"
    list_display = ["headline_shown", "status_shown", "section", "updated_at"]
    list_filter = [
        "status",
        ("section", NameFilter),
        ("publication", NameFilter),
        ("tags", TagFilter),
        LanguageFilter,
        PublishedFilter,
        TimingFilter,
    ]
    list_select_related = ["section"]
    list_per_page = 50
    search_fields = ["headline", "revision__text"]
    search_help_text = "Words of the headline or the body."
    # Where an index serves it: to sort a hundred thousand by their headlines takes seconds.
    sortable_by = ["updated_at"]

    @admin.display(description="headline")
    def headline_shown(self, article):
        if article.headline_is_provisional:
            return format_html(
                '{} <span class="badge badge--provisional">provisional</span>', article.headline
            )
        return article.headline

    @admin.display(description="status")
    def status_shown(self, article):
        return standing(article)

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm(editing.EDIT) or request.user.has_perm(editing.PUBLISH)

    def has_delete_permission(self, request, obj=None):
        return False  # What was written stays: an article is withdrawn.

    def get_actions(self, request):
        """The steps that ask for no note, for whoever may take them."""
        return {
            step.name: (partial(take_all, step), step.name, step.label)
            for step in BULK
            if request.user.has_perm(step.permission)
        }

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Articles", **(extra_context or {})})

    def get_urls(self):
        """Only these: what Django offers besides them writes past the door."""
        pages = [
            ("", self.changelist_view, "changelist"),
            ("add/", self.write_view, "add"),
            ("<int:pk>/change/", self.page_view, "change"),
            ("<int:pk>/edit/", self.edit_view, "edit"),
            ("<int:pk>/steps/", self.step_view, "steps"),
            ("<int:pk>/embargo/", self.embargo_view, "embargo"),
            *self.revision_pages(),
            ("<int:pk>/record/", self.record_view, "record"),
            ("<int:pk>/record.json", self.export_view, "export"),
            *self.draft_pages(),
            *self.conflict_pages(),
        ]
        return [
            path(route, self.admin_site.admin_view(view), name=f"articles_article_{name}")
            for route, view, name in pages
        ]

    # --- what the pages share ---------------------------------------------------------------------

    def article_of(self, request, pk):
        """Return the article with all that its page names, or refuse with a sentence."""
        if not self.has_view_permission(request):
            raise PermissionDenied(NO_ROLE)
        found = Article.objects.with_names().select_related("revision")
        return get_object_or_404(found.annotate(asker_may=overrides.asker_may()), pk=pk)

    def render(self, request, template, article, status=200, **about):
        context = self.admin_site.each_context(request)
        context |= {"opts": self.opts, "article": article, "is_refused": status >= 400} | about
        return TemplateResponse(request, template, context, status=status)

    def to(self, request, article, message):
        messages.success(request, message)
        return redirect("admin:articles_article_change", article.pk)

    # --- one article ------------------------------------------------------------------------------

    @method_decorator(require_safe)
    def page_view(self, request, pk):
        return self.page(request, self.article_of(request, pk))

    def page(self, request, article, status=200, bound=None, **typed):
        """Render the article's page; `bound` and `typed` are what was typed in it and refused."""
        about = self.about(request, article) | typed
        blockers = [blocker for blocker, _ in about["blockers"]]
        about |= self.about_steps(request, article, blockers, bound)
        return self.render(
            request, self.page_template, article, status, title=article.headline, **about
        )

    def about(self, request, article):
        """Return what the page says of the article besides its own fields."""
        prefetch_related_objects([article], "tags")
        blockers = editing.blockers(article)
        refusal = editing.may_revise(article, request.user)
        return {
            "edit_refusal": refusal,
            "left_behind": refusal and left_behind(article, request.user),
            "also_editing": also_editing(article, request.user),
            "body": mark_safe(article.revision.html),
            "blockers": [(blocker, self.blocker_url(blocker)) for blocker in blockers],
            "revisions": revisions_of(article)[:NEWEST_SHOWN],
            "entries": [told(entry) for entry in self.entries(request, article)[:NEWEST_SHOWN]],
        }

    def blocker_url(self, blocker):
        return None

    def entries(self, request, article):
        entries = article.ledger.order_by("-sequence")
        return entries if request.user.has_perm("articles.view_ledgerentry") else entries.none()

    # --- its record -------------------------------------------------------------------------------

    @method_decorator(require_safe)
    def record_view(self, request, pk):
        article = self.recorded(request, pk)
        found = _page(request, self.entries(request, article))
        return self.render(
            request,
            f"{TEMPLATES}/record.html",
            article,
            title="Record",
            entries=[told(entry) for entry in found],
            found=found,
        )

    @method_decorator(require_safe)
    def export_view(self, request, pk):
        """The whole record as a file that articles/record_verifier.py reads."""
        article = self.recorded(request, pk)
        parts = exported(article, with_confidential=self.may_read_confidential(request))
        response = StreamingHttpResponse(parts, content_type="application/json")
        name = f"record-{article.slug}.json"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response

    def recorded(self, request, pk):
        """Return the article for whoever may read its record, or refuse with a sentence."""
        article = self.article_of(request, pk)
        if not request.user.has_perm("articles.view_ledgerentry"):
            raise PermissionDenied(NO_ROLE)
        return article

    def may_read_confidential(self, request):
        """May this person read confidential evidence? Articles know of none."""
        return False


def _page(request, queryset):
    return Paginator(queryset, A_PAGE).get_page(request.GET.get("page"))


class NameAdmin(PlainListMixin, admin.ModelAdmin):
    """Names that articles carry: made and changed by writing an article, only looked at here."""

    search_fields = ["name"]
    list_per_page = 100

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.view_article")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.register([Section, Publication], NameAdmin)


@admin.register(Contributor)
class ContributorAdmin(NameAdmin):
    list_display = ["name", "handle"]
    search_fields = ["name", "handle"]


@admin.register(Tag)
class TagAdmin(NameAdmin):
    list_display = ["name", "articles"]

    @admin.display(description="articles")
    def articles(self, tag):
        address = reverse("admin:articles_article_changelist")
        return format_html('<a href="{}?tags__id__exact={}">Its articles</a>', address, tag.pk)
