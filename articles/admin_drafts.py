"""The desk's pages for work that is not saved yet, and for who has an article open.

Scripts ask most of them (articles/static/articles/drafts.js, presence.js): those answer in JSON,
a refusal as {"detail": a sentence} under its status. GET gives a new token for the form, because
logging in again in another tab makes the one in an open page invalid.
"""

from dataclasses import replace
from functools import wraps
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import FileField
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from . import content, differences, drafts, forms, html, presence
from .desk import attempt
from .editing import may_revise
from .errors import Conflict, DeskError, Invalid
from .people import name_of

# Fields of the form that are no part of what was typed.
PAGE, PERSON = "draft_page", "draft_person"
NOT_TYPED = {"csrfmiddlewaretoken", PAGE, PERSON}
# What somebody wrote themselves, to be copied from a draft that cannot be saved.
COPIED = ("headline", "standfirst", "html", "picture_alt", "image_caption", "note")
GONE = "This article is not there any more. Copy your words before you leave this page."


def _in_json(view):
    @wraps(view)
    def answered(self, request, *args, **kwargs):
        try:
            return JsonResponse(view(self, request, *args, **kwargs))
        except DeskError as error:
            return _refusal(str(error), error.status)
        except PermissionDenied as error:
            return _refusal(str(error), 403)
        except Http404:
            return _refusal(GONE, 404)

    return answered


def _refusal(sentence, status):
    return JsonResponse({"detail": sentence}, status=status)


class DraftPages:
    """Part of articles.admin.ArticleAdmin."""

    def draft_pages(self):
        """Return the (route, view, name) of these pages."""
        return [
            ("add/draft/", self.draft_view, "draft_new"),
            ("add/draft/discard/", self.discard_view, "discard_new"),
            ("<int:pk>/edit/draft/", self.draft_view, "draft"),
            ("<int:pk>/edit/draft/discard/", self.discard_view, "discard"),
            ("<int:pk>/presence/", self.presence_view, "presence"),
        ]

    def article_or_none(self, request, pk):
        return pk and self.article_of(request, pk)

    @method_decorator(require_http_methods(["GET", "POST"]))
    @_in_json
    def draft_view(self, request, pk=None):
        article = self.article_or_none(request, pk)
        if request.method == "GET":
            return {"token": get_token(request)}
        _is_same_person(request)
        draft = drafts.keep(article, by=request.user, **_sent(request))
        return {"kept": f"Draft kept {clock(draft.kept_at)}"}

    @method_decorator(require_POST)
    def discard_view(self, request, pk=None):
        article = self.article_or_none(request, pk)
        if drafts.discard(article, by=request.user, page=request.POST.get(PAGE, "")):
            messages.success(request, "Your unsaved work is thrown away.")
        else:
            messages.error(request, "There is no such unsaved work of yours: nothing was done.")
        if article:
            page = "change" if may_revise(article, request.user) else "edit"
            return redirect(f"admin:articles_article_{page}", article.pk)
        return redirect("admin:articles_article_add")

    @method_decorator(require_http_methods(["GET", "POST"]))
    @_in_json
    def presence_view(self, request, pk):
        article = self.article_of(request, pk)
        if request.method == "POST":
            presence.heard(article, by=request.user)
        return {"others": also_editing(article, request.user), "token": get_token(request)}

    # --- the form of an article -------------------------------------------------------------------

    def form_page(self, request, article, form, byline, status=200, **told):
        """The page of the form and what keeps it; filled from the draft if that is asked for."""
        draft = drafts.offer(article, by=request.user)
        is_used = request.method == "GET" and request.GET.get("draft") == "use"
        if is_used and draft:
            form, byline = restored(article, form, byline, drafts.typed_in(draft))
        elif is_used:
            messages.error(request, "There is no unsaved work of yours here any more.")
        page = draft.page if is_used and draft else request.POST.get(PAGE) or uuid4().hex
        told = {"is_unsaved": status >= 400} | told
        told |= {"draft_page": page, "largest_draft": drafts.LONGEST}
        if draft and draft.page != page:
            told |= {"draft": draft, "draft_of": clock(draft.kept_at)}
            told["against"] = article and against(article, draft, form)
        if article:
            told["also_editing"] = also_editing(article, request.user)
        return super().form_page(request, article, form, byline, status, **told)

    def objection(self, request):
        """Return why this person may not save this page, with a message shown, or None.

        A page left open is given a new token when somebody else has logged in in its browser.
        """
        if PERSON not in request.POST:
            return None
        return attempt(request, lambda: _is_same_person(request))[1]

    def saved(self, request, article, message, *, is_new=False, revision=None):
        """Lead to the article's page; what was typed is kept in the article now.

        revision  number of the one that was saved, or None.
        """
        page = request.POST.get(PAGE, "")
        drafts.discard(None if is_new else article, by=request.user, page=page)
        presence.left(article, by=request.user)
        return self.to(request, article, message)


