"""The list of claims, where the desk finds its work. What is done to a claim is in claims.desk."""

from functools import partial

from django.contrib import admin, messages
from django.db.models import F
from django.urls import path
from django.utils.html import format_html
from django.utils.text import Truncator

from articles.desk import PlainListMixin
from articles.errors import DeskError
from articles.people import name_of

from . import (  # noqa: F401  (outbox_admin: the outbox in the admin)
    desk,
    downloads,
    inbox,
    marks,
    outbox_admin,
    pace_pages,
    queue_pages,
    queues,
    same_pages,
    searching,
    tagging,
    workflow,
)
from .bulk import steps_for
from .dossier import is_overdue
from .models import Claim, Priority


@admin.register(Claim)
class ClaimAdmin(PlainListMixin, admin.ModelAdmin):
    list_display = [
        "words", "in_article", "kind", "standing", "anchor", "assigned_to", "urgency", "due_day",
    ]  # fmt: skip
    list_display_links = ["words"]
    list_filter = [
        "status", queues.Assignee, queues.Due, "kind", "anchor", "priority", "sensitivity",
    ]  # fmt: skip
    list_select_related = ["article", "assignee"]
    list_per_page = 50
    # The order of urgency has its indexes; the queues offer the others that have (claims.ordering).
    sortable_by = []
    # A bulk step answers for each claim: so many that a person can read the answers.
    list_max_show_all = 200
    search_fields = ["exact", "statement", "claimant", "article__headline"]
    search_help_text = "Words, statement, claimant or headline"
    ordering = ["priority", F("due").asc(nulls_last=True), "pk"]
    change_list_template = "admin/claims/claim/list.html"

    @admin.display(description="claim")
    def words(self, claim):
        return Truncator(claim.exact).chars(120)

    @admin.display(description="article")
    def in_article(self, claim):
        return Truncator(claim.article.headline).chars(60)

    @admin.display(description="status")
    def standing(self, claim):
        badge = '<span class="badge {}">{}</span>'
        return format_html(badge, marks.css(claim.status), claim.get_status_display())

    @admin.display(description="assignee", empty_value="nobody")
    def assigned_to(self, claim):
        return claim.assignee and name_of(claim.assignee)

    @admin.display(description="priority")
    def urgency(self, claim):
        return claim.get_priority_display()

    @admin.display(description="due", empty_value="–")
    def due_day(self, claim):
        day = claim.due and claim.due.isoformat()
        if not is_overdue(claim):
            return day
        return format_html('<span><strong class="overdue">overdue</strong> {}</span>', day)

    def has_module_permission(self, request):
        return request.user.has_perm(desk.VIEW)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(desk.VIEW)

    def has_change_permission(self, request, obj=None):
        # To open the page, not to write: the doors ask each deed for its own permission.
        return request.user.has_perm(desk.VIEW)

    def has_add_permission(self, request):
        return False  # A claim is made by selecting words on the page of their article.

    def has_delete_permission(self, request, obj=None):
        return False  # It is dismissed, with a note, and stays in the record.

    def get_urls(self):
        pages = [
            ("", "changelist", desk.for_the_desk(self.changelist_view)),
            ("<int:claim_id>/change/", "change", desk.show),
            ("<int:claim_id>/steps/", "step", desk.take_step),
            ("<int:claim_id>/evidence/", "evidence", desk.add_evidence),
            (
                "<int:claim_id>/evidence/<int:evidence_id>/retract/",
                "retract",
                desk.retract_evidence,
            ),
            ("<int:claim_id>/evidence/<int:evidence_id>/vouch/", "vouch", desk.vouch),
            ("<int:claim_id>/evidence/<int:evidence_id>/check/", "check", desk.check_address),
            (
                "<int:claim_id>/evidence/<int:evidence_id>/copies/<int:snapshot_id>/<slug:kind>/",
                "copy",
                desk.show_copy,
            ),
            ("<int:claim_id>/evidence/<int:evidence_id>/file/", "file", downloads.file),
            ("<int:claim_id>/facts/", "facts", desk.amend),
            ("<int:claim_id>/same/", "same", same_pages.same),
            ("<int:claim_id>/same/<int:sameness_id>/", "take_back", same_pages.take_back),
            ("<int:claim_id>/reach/", "reach", same_pages.show_reach),
            ("<int:claim_id>/comments/", "comment", desk.comment),
            ("<int:claim_id>/comments/<int:comment_id>/", "turn_comment", desk.turn_comment),
            ("queues/", "queues", queue_pages.show),
            ("queues/bulk/", "bulk", queue_pages.do_in_bulk),
            ("pace/", "pace", pace_pages.show),
            ("notices/", "notices", inbox.show),
            ("notices/mail/", "mail", inbox.choose_mail),
            ("notices/read/", "notices_read", inbox.mark_read),
        ]
        return [
            path(route, self.admin_site.admin_view(view), name=f"claims_claim_{name}")
            for route, name, view in pages
        ]

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        found, sentence = searching.found(queryset, search_term)
        if sentence:
            messages.info(request, sentence)
        return found, False

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Claims", **(extra_context or {})})

    def get_actions(self, request):
        """Return the steps that need nothing but the click, and the ways to assign, if allowed."""
        may = request.user.has_perm
        steps = steps_for(request.user)
        actions = {f"step_{step.name}": (partial(take, step), step.label) for step in steps}
        if may(workflow.TAG):
            actions["assign_to_me"] = (assign_to_me, "Assign to me")
            actions |= {
                f"priority_{priority.label}": (
                    partial(set_priority, priority),
                    f"Set priority: {priority.label}",
                )
                for priority in Priority
            }
        return {name: (act, name, label) for name, (act, label) in actions.items()}


def take(step, model_admin, request, claims):
    def deed(claim):
        workflow.take(claim, step.name, by=request.user)

    _report(request, claims, deed, step.label)


def assign_to_me(model_admin, request, claims):
    def deed(claim):
        tagging.amend(claim, by=request.user, assignee=request.user)

    _report(request, claims, deed, "Assign to me")


def set_priority(priority, model_admin, request, claims):
    def deed(claim):
        tagging.amend(claim, by=request.user, priority=priority.value)

    _report(request, claims, deed, f"Set priority: {priority.label}")


def _report(request, claims, deed, label):
    """Do `deed` to every claim; say of each refusal which claim and why, and count the rest."""
    done = 0
    for claim in claims:
        try:
            deed(claim)
            done += 1
        except DeskError as error:
            link = '<a href="{}">“{}”</a>: {}'
            sentence = format_html(link, desk.page_url(claim.pk), claim, error)
            messages.warning(request, sentence)
    if done:
        claims_done = "1 claim" if done == 1 else f"{done} claims"
        messages.success(request, f"{label}: {claims_done}.")
