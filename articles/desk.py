"""What every page of the desk shares: try a deed, and show its refusal as a sentence."""

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ERROR_FLAG, SEARCH_VAR, ChangeList

from .errors import DeskError, Invalid
from .listing import FirstRows

MARKED = "Nothing was saved. Correct what is marked below and send it again."


def attempt(request, act, beside=None):
    """Call `act`; return (its result, None), or (None, the DeskError) with a message shown.

    beside  names of the fields beside which the page says what is wrong; None: of them all.

    The caller renders its form again with what was typed, under `error.status`, and what the
    form says beside a field (show_errors) the message does not say again.
    """
    try:
        return act(), None
    except DeskError as error:
        for sentence in _unsaid(error, beside):
            messages.error(request, sentence)
        return None, error


def _unsaid(error, beside):
    """Return the sentences of a refusal that stand beside no field."""
    if not isinstance(error, Invalid):
        return [str(error)]
    if beside is None:
        return [MARKED]
    return [said for name, said in error.errors.items() if name not in beside] or [MARKED]


def show_errors(form, error):
    """Put each sentence about a field beside it, or above the form where that has none."""
    errors = error.errors if isinstance(error, Invalid) else {}
    for name, sentence in errors.items():
        form.add_error(name if name in form.fields else None, sentence)


LONGEST_SEARCH = 200
LONGEST_KEY = 18  # Digits that any database takes for a number of its own.


class SortedByOffer(ChangeList):
    """Sorted by no column that is not offered (sortable_by), whatever an address says."""

    def get_ordering_field(self, field_name):
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None


class PlainListMixin:
    """Part of a ModelAdmin: its list answers a search or a selection it cannot use in words.

    And it counts nothing that it does not show (articles.listing).
    """

    paginator = FirstRows
    show_full_result_count = False
    show_facets = ShowFacets.NEVER

    def get_changelist(self, request, **kwargs):
        return SortedByOffer

    def changelist_view(self, request, extra_context=None):
        _shorten_search(request)
        _keep_plain_keys(request)
        if ERROR_FLAG in request.GET:
            # Where Django leads to from a filter it cannot read.
            messages.warning(request, "That filter cannot be read: this is the whole list.")
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