def restored(article, form, byline, typed):
    """Return the form and the lines of the byline anew, with what was typed in a draft.

    A file cannot be restored: such a field shows what the article has.
    """
    kept = [name for name, field in form.fields.items() if not isinstance(field, FileField)]
    told = form.initial | {name: typed.get(name, "") for name in kept}
    lines = _lines(byline, typed)
    return (
        type(form)(initial=told, article=article),
        type(byline)(initial=lines, prefix=byline.prefix),
    )


def _lines(byline, typed):
    """Return the lines of the byline in a draft that are not empty, in their order."""
    parts = byline.form.base_fields
    lines = [
        {part: typed.get(f"{byline.prefix}-{n}-{part}", "") for part in parts}
        for n in range(byline.max_num)
    ]
    return [line for line in lines if any(line.values())]


def against(article, draft, form):
    """Return how a draft differs from what stands, as rows of (label, safe HTML)."""
    stands = content.of(article)
    typed = forms.typed_over(stands, drafts.typed_in(draft))
    try:
        typed = replace(typed, html=html.clean(typed.html))
    except html.BodyRefused as refusal:
        typed = replace(typed, html=stands.html)
        return [*differences.rows(stands, typed, labels(form)), ("Body", str(refusal))]
    return differences.rows(stands, typed, labels(form))


def left_behind(article, by):
    """Return the draft of somebody who may not go on with it, for them to copy, or None.

    draft     the WorkingDraft.
    draft_of  its time.
    words     [(label, str)] of what was typed in it and differs from what the article says.
    """
    if not (draft := drafts.offer(article, by=by)):
        return None
    typed, form = drafts.typed_in(draft), forms.ArticleForm(article=article)
    stands = forms.said_by(content.of(article))
    told = {name: typed.get(name, "").replace("\r\n", "\n") for name in COPIED}
    words = [
        (labels(form)(name), said)
        for name, said in told.items()
        if said and said != stands.get(name)
    ]
    return {"draft": draft, "draft_of": clock(draft.kept_at), "words": words}


def labels(form):
    """Return a function: name of a field of Draft -> its label in the form."""
    return lambda name: form[name].label if name in form.fields else name.capitalize()


def clock(moment):
    """Return the time of day in the zone of the desk, as 12:03, with its day unless it is today."""
    here = timezone.localtime(moment)
    is_today = here.date() == timezone.localdate()
    return date_format(here, "H:i" if is_today else "Y-m-d H:i")


def also_editing(article, reader):
    """Return who else has the article open, as a sentence; empty if nobody has. One query."""
    there = presence.others(article, than=reader)
    people = ", ".join(f"{name_of(one.person)} since {clock(one.since)}" for one in there)
    return f"Also editing: {people}" if people else ""


def _is_same_person(request):
    """A page left open may be sent after somebody else has logged in in its browser."""
    if request.POST.get(PERSON) != str(request.user.pk):
        raise Conflict(
            f"You are logged in as {name_of(request.user)}, and this page was opened by somebody "
            "else. Log in as them to go on here."
        )


def _sent(request):
    """Return the draft in a request as the arguments of drafts.keep()."""
    typed = {name: value for name, value in request.POST.items() if name not in NOT_TYPED}
    number = typed.get("based_on")
    if number is not None and not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Invalid({"based_on": "This page names no revision. Open it again."})
    return {
        "page": request.POST.get(PAGE, ""),
        "typed": typed,
        "based_on": number and int(number),
    }
