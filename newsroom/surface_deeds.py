"""What is done on the tagging surface: each deed goes through its door, and is answered in parts.

Every function takes the request and the article as it was read for it, and returns what is
answered as JSON (newsroom.surface); it raises a DeskError where it is refused.
"""

from django.template.loader import render_to_string
from django.urls import reverse

from articles.desk import show_errors
from articles.errors import DeskError, Invalid
from articles.html import speaker_at
from articles.models import Article
from claims import guards, tagging, workflow
from claims.kinds import guess
from claims.models import Claim, Status
from claims.tagging import TAG

from . import surface_parts
from .surface_forms import PlaceForm, SelectionForm, TagSelectionForm, seen

# Steps that are taken in sight of the words. The others need evidence, and the claim's own page.
STEPS = ("accept", "dismiss", "reopen", "take_back")
# What takes a deed back: the step that leads there, after the one that led away.
UNDONE_BY = {"dismiss": "reopen", "take_back": "reopen", "tag": "take_back"}
NO_CLAIM = "There is no claim {} in this article. Load the page anew."
# What has to be true of a claim, whoever confirms its verdict (claims.workflow, step "confirm").
CONFIRMABLE = (
    guards.fell_with_its_words,
    guards.words_stand,
    guards.verdict_would_still_be_valid,
    guards.evidence_says_the_same,
)
UNREADABLE = "Nothing was saved. Correct what is marked and send it again."
INCOMPLETE = "This page was incomplete. Load it anew and repeat."


class Refused(DeskError):
    """A refusal that is answered with the form that was sent, a sentence beside each field.

    form  HTML, with all that was typed.
    """

    def __init__(self, said, form, status):
        super().__init__(said)
        self.form, self.status = form, status


class NoClaim(DeskError):
    """The claim is in another article, or nowhere."""

    status = 404


class StepElsewhere(DeskError):
    """The step is not one of those that are taken here."""


def as_it_is_now(article, user):
    """Return the parts of the page as they are now, whatever `article` was read as."""
    fresh = Article.objects.with_names().select_related("revision").get(pk=article.pk)
    return {"revision": fresh.revision.number, "parts": surface_parts.parts(fresh, user)}


def _done(request, article, claim, said, undo):
    """Return the answer to a deed. What was undone is not offered to be undone once more."""
    undo = "" if "undoes" in request.POST else undo
    now = as_it_is_now(article, request.user)
    return {"said": said, "claim": claim.pk, "undo": undo, **now}


def _rendered(name, **context):
    return render_to_string(f"admin/newsroom/_surface_{name}.html", context)


def _claim(article, claim_id):
    claim = Claim.objects.with_review().filter(article=article, pk=claim_id).first()
    if claim is None:
        raise NoClaim(NO_CLAIM.format(claim_id))
    return claim


def _readable(form):
    """Return what a form without visible fields was sent. Raises Invalid."""
    if not form.is_valid():
        raise Invalid({"words": next(iter(form.errors.values()))[0]})
    return form.cleaned_data


# --- a selection ---------------------------------------------------------------------------------


def form_for(request, article):
    """Return the form for the words that were selected: to tag them, or to put a claim there."""
    given = _readable(SelectionForm(request.POST))
    span = seen(article, given)
    if given["claim"]:
        claim = _claim(article, given["claim"])
        return {"form": _place_form(article, claim, span, request.user)}
    words = span.of(article.revision.text)
    form = TagSelectionForm(article=article)
    form.initial |= {
        "statement": " ".join(words.split()),
        "kind": guess(words),
        "claimant": speaker_at(article.revision.html, span.start, span.end) or "",
        "start": span.start,
        "end": span.end,
        "words": words,
    }
    return {"form": _tag_form(article, form, request.user, _overlapping(article, span))}


def _overlapping(article, span):
    """Return the claims that share words with `span`, in the order of the text."""
    there = article.claims.filter(start__lt=span.end, end__gt=span.start)
    return there.exclude(status=Status.DISMISSED).order_by("start", "pk")


def _tag_form(article, form, user, overlapping=()):
    return _rendered(
        "tag",
        article=article,
        form=form,
        words=form["words"].value() or "",
        overlapping=overlapping,
        may_tag=user.has_perm(TAG),
    )


def _place_form(article, claim, span, user):
    return _rendered(
        "place",
        article=article,
        claim=claim,
        span=span,
        words=span.of(article.revision.text),
        falls=tagging.would_fall(claim, article.revision, span),
    )


# --- deeds ---------------------------------------------------------------------------------------


def tag(request, article):
    """Tag the words that were selected; whoever may not makes a suggestion of it."""
    form, by = TagSelectionForm(request.POST, article=article), request.user
    if not form.is_valid():
        said = next((e[0] for n, e in form.errors.items() if form[n].is_hidden), UNREADABLE)
        raise Refused(said, _tag_form(article, form, by), Invalid.status)
    try:
        claim = _tagged(article, form, by)
    except DeskError as error:
        show_errors(form, error)
        raise Refused(str(error), _tag_form(article, form, by), error.status) from error
    deed = "Suggested" if claim.status == Status.SUGGESTED else "Tagged"
    said = f"{deed} as claim {claim.pk}: “{claim}”"
    return _done(request, article, claim, said, _undo_by_step("tag", claim, by))


def _tagged(article, form, by):
    span = seen(article, form.cleaned_data)
    return tagging.tag(
        article,
        by=by,
        revision=form.cleaned_data["revision"],
        start=span.start,
        end=span.end,
        suggested=not by.has_perm(TAG),
        **form.told(),
    )


def place(request, article, claim_id):
    """Put a claim onto the words that were selected."""
    claim, by = _claim(article, claim_id), request.user
    given = _readable(PlaceForm(request.POST))
    span = seen(article, given)
    placed = tagging.place(
        claim,
        by=by,
        revision=given["revision"],
        start=span.start,
        end=span.end,
        version=given["version"],
    )
    said = f"Claim {claim.pk} now stands on “{placed}”."
    if placed.status == Status.RECHECK and claim.status != Status.RECHECK:
        said += " Its verdict has fallen: it has to be rechecked."
    if placed.status == Status.RECHECK and not any(guard(placed, by) for guard in CONFIRMABLE):
        said += " A reviewer can confirm the verdict."
    return _done(request, article, placed, said, _undo_by_place(article, claim, placed))


def step(request, article, claim_id):
    """Take one of STEPS with a claim."""
    claim, by = _claim(article, claim_id), request.user
    name, note = request.POST.get("step", ""), request.POST.get("note", "")
    if name not in STEPS:
        raise StepElsewhere(f"The step “{name}” is not taken here. Open the claim's own page.")
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise Invalid({"version": INCOMPLETE})
    try:
        taken = workflow.take(claim, name, by=by, note=note, version=int(version))
    except Invalid as error:
        typed = _details(article, claim, by, errors=error.errors, note=note)
        raise Refused(str(error), typed, error.status) from error
    said = f"Claim {claim.pk} is now {taken.get_status_display()}."
    return _done(request, article, taken, said, _undo_by_step(name, taken, by))


def details(request, article, claim_id):
    """Return what one claim says, and what may be done with it here."""
    return {"form": _details(article, _claim(article, claim_id), request.user)}


def _details(article, claim, user, errors=(), note=""):
    offers = [offer for offer in workflow.allowed_steps(claim, user) if offer.name in STEPS]
    return _rendered(
        "claim",
        article=article,
        claim=claim,
        url=reverse("admin:claims_claim_change", args=[claim.pk]),
        offers=[offer for offer in offers if offer.allowed],
        refused=[offer for offer in offers if not offer.allowed and offer.name == "dismiss"],
        may_place=user.has_perm(TAG) and claim.status != Status.DISMISSED,
        errors=errors,
        note=note,
    )


# --- and how they are undone ---------------------------------------------------------------------


def _undo_by_step(deed, claim, user):
    """Return the form that takes `deed` back, or "" where nothing does."""
    name = UNDONE_BY.get(deed)
    offers = {offer.name: offer for offer in workflow.allowed_steps(claim, user)}
    if name not in offers or not offers[name].allowed:
        return ""
    fields = {"step": name, "version": claim.version}
    what = {"tag": "tagging", "dismiss": "dismissal", "take_back": "taking back"}[deed]
    return _undo("claim_steps", claim, f"{what} of claim {claim.pk}", fields)


def _undo_by_place(article, old, placed):
    """Return the form that puts a claim back, or "" where it had no place or did not move."""
    if not old.is_placed or (old.start, old.end) == (placed.start, placed.end):
        return ""
    newest = article.revision
    fields = {
        "version": placed.version,
        "revision": newest.number,
        "start": old.start,
        "end": old.end,
        "words": newest.text[old.start : old.end],
    }
    deed = f"other words for claim {placed.pk}"
    if placed.status == Status.RECHECK != old.status:
        deed = f"put the words of claim {placed.pk} back (the verdict stays fallen)"
    return _undo("claim_place", placed, deed, fields)


def _undo(address, claim, deed, fields):
    url = reverse(f"admin:articles_article_{address}", args=[claim.article_id, claim.pk])
    return _rendered("undo", url=url, deed=deed, fields=fields | {"undoes": 1})
