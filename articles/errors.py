"""Refusals. Each is a sentence for a person and knows its HTTP status.

The doors raise them; the admin shows them as messages and the API as problem details
(RFC 9457). Nothing in between translates.
"""


class DeskError(Exception):
    """Base of every refusal. Nothing was written when one is raised."""

    status = 400
    code = "refused"


class Invalid(DeskError):
    """What was given cannot be used. `errors` says why, field by field.

    errors  dict, field name -> sentence.
    """

    code = "invalid"

    def __init__(self, errors):
        self.errors = errors
        super().__init__(" ".join(errors.values()))


class NoSuchStep(DeskError):
    """No step has this name: the request was made up, or is of another version."""

    code = "no-such-step"


class Gone(DeskError):
    """Readers knew it, and may no longer read it.

    known  dict: what they are told of it instead.
    """

    status = 410
    code = "gone"

    def __init__(self, sentence, **known):
        self.known = known
        super().__init__(sentence)


class TooLarge(DeskError):
    """More than is taken at once."""

    status = 413
    code = "too-large"


class NotAllowed(DeskError):
    """This person's role does not reach that far."""

    status = 403
    code = "not-allowed"


class StepRefused(DeskError):
    """The step exists, but not from here, or not for this person."""

    status = 409
    code = "step-refused"


class Conflict(DeskError):
    """Somebody else was faster: what this was based on is no longer the newest."""

    status = 409
    code = "conflict"


class Blocked(StepRefused):
    """The gate refuses publication. `blockers` lists every reason, not only the first.

    blockers  list of articles.signals.Blocker.
    """

    code = "blocked"

    def __init__(self, sentence, blockers):
        self.blockers = blockers
        super().__init__(sentence)
