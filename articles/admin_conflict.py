"""The desk's page for two who changed one article at once: what each changed, and what is to stand.

Nothing is written here. What was typed goes from page to page in hidden fields, and is kept as a
draft as well; what was put together stands in the ordinary form, over the newest revision.
"""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect

from . import differences, drafts, editing, forms, html, reconciling
from .admin_drafts import NOT_TYPED, PAGE, labels
from .errors import DeskError
from .html import BodyRefused

CHOICE, THEIRS = "choice-", "theirs"
# Fields of the form that the page hands on as they are, beside what a Draft says.
HANDED_ON = ("note", "change")
ASK = "Nothing was put together yet: say what is to stand in each place that is marked."
WHO = {"theirs": "They wrote", "mine": "You wrote"}
WAYS = {"theirs": "Theirs", "mine": "Mine", "both": "Both, theirs first"}


class ConflictPages:
    """Part of articles.admin.ArticleAdmin."""

    def conflict_pages(self):
        """Return the (route, view, name) of these pages."""
        return [("<int:pk>/merge/", self.merge_view, "merge")]

    def meanwhile(self, request, article, form, error):
        """Show what was typed beside what somebody else has saved over the same revision."""
        _keep(request, article, form)
        return self._reconcile(request, article, article.revision, form, {}, error.status)

    def merge_view(self, request, pk):
        article = self.article_of(request, pk)
        if request.method != "POST":
            return redirect("admin:articles_article_edit", article.pk)
        form = forms.ArticleForm(request.POST, article=article)
        byline = forms.BylineFormSet(request.POST, prefix="byline")
        if refusal := editing.may_revise(article, request.user):
            messages.error(request, str(refusal))
            return self.form_page(request, article, form, byline, refusal.status)
        if not all([form.is_valid(), byline.is_valid()]):
            messages.error(request, "This page was incomplete. Correct what is marked below.")
            return self.form_page(request, article, form, byline, 400)
        theirs = _revision(article, request.POST.get(THEIRS)) or article.revision
        choices = {
            name.removeprefix(CHOICE): side
            for name, side in request.POST.items()
            if name.startswith(CHOICE)
        }
        return self._reconcile(request, article, theirs, form, choices)

    def _reconcile(self, request, article, newest, form, choices, status=None):
        """Ask what is undecided, or show the form with what came of it.

        status  of a page that is shown because saving was refused; None where choices were sent.
        """
        base = _revision(article, form.cleaned_data["based_on"]) or newest
        try:
            found = _reconciled(base, newest, form)
        except BodyRefused as refusal:
            form.add_error("html", str(refusal))
            byline = forms.BylineFormSet(form.data, prefix="byline")
            return self.form_page(request, article, form, byline, 400)
        told = {"newest": newest, "base": base} | _report(found, form)
        if missing := reconciling.undecided(found, choices):
            is_answer = status is None
            if is_answer:
                messages.error(request, ASK)
            told["questions"] = _questions(found, form, choices, missing if is_answer else ())
            return self._ask(request, article, form, told, status or 400)
        return self._propose(request, article, form, found, choices, told, status or 200)

    def _ask(self, request, article, form, told, status):
        handed_on = [
            (name, value)
            for name, value in form.data.items()
            if name not in ("csrfmiddlewaretoken", THEIRS) and not name.startswith(CHOICE)
        ]
        return self.render(
            request,
            "admin/articles/article/conflict.html",
            article,
            status,
            title="Two changes at once",
            handed_on=handed_on,
            **told,
        )

    def _propose(self, request, article, form, found, choices, told, status):
        """Show what came of it in the ordinary form, over the newest revision. Not saved yet."""
        draft = reconciling.settled(found, choices)
        initial = forms.said_by(draft) | {name: form.data.get(name, "") for name in HANDED_ON}
        # Neither of the two makes a headline provisional again that the other has confirmed.
        is_provisional = article.headline_is_provisional and "headline_is_provisional" in form.data
        initial |= {"based_on": told["newest"].number, "headline_is_provisional": is_provisional}
        return self.form_page(
            request,
            article,
            forms.ArticleForm(initial=initial, article=article),
            forms.BylineFormSet(initial=forms.lines_of(draft.byline), prefix="byline"),
            status,
            is_unsaved=True,
            **told,
        )


def _keep(request, article, form):
    """Keep what was typed as a draft, in case this page is lost too; it stands in it anyway."""
    typed = {name: value for name, value in form.data.items() if name not in NOT_TYPED}
    told = {"page": form.data.get(PAGE, ""), "based_on": form.cleaned_data["based_on"]}
    try:
        drafts.keep(article, by=request.user, typed=typed, **told)
    except DeskError:
        return  # Whatever is in the way of a draft, the page has all of it.


def _revision(article, number):
    """Return the revision of that number (int or str), or None if there is none."""
    number = str(number)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return article.revisions.filter(number=number).first()


def _reconciled(base, newest, form):
    """Return the Reconciled of two revisions and what was typed over the first of them.

    Raises BodyRefused.
    """
    before = forms.said_in(base)
    mine = forms.typed_over(before, form.data)
    mine = replace(mine, html=html.clean(mine.html))
    return reconciling.reconcile(before, forms.said_in(newest), mine)


def _report(found, form):
    """Return what each of the two changed, as rows for the page."""
    return {
        f"{side}_rows": differences.rows(found.base, getattr(found, side), labels(form))
        for side in reconciling.SIDES
    }


def _questions(found, form, choices, missing):
    """Return each conflict as a dict for the page.

    missing  names of those that were sent without a decision.
    """
    return [
        {
            "name": CHOICE + name,
            "label": label,
            "sides": sides,
            "ways": [(way, WAYS[way], choices.get(name) == way) for way in ways],
            "is_missing": name in missing,
        }
        for (name, ways), (label, sides) in zip(
            found.questions.items(), _both_sides(found, labels(form)), strict=True
        )
    ]


def _both_sides(found, label_of):
    """Yield (label, [(who, what they made of it), …]) of each conflict, fields before the body."""
    for line in found.lines:
        if line.is_conflict:
            told = [
                differences.difference(line.name, found.base, getattr(found, side)) for side in WHO
            ]
            yield label_of(line.name), list(zip(WHO.values(), told, strict=True))
    many = len(found.body.conflicts)
    for n, clash in enumerate(found.body.conflicts):
        told = [differences.difference_of_blocks(clash.base, getattr(clash, side)) for side in WHO]
        label = f"{label_of('html')}, place {n + 1} of {many}"
        yield label, list(zip(WHO.values(), told, strict=True))
