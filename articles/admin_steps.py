"""The desk's forms for an article's steps and its embargo: they ask, articles.editing acts."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from . import editing, gate, local_time, overrides, scheduling
from .desk import MARKED, attempt, show_errors
from .errors import Invalid
from .forms import DeskForm, StepForm
from .step_forms import FORMS, EmbargoForm
from .steps import Offer

IN_THE_WAY = "Something is in the way of publication: see below."
# What is said once a step is taken, where the status does not say it.
DONE = {
    "override": "The override is asked for. A second person confirms it, or drops it.",
    "drop_override": "The override is dropped.",
}


@dataclass(frozen=True)
class FormedOffer(Offer):
    """A step with the form that asks for what it needs, if a note is not enough."""

    form: DeskForm | None


class StepPages:
    """Part of articles.admin.ArticleAdmin."""

    def about_steps(self, request, article, blockers, bound=None):
        """Return what the page says of the steps; `bound` is the form that was just refused."""
        may_embargo = request.user.has_perm(editing.PUBLISH) and article.status != "published"
        embargo = bound if isinstance(bound, EmbargoForm) else EmbargoForm(auto_id="embargo-%s")
        return {
            "offers": [_formed(offer, bound) for offer in _offers(article, request.user, blockers)],
            "embargo_form": embargo if may_embargo else None,
            "zones": local_time.zones(),
            "named": overrides.named_by(article.override) if article.override else [],
        }

    @method_decorator(require_POST)
    def step_view(self, request, pk):
        article = self.article_of(request, pk)
        form = StepForm(request.POST)
        if not form.is_valid():
            messages.error(request, "This page was incomplete. Look at it again and repeat.")
            return self.page(request, article, 400)
        wish = form.cleaned_data
        bound = _form(wish["step"], request.POST)
        if bound is not None and not bound.is_valid():
            messages.error(request, MARKED)
            return self._again(request, article, 400, bound)
        told = {"note": wish["note"]} | (bound.told() if bound else {})
        taken, error = attempt(
            request,
            lambda: editing.take(
                article, wish["step"], by=request.user, revision=wish["revision"], **told
            ),
            beside=bound.fields if bound else ("note",),
        )
        if error is None:
            _warn(request, taken)
            return self.to(request, taken, DONE.get(wish["step"]) or _standing(taken))
        if bound is not None:
            show_errors(bound, error)
        sentence = error.errors.get("note") if isinstance(error, Invalid) else None
        return self._again(
            request,
            self.article_of(request, pk),
            error.status,
            bound,
            tried=wish["step"],
            note=wish["note"],
            note_error=sentence,
        )

    @method_decorator(require_POST)
    def embargo_view(self, request, pk):
        """Set an embargo; lift it where the button of that name was pressed."""
        article = self.article_of(request, pk)
        form = EmbargoForm(request.POST, auto_id="embargo-%s")
        is_lifted = "lift" in request.POST
        if not form.is_valid() or not (is_lifted or form.cleaned_data["until"]):
            if form.is_valid():
                form.add_error("until", "Say until when: a time that lies ahead.")
            messages.error(request, MARKED)
            return self._again(request, article, 400, form)
        until = None if is_lifted else form.cleaned_data["until"]
        note = form.cleaned_data["note"]
        taken, error = attempt(
            request,
            lambda: scheduling.set_embargo(article, until, by=request.user, note=note),
        )
        if error is None:
            said = f"Under embargo until {gate.in_words(until)}." if until else "No embargo."
            return self.to(request, taken, said)
        show_errors(form, error)
        return self._again(request, self.article_of(request, pk), error.status, form)

    def _again(self, request, article, status, bound, **typed):
        """Show the page as it is now, with what was typed and why it was refused."""
        if bound is not None:
            bound.focus_on_error()
        return self.page(request, article, status, bound=bound, **typed)


def _form(step, data=None):
    """Return the form that asks for what a step needs, or None where a note is enough."""
    kind = FORMS.get(step)
    return kind and kind(data, auto_id=f"step-{step}-%s")


def _formed(offer, bound):
    form = _form(offer.name)
    return FormedOffer(**vars(offer), form=bound if form and type(bound) is type(form) else form)


def _offers(article, by, blockers):
    """Return the steps as buttons, those closed that the gate would refuse.

    A correction is left out: it is made by editing, and that has a button of its own. So is what
    becomes of an override, while none waits.
    """
    waits = article.override and not article.override.is_confirmed
    left_out = {"correct"} if waits else {"correct", "confirm_override", "drop_override"}
    closed = {
        "publish": IN_THE_WAY if blockers else "",
        "override": str(overrides.objection(blockers) or ""),
    }
    if waits:
        may = article.asker_may
        refused = overrides.objection_to_confirming(article.override, blockers, may_ask=may)
        closed["confirm_override"] = str(refused or "")
    return [
        replace(offer, allowed=False, reason=closed[offer.name])
        if offer.allowed and closed.get(offer.name)
        else offer
        for offer in editing.allowed_steps(article, by)
        if offer.name not in left_out
    ]


def _standing(article):
    status = article.get_status_display()
    if article.scheduled_for:
        status += f" for {gate.in_words(article.scheduled_for)}"
    return f"This article is now {status}."


def _warn(request, article):
    """Say what would keep a scheduled article back if its time were now."""
    if article.scheduled_for and (found := gate.blockers(article)):
        count = f"{len(found)} thing{'' if len(found) == 1 else 's'}"
        sentence = f"Still in the way: {count}. If that is so when its time comes, it stays in."
        messages.warning(request, sentence)
