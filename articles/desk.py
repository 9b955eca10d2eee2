"""What every page of the desk shares: try a deed, and show its refusal as a sentence."""

from django.contrib import messages

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
