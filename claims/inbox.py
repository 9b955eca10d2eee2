"""The pages where a person reads their notices, and chooses whether mail brings them."""

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.desk import attempt

from . import mailing, notices
from .desk import for_the_desk
from .forms import MailForm

ON_A_PAGE = 50


def _page(request, status=200):
    paginator = Paginator(notices.of(request.user), ON_A_PAGE)
    context = {
        **admin.site.each_context(request),
        "title": "Notices",
        "page": paginator.get_page(request.GET.get("page")),
        "mail_choice": mailing.choice_of(request.user),
    }
    return TemplateResponse(request, "admin/claims/notices.html", context, status=status)


@for_the_desk
def show(request):
    """Answer with the reader's own notices, unread ones first."""
    return _page(request) if request.method in ("GET", "HEAD") else HttpResponseNotAllowed(["GET"])


@for_the_desk
def mark_read(request):
    """Mark as read the notices that `notice` names, by its number; `all` means all of them."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    keys = None if "all" in request.POST else _numbers(request.POST.getlist("notice"))
    count, error = attempt(request, lambda: notices.mark_read(request.user, keys))
    if error:
        return _page(request, error.status)
    one = "1 notice is" if count == 1 else f"{count} notices are"
    messages.success(request, f"{one} marked as read.")
    return HttpResponseRedirect(reverse("admin:claims_claim_notices"))


@for_the_desk
def choose_mail(request):
    """Show how the reader wants notices by mail, or keep what they choose."""
    if request.method in ("GET", "HEAD"):
        return _choice(request, MailForm(initial={"how": mailing.choice_of(request.user)}))
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "POST"])
    form = MailForm(request.POST)
    if not form.is_valid():
        return _choice(request, form, 400)
    mailing.choose(request.user, form.cleaned_data["how"])
    messages.success(request, f"Notices by mail: {mailing.choice_of(request.user).label}.")
    return HttpResponseRedirect(reverse("admin:claims_claim_notices"))


def _choice(request, form, status=200):
    context = {**admin.site.each_context(request), "title": "Notices by mail", "form": form}
    return TemplateResponse(request, "admin/claims/mail.html", context, status=status)


def _numbers(values):
    """Return what can be a key; for anything else 0, which is nobody's."""
    return [int(value) if value.isdecimal() and len(value) < 19 else 0 for value in values]
