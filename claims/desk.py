"""The page of a claim and everything that is done on it. The doors decide; a refusal shows the
page again, with its sentence, its status code, and all that was typed."""

from functools import wraps

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.desk import attempt, show_errors
from articles.steps import named

from . import copies, discussion, dossier, gathering, marks, tagging, trail, workflow
from .forms import CommentForm, EvidenceForm, FactsForm, RetractForm, VouchForm

VIEW = "claims.view_claim"
NO_ROLE = (
    "Your account has no role that reaches claims. Ask whoever keeps the accounts to make you "
    "an editor, a reviewer or a publisher."
)
NOT_IN_THE_FILE = (
    "The excerpt was not found in the words of the file. If the file is a scan it has none; "
    "otherwise compare them."
)
UNREADABLE = "Nothing was saved. Correct what is marked below and send it again."


def refused(request, sentence, status, **context):
    """Return a page that says `sentence`, for where there is no page of a claim to say it on."""
    context = {
        **admin.site.each_context(request),
        "title": "Claims",
        "sentence": sentence,
    } | context
    return TemplateResponse(request, "admin/claims/refused.html", context, status=status)


def for_the_desk(view):
    """Let a view of the list pass those who may see claims, and tell the others why not."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.has_perm(VIEW):
            return refused(request, NO_ROLE, 403)
        return view(request, *args, **kwargs)

    return guarded


def _of_a_claim(view, method="POST"):
    """Call `view` with the claim instead of its number, for `method` alone."""

    @wraps(view)
    def guarded(request, claim_id, **kwargs):
        if request.method not in (method, {"GET": "HEAD"}.get(method)):
            return _other_method(request, claim_id, method)
        claim = dossier.find(claim_id)
        if claim is None:
            return refused(request, f"There is no claim {claim_id}. Look for it in the list.", 404)
        return view(request, claim, **kwargs)

    return for_the_desk(guarded)


def _other_method(request, claim_id, method):
    sentence = "Nothing was changed: this address only takes what the page of the claim sends."
    if method == "GET":
        sentence = "Nothing was changed: a claim is changed by its steps, on its page."
    response = refused(request, sentence, 405, claim_url=page_url(claim_id))
    response["Allow"] = method
    return response


def page_url(claim_id):
    return reverse("admin:claims_claim_change", args=[claim_id])


def _page(request, claim, bound=None, status=200):
    context = {
        **admin.site.each_context(request),
        **dossier.of(claim, request.user, bound),
        "title": f"Claim {claim.pk}",
        "badge": marks.css(claim.status),
        "is_refused": status >= 400,
        "trail": trail.of(request, claim),
    }
    return TemplateResponse(request, "admin/claims/claim/page.html", context, status=status)


def _again(request, claim, bound=None, status=400):
    """Show the page with what is wrong, before anything was done."""
    if bound is not None:
        bound.focus_on_error()
    return _page(request, claim, bound, status)


def _as_it_is_now(request, claim, bound=None, status=400):
    """The same after a deed that was refused: somebody else may have been faster."""
    return _again(request, dossier.find(claim.pk), bound, status)


def _do(request, claim, form, deed, done):
    """Call `deed` with what `form` holds; go back to the page, or show it with what is wrong.

    deed  takes the form's version and fields as keywords, and may raise a DeskError.
    done  the sentence that tells of success.
    """
    if not form.is_valid():
        sentences = form.errors.get("version") or [UNREADABLE]
        messages.error(request, sentences[0])
        return _again(request, claim, form)
    version = form.cleaned_data["version"]
    _, error = attempt(request, lambda: deed(version=version, by=request.user, **form.told()))
    if error:
        show_errors(form, error)
        return _as_it_is_now(request, claim, form, error.status)
    messages.success(request, done)
    return HttpResponseRedirect(page_url(claim.pk) + trail.address_of(request))


def _show(request, claim):
    return _page(request, claim)


def _take_step(request, claim):
    name = request.POST.get("step", "")
    step, error = attempt(request, lambda: named(workflow.STEPS, name))
    if error:
        return _again(request, claim, status=error.status)
    form = dossier.step_form(claim, step, dossier.same_as(claim), request.POST)

    def deed(**told):
        return workflow.take(claim, step.name, **told)

    return _do(request, claim, form, deed, f"Done: {step.label.lower()}.")


def _add_evidence(request, claim):
    form = EvidenceForm(request.POST, reader=request.user, files=request.FILES)

    def deed(file, excerpt, by, **told):
        judged = file and gathering.judged(claim, file, excerpt, by=by)
        evidence = gathering.add_evidence(claim, by=by, file=judged, excerpt=excerpt, **told)
        if evidence.excerpt_in_document is False:
            messages.warning(request, NOT_IN_THE_FILE)

    return _do(request, claim, form, deed, "The evidence is added.")


def _of_evidence(view):
    """Call `view` with the evidence instead of its number, where whoever asks may read it."""

    @wraps(view)
    def guarded(request, claim, evidence_id, **kwargs):
        evidence = next((one for one in claim.evidence.all() if one.pk == evidence_id), None)
        if evidence is None or not dossier.may_read(evidence, request.user):
            sentence = f"There is no evidence {evidence_id} on this claim that you may read."
            return refused(request, sentence, 404, claim_url=page_url(claim.pk))
        return view(request, claim, evidence, **kwargs)

    return guarded


@_of_evidence
def _retract_evidence(request, claim, evidence):
    form = RetractForm(request.POST, evidence=evidence)

    def deed(**told):
        return gathering.retract_evidence(evidence, **told)

    return _do(request, claim, form, deed, "The evidence is retracted. It stays in the record.")


@_of_evidence
def _vouch(request, claim, evidence):
    form = VouchForm(request.POST, evidence=evidence)

    def deed(**told):
        return gathering.vouch(evidence, **told)

    return _do(request, claim, form, deed, "Your word is added. It stays in the record.")


@_of_evidence
def _check_address(request, claim, evidence):
    _, error = attempt(request, lambda: gathering.check_address(evidence, by=request.user))
    if error:
        return _as_it_is_now(request, claim, status=error.status)
    messages.success(request, "The address will be fetched shortly. Look at this page again then.")
    return HttpResponseRedirect(f"{page_url(claim.pk)}{trail.address_of(request)}#evidence")


@_of_evidence
def _show_copy(request, claim, evidence, snapshot_id, kind):
    """Hand out the WARC of a copy, or its words."""
    snapshot = evidence.snapshots.filter(pk=snapshot_id).first()
    response = snapshot and copies.respond(snapshot, kind)
    if response is None:
        return refused(request, copies.NOT_THERE, 404, claim_url=page_url(claim.pk))
    return response


def _amend(request, claim):
    form = FactsForm(request.POST, claim=claim)

    def deed(**told):
        return tagging.amend(claim, **told)

    return _do(request, claim, form, deed, "The claim is changed.")


def _comment(request, claim):
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, UNREADABLE)
        return _again(request, claim, form)
    said = form.cleaned_data["comment"]
    made, error = attempt(request, lambda: discussion.comment(claim, by=request.user, comment=said))
    if error:
        show_errors(form, error)
        return _as_it_is_now(request, claim, form, error.status)
    messages.success(request, "Your comment is added.")
    return HttpResponseRedirect(
        f"{page_url(claim.pk)}{trail.address_of(request)}#comment-{made.pk}"
    )


def _turn_comment(request, claim, comment_id):
    """Resolve a comment, or reopen it: as `deed` says."""
    comment = next((one for one in claim.comments.all() if one.pk == comment_id), None)
    deed = {"resolve": discussion.resolve, "reopen": discussion.reopen}.get(
        request.POST.get("deed")
    )
    if comment is None or deed is None:
        sentence = f"There is no comment {comment_id} on this claim, or nothing to do with it."
        return refused(request, sentence, 404, claim_url=page_url(claim.pk))
    _, error = attempt(request, lambda: deed(comment, by=request.user))
    if error:
        return _as_it_is_now(request, claim, status=error.status)
    messages.success(
        request,
        "The comment is resolved." if deed is discussion.resolve else "The comment is open again.",
    )
    return HttpResponseRedirect(
        f"{page_url(claim.pk)}{trail.address_of(request)}#comment-{comment_id}"
    )


show = _of_a_claim(_show, method="GET")
take_step = _of_a_claim(_take_step)
add_evidence = _of_a_claim(_add_evidence)
retract_evidence = _of_a_claim(_retract_evidence)
vouch = _of_a_claim(_vouch)
check_address = _of_a_claim(_check_address)
show_copy = _of_a_claim(_show_copy, method="GET")
amend = _of_a_claim(_amend)
comment = _of_a_claim(_comment)
turn_comment = _of_a_claim(_turn_comment)
