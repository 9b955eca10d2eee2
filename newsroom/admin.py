"""The desk's pages about articles with their claims: what needs both is wired here."""

from dataclasses import replace

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from articles import html
from articles.admin import NO_ROLE, ArticleAdmin
from articles.desk import SortedByOffer, attempt, show_errors
from articles.models import Article
from claims import effects, tagging
from claims.marks import css, marks
from claims.models import Claim, Status
from claims.verification import of_articles, of_claims
from claims.visibility import CONFIDENTIAL

from . import pasted_words
from .forms import TagForm
from .surface import TaggingSurface

UNREADABLE = "Nothing was tagged. Correct what is marked below and send it again."

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.enable_nav_sidebar = False  # Two links in the header do, and leave room for the lists.


class WithOpenClaims(admin.SimpleListFilter):
    title = "open claims"
    parameter_name = "open_claims"

    def lookups(self, request, model_admin):
        return [("yes", "With open claims"), ("no", "Without")]

    def queryset(self, request, queryset):
        waiting = Claim.objects.undecided().values("article_id")
        if self.value() == "yes":
            return queryset.filter(pk__in=waiting)
        return queryset.exclude(pk__in=waiting) if self.value() == "no" else queryset


class VerifiedList(SortedByOffer):
    """A page of articles with the Verification of each, counted in one query for them all."""

    def get_results(self, request):
        super().get_results(request)
        found = of_articles(article.pk for article in self.result_list)
        for article in self.result_list:
            article.verification = found[article.pk]


def claim_url(claim):
    return reverse("admin:claims_claim_change", args=[claim.pk])


@admin.register(Article)
class CheckedArticleAdmin(TaggingSurface, ArticleAdmin):
    list_display = [
        "headline_shown", "status_shown", "verification", "open_claims", "section", "updated_at",
    ]  # fmt: skip
    page_template = "admin/newsroom/article.html"
    compare_template = "admin/newsroom/compare.html"
    list_filter = [*ArticleAdmin.list_filter, WithOpenClaims]

    def may_read_confidential(self, request):
        return request.user.has_perm(CONFIDENTIAL)

    @admin.display(description="verification")
    def verification(self, article):
        return verification_badge(article.verification)

    @admin.display(description="open claims")
    def open_claims(self, article):
        return article.verification.undecided or "–"

    def get_changelist(self, request, **kwargs):
        return VerifiedList

    def get_urls(self):
        tag = self.admin_site.admin_view(self.tag_view)
        paste = path("<int:pk>/tag/", tag, name="articles_article_tag")
        return [paste, *self.surface_urls(), *super().get_urls()]

    def blocker_url(self, blocker):
        if blocker.kind != "claim":
            return None
        return reverse("admin:claims_claim_change", args=[blocker.key])

    def about(self, request, article):
        about = super().about(request, article)
        if not request.user.has_perm("claims.view_claim"):
            return about
        claims = claims_of(article)
        return about | {
            "claims": [(claim, claim_url(claim), css(claim.status)) for claim in claims],
            "verification": verification_badge(of_claims(claims)),
            "body": mark_safe(html.mark(article.revision.html, marks(claims, claim_url))),
            "tag_form": TagForm(article=article),
            "may_tag": request.user.has_perm(tagging.TAG),
        }

    def about_comparison(self, request, article, first, last):
        if not request.user.has_perm("claims.view_claim"):
            return {}
        found = [
            replace(one, touched=[(effect, claim_url(effect.claim)) for effect in one.touched])
            for one in effects.of(article, first, last)
        ]
        return {"effects": found}

    def saved(self, request, article, message, *, is_new=False, revision=None):
        """Say besides which verdicts fell with the edit that made `revision`."""
        if revision and request.user.has_perm("claims.view_claim"):
            _tell_of_falls(request, article, revision)
        return super().saved(request, article, message, is_new=is_new, revision=revision)

    @method_decorator(require_POST)
    def tag_view(self, request, pk):
        article = self.article_of(request, pk)
        if not request.user.has_perm("claims.view_claim"):
            raise PermissionDenied(NO_ROLE)
        form = TagForm(request.POST, article=article)
        if not form.is_valid():
            messages.error(request, UNREADABLE)
            form.focus_on_error()
            return self.page(request, article, 400, tag_form=form)
        claim, error = attempt(request, lambda: pasted_words.tag(article, form, by=request.user))
        if isinstance(error, pasted_words.SeveralPlaces):
            return self._choose(request, article, form, error)
        if error:
            return self._tag_again(request, article, error)
        deed = "Suggested" if claim.status == Status.SUGGESTED else "Tagged"
        return self.to(request, article, f"{deed} as claim {claim.pk}: “{claim}”")

    def _choose(self, request, article, form, error):
        """Show every place in its context; the choice comes back with all that was typed."""
        kept = [field.as_hidden() for field in form if field.name not in ("place", "revision")]
        return self.render(
            request,
            "admin/newsroom/choose_place.html",
            article,
            error.status,
            title="Choose the place",
            is_refused=False,
            places=error.places,
            kept=kept,
            sentence=str(error),
        )

    def _tag_again(self, request, article, error):
        """Show the page as it is now, with what was typed and why it was refused."""
        article = self.article_of(request, article.pk)
        typed = request.POST.copy()
        typed["revision"], typed["place"] = str(article.revision.number), ""
        form = TagForm(typed, article=article)
        form.is_valid()
        show_errors(form, pasted_words.beside_the_words(error))
        form.focus_on_error()
        return self.page(request, article, error.status, tag_form=form)


def _tell_of_falls(request, article, revision):
    [found] = effects.of(article, revision - 1, revision)
    fallen = [f"claim {one.claim.pk}" for one in found.touched if one.is_fall]
    if fallen:
        compare = reverse("admin:articles_article_compare", args=[article.pk])
        count = f"{len(fallen)} verdict{'' if len(fallen) == 1 else 's'} fell"
        messages.warning(
            request,
            format_html(
                '{}: {}. <a href="{}?from={}&amp;to={}">Compare the words</a>',
                count, ", ".join(fallen), compare, revision - 1, revision,
            ),
        )  # fmt: skip


def claims_of(article):
    """Return the article's claims in the order of its text, those without a place first."""
    claims = article.claims.with_verdict().select_related("assignee")
    return list(claims.order_by(F("start").asc(nulls_first=True), "pk"))


def verification_badge(found):
    """Return a Verification as a badge with its numbers."""
    if not found.total:
        return format_html('<span class="badge badge--unverified">{}</span>', "no claims yet")
    return format_html(
        '<span class="badge badge--{}">{}</span> {} of {} verified',
        found.state.replace("_", "-"),
        found.state.label,
        found.verified,
        found.total,
    )
