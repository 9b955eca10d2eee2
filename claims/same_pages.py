"""The pages of one fact in many articles: declare claims the same, and what rests on a verdict."""

from functools import wraps

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.desk import attempt, show_errors

from . import marks, reach, same_facts, sameness, workflow
from .desk import UNREADABLE, for_the_desk, page_url, refused
from .models import Claim


class ReasonForm(forms.Form):
    """Why two claims state one fact, or do not."""

    note = forms.CharField(
        label="Note (required)", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data=None, *, name, asked):
        super().__init__(data, auto_id=f"{name}-%s", label_suffix="")
        self.fields["note"].help_text = f"{asked} It stays in the record of both articles."


def _of_a_claim(*methods):
    """Let a view be called with the claim instead of its number, for these methods."""

    def wrap(view):
        @wraps(view)
        def guarded(request, claim_id, **kwargs):
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            claim = _find(claim_id)
            if claim is None:
                sentence = f"There is no claim {claim_id}. Look for it in the list."
                return refused(request, sentence, 404)
            return view(request, claim, **kwargs)

        return for_the_desk(guarded)

    return wrap


def _find(key):
    claims = Claim.objects.with_verdict().select_related("article")
    return claims.filter(pk=key).first() if key else None


def _page(request, template, claim, status=200, **context):
    context = {
        **admin.site.each_context(request),
        "claim": claim,
        "badge": marks.css(claim.status),
        "is_refused": status >= 400,
    } | context
    return TemplateResponse(request, f"admin/claims/claim/{template}.html", context, status=status)


@_of_a_claim("GET", "HEAD", "POST")
def same(request, claim):
    """Search for a claim that states the same fact, show both, and declare them the same."""
    if request.method == "POST":
        return _declare(request, claim)
    other = _find(same_facts.number_in(request.GET.get("with", "")))
    if other is None and request.GET.get("with"):
        return refused(request, "There is no such claim. Search for it.", 404, claim_url=page_url(
            claim.pk
        ))  # fmt: skip
    return _same(request, claim, other)


def _same(request, claim, other=None, form=None, taken_back=None, status=200):
    """Show the page; with what was typed into the form, or with taken_back: its Sameness too."""
    words = request.GET.get("q", "").strip()
    facts = same_facts.of(claim)
    found = list(same_facts.search(claim, words)) if words else []
    declared = {fact.other.pk for fact in facts}
    return _page(
        request,
        "same",
        claim,
        status,
        title=f"The same fact as claim {claim.pk}",
        words=words,
        found=[(one, marks.css(one.status), one.pk in declared) for one in found],
        other=other,
        other_badge=other and marks.css(other.status),
        form=form if other and form else _declaring(),
        facts=[
            (fact, form if taken_back == fact.sameness.pk else _retracting(fact.sameness.pk))
            for fact in facts
        ],
        may_declare=request.user.has_perm(workflow.TAG) or request.user.has_perm(workflow.REVIEW),
    )


def _declaring(data=None):
    return ReasonForm(data, name="declare", asked="Say how you know that both state one fact.")


def _retracting(key, data=None):
    asked = "Say why they do not state one fact."
    return ReasonForm(data, name=f"retract-{key}", asked=asked)


def _declare(request, claim):
    other = _find(same_facts.number_in(request.POST.get("other", "")))
    if other is None:
        sentence = "There is no such claim. Search for it."
        return refused(request, sentence, 404, claim_url=page_url(claim.pk))
    form = _declaring(request.POST)

    def deed(note):
        return sameness.declare_same(claim, other, by=request.user, note=note)

    done = f"Declared the same: claims {claim.pk} and {other.pk}."
    return _do(request, claim, form, deed, done, other=other)


@_of_a_claim("POST")
def take_back(request, claim, sameness_id):
    """Take it back that two claims state one fact."""
    facts = same_facts.of(claim)
    fact = next((one for one in facts if one.sameness.pk == sameness_id), None)
    if fact is None:
        sentence = "This is not declared any more. Look at the claim again."
        return refused(request, sentence, 404, claim_url=page_url(claim.pk))
    form = _retracting(sameness_id, request.POST)

    def deed(note):
        return sameness.retract(fact.sameness, by=request.user, note=note)

    done = f"Taken back: claim {fact.other.pk} is not declared the same any more."
    return _do(request, claim, form, deed, done, taken_back=sameness_id)


def _do(request, claim, form, deed, done, **shown):
    if not form.is_valid():
        messages.error(request, UNREADABLE)
        return _same(request, claim, form=form, status=400, **shown)
    _, error = attempt(request, lambda: deed(form.cleaned_data["note"]))
    if error:
        show_errors(form, error)
        return _same(request, claim, form=form, status=error.status, **shown)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("admin:claims_claim_same", args=[claim.pk]))


@_of_a_claim("GET", "HEAD")
def show_reach(request, claim):
    """List every claim that rests on the verdict, its article, and what readers see of it."""
    rows = reach.of(claim)
    return _page(
        request,
        "reach",
        claim,
        title=f"What rests on claim {claim.pk}",
        rows=rows,
        resting=sum(row.tie == reach.RESTS for row in rows),
        public=len({row.claim.article_id for row in rows if _is_seen(row)}),
    )


def _is_seen(row):
    return row.is_public and row.tie == reach.RESTS
