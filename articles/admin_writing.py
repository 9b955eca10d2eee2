"""The desk's pages for writing and editing an article, through articles.editing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied

from . import content, editing, forms
from .desk import attempt, show_errors
from .errors import Conflict

UNREADABLE = "Nothing was saved. Correct what is marked below and save it again."


class WritingPages:
    """Part of articles.admin.ArticleAdmin."""

    def write_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied("Only editors may write articles.")
        form = forms.ArticleForm(request.POST or None)
        byline = forms.BylineFormSet(request.POST or None, prefix="byline")
        if request.method != "POST":
            return self.form_page(request, None, form, byline)
        if not _valid(form, byline):
            messages.error(request, UNREADABLE)
            return self.form_page(request, None, form, byline, 400)
        draft = forms.draft_of(form, byline)
        article, error = attempt(request, lambda: editing.write(draft, by=request.user))
        if error:
            show_errors(form, error)
            return self.form_page(request, None, form, byline, error.status)
        return self.to(request, article, "The article is written. It is a draft.")

    def edit_view(self, request, pk):
        article = self.article_of(request, pk)
        form, byline = _filled(article, request.POST if request.method == "POST" else None)
        if request.method == "POST":
            return self._save(request, article, form, byline)
        if refusal := editing.may_revise(article, request.user):
            messages.error(request, str(refusal))
            return self.page(request, article, refusal.status)
        return self.form_page(request, article, form, byline)

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
            **told,
        )

    def _save(self, request, article, form, byline):
        if not _valid(form, byline):
            messages.error(request, UNREADABLE)
            return self.form_page(request, article, form, byline, 400)
        told = {name: form.cleaned_data.get(name) or "" for name in ("note", "change")}
        told |= {"based_on": form.cleaned_data["based_on"], **forms.changes(form, byline)}
        revision, error = attempt(request, lambda: editing.revise(article, by=request.user, **told))
        if error is None and revision.number == told["based_on"]:
            return self.to(request, article, "Nothing was different: nothing was saved.")
        if error is None:
            return self.to(request, article, f"Saved as revision {revision.number}.")
        if isinstance(error, Conflict):
            article = self.article_of(request, article.pk)
            if article.revision.number != told["based_on"]:
                return self._meanwhile(request, article, form, byline, error)
        show_errors(form, error)
        return self.form_page(request, article, form, byline, error.status)

    def _meanwhile(self, request, article, form, byline, error):
        """Show what was typed on top of what somebody else has saved. Nothing typed is lost."""
        base = article.revisions.filter(number=form.cleaned_data["based_on"]).first()
        base = base or article.revision
        newest, before = forms.said_by(content.of(article)), forms.said_by_revision(base)
        typed = forms.touched(request.POST, before)
        kept = ("note", "change", "headline_is_provisional")
        told = newest | typed | {name: request.POST.get(name, "") for name in kept}
        told["based_on"] = article.revision.number
        lines, whose = _byline_after(article, base, byline)
        return self.form_page(
            request,
            article,
            forms.ArticleForm(initial=told, article=article),
            forms.BylineFormSet(prefix="byline", initial=lines),
            error.status,
            theirs=_theirs(form, newest, before) + whose,
        )


def _valid(form, byline):
    return all([form.is_valid(), byline.is_valid()])


def _filled(article, data):
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


def _theirs(form, newest, before):
    """Return [(label, what stands there now)] of the fields that somebody else has changed."""
    return [
        (form[name].label, newest[name] or "empty")
        for name in newest
        if (newest[name] or None) != (before[name] or None)
    ]


def _byline_after(article, base, byline):
    """Return the lines to show, and the byline as [(label, value)] if somebody else changed it."""
    before, now = forms.byline_of(base), content.of(article).byline
    typed = byline.authors()
    shown = now if typed == before else typed
    theirs = [("Byline", ", ".join(author.name for author in now))] if now != before else []
    return forms.lines_of(shown), theirs
