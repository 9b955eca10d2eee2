"""The desk's pages for writing and editing an article, through articles.editing."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied

from . import content, editing, forms, pictures
from .desk import attempt, show_errors
from .errors import Conflict, Invalid
from .losses import taken_out
from .models import Picture, Section, Tag

UNREADABLE = "Nothing was saved. Correct what is marked below and save it again."
SECTIONS_OFFERED = TAGS_OFFERED = 500
DIGEST = re.compile("[0-9a-f]{64}")


class WritingPages:
    """Part of articles.admin.ArticleAdmin."""

    def write_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied("Only editors may write articles.")
        if request.method != "POST":
            form, byline = forms.ArticleForm(), forms.BylineFormSet(prefix="byline")
            return self.form_page(request, None, form, byline)
        data, no_picture = _received(request)
        form, byline = forms.ArticleForm(data), forms.BylineFormSet(data, prefix="byline")
        if not _valid(form, byline, no_picture):
            messages.error(request, UNREADABLE)
            return self.form_page(request, None, form, byline, 400)
        if error := self.objection(request):
            return self.form_page(request, None, form, byline, error.status)
        draft = forms.draft_of(form, byline)
        article, error = attempt(request, lambda: editing.write(draft, by=request.user))
        if error:
            show_errors(form, error)
            return self.form_page(request, None, form, byline, error.status)
        _tell_of_losses(request, form)
        message = "The article is written. It is a draft."
        return self.saved(request, article, message, is_new=True)

    def edit_view(self, request, pk):
        article = self.article_of(request, pk)
        refusal = editing.may_revise(article, request.user)
        if request.method == "POST":
            data, no_picture = _received(request, may_keep=refusal is None)
            return self._save(request, article, *_filled(article, data), no_picture)
        if refusal:
            messages.error(request, str(refusal))
            return self.page(request, article, refusal.status)
        return self.form_page(request, article, *_filled(article))

    def form_page(self, request, article, form, byline, status=200, **told):
        any(part.focus_on_error() for part in (form, *byline) if part.is_bound)
        title = f"Edit “{article.headline}”" if article else "Write an article"
        return self.render(
            request,
            "admin/articles/article/edit.html",
            article,
            status,
            title=title,
            form=form,
            byline=byline,
            picture=_picture(form),
            sections=Section.objects.values_list("name", flat=True)[:SECTIONS_OFFERED],
            tags=Tag.objects.values_list("name", flat=True)[:TAGS_OFFERED],
            **told,
        )

    def _save(self, request, article, form, byline, no_picture):
        if not _valid(form, byline, no_picture):
            messages.error(request, UNREADABLE)
            return self.form_page(request, article, form, byline, 400)
        if error := self.objection(request):
            return self.form_page(request, article, form, byline, error.status)
        told = {name: form.cleaned_data.get(name) or "" for name in ("note", "change")}
        told |= {"based_on": form.cleaned_data["based_on"], **forms.changes(form, byline)}
        revision, error = attempt(request, lambda: editing.revise(article, by=request.user, **told))
        if error is None and "html" in form.changed_data:
            _tell_of_losses(request, form)
        if error is None and revision.number == told["based_on"]:
            return self.saved(request, article, "Nothing was different: nothing was saved.")
        if error is None:
            message = f"Saved as revision {revision.number}."
            return self.saved(request, article, message, revision=revision.number)
        if isinstance(error, Conflict):
            article = self.article_of(request, article.pk)
            if article.revision.number != told["based_on"]:
                return self.meanwhile(request, article, form, error)
        show_errors(form, error)
        return self.form_page(request, article, form, byline, error.status)


def _received(request, may_keep=True):
    """Return what was sent, naming its picture by its digest, and why that was refused, if so.

    The picture is kept at once: a form that is refused for another reason still has it.
    """
    data, file = request.POST.copy(), request.FILES.get("picture_file")
    if data.get("picture_removed") and not file:
        data |= dict.fromkeys(("picture", "picture_alt", "picture_credit"), "")
    if file and may_keep:
        try:
            data["picture"] = pictures.keep(file).sha256
        except Invalid as refusal:
            return data, refusal.errors["picture"]
    return data, None


def _picture(form):
    """Return the Picture that stands in the form, or None. What is no digest is not looked for."""
    sha256 = form["picture"].value() or ""
    return Picture.objects.filter(sha256=sha256).first() if DIGEST.fullmatch(sha256) else None


def _tell_of_losses(request, form):
    """Say what of the body that was typed is not in the body that was saved."""
    if found := taken_out(form.cleaned_data["html"]):
        told = "; ".join(found)
        messages.warning(request, f"Taken out of the body, as it may not stand there: {told}.")


def _valid(form, byline, no_picture):
    """no_picture  why the picture's file was refused, or None."""
    if no_picture:
        form.add_error("picture_file", no_picture)
    return all([form.is_valid(), byline.is_valid()])


def _filled(article, data=None):
    """Return the form and the lines of the byline, with what the article says now."""
    draft = content.of(article)
    told = forms.said_by(draft) | {
        "headline_is_provisional": article.headline_is_provisional,
        "based_on": article.revision.number,
    }
    lines = forms.lines_of(draft.byline)
    return (
        forms.ArticleForm(data, initial=told, article=article),
        forms.BylineFormSet(data, initial=lines, prefix="byline"),
    )
