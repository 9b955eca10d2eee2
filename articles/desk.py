"""What every page of the desk shares: try a deed, and show its refusal as a sentence."""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import SEARCH_VAR

from .errors import DeskError, Invalid


def attempt(request, act):
    """Call `act`; return (its result, None), or (None, the DeskError) with a message shown.

    The caller renders its form again with what was typed, under `error.status`.
    """
    try:
        return act(), None
    except DeskError as error:
        messages.error(request, str(error))
        return None, error


def show_errors(form, error):
    """Put each sentence of a refusal beside its field; the rest above the form."""
    errors = error.errors if isinstance(error, Invalid) else {None: str(error)}
    for name, sentence in errors.items():
        form.add_error(name if name in form.fields else None, sentence)


LONGEST_SEARCH = 200
LONGEST_KEY = 18  # Digits that any database takes for a number of its own.


class PlainListMixin:
    """Part of a ModelAdmin: its list answers a search or a selection it cannot use in words."""

    def changelist_view(self, request, extra_context=None):
        _shorten_search(request)
        _keep_plain_keys(request)
        return super().changelist_view(request, extra_context)


def _shorten_search(request):
    """Databases refuse patterns and conditions of some ten thousand characters."""
    words = request.GET.get(SEARCH_VAR, "")
    if len(words) > LONGEST_SEARCH:
        request.GET = request.GET.copy()
        request.GET[SEARCH_VAR] = words[:LONGEST_SEARCH]
        messages.warning(
            request,
            f"A search has at most {LONGEST_SEARCH} characters: this is what the first "
            f"{LONGEST_SEARCH} of yours find.",
        )


def _keep_plain_keys(request):
    chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
    plain = [key for key in chosen if _is_plain(key)]
    if len(plain) < len(chosen):
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, plain)
        messages.warning(
            request,
            "Part of what was selected is not in this list and was left out. Select it again.",
        )


def _is_plain(key):
    return key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY
