"""What readers are told of verdicts and of people, in words. Pure."""

VERDICTS = {
    "verified": "Verified",
    "refuted": "Refuted",
    "unverifiable": "Could not be established",
}
ONE = {
    "verified": "1 claim verified",
    "refuted": "1 claim refuted",
    "unverifiable": "1 claim could not be established",
    "undecided": "1 claim is being checked",
}


def verification(counted):
    """Return one line on how far an article is verified.

    counted  claims.verification.Verification
    """
    if not counted.total:
        return "No claims checked"
    if counted.total == 1:
        return next(sentence for name, sentence in ONE.items() if getattr(counted, name))
    if counted.verified == counted.total:
        return f"All {counted.total} claims verified"
    parts = [
        f"{counted.verified or 'None'} of {counted.total} claims verified",
        counted.refuted and f"{counted.refuted} refuted",
        counted.unverifiable and f"{counted.unverifiable} could not be established",
        counted.undecided and f"{counted.undecided} being checked",
    ]
    return ", ".join(filter(None, parts))


def verdict(status, rating=""):
    """Return a verdict as a reader reads it, such as "Refuted: missing context".

    rating  as Decision.get_rating_display() says it; empty unless refuted.
    """
    return f"{VERDICTS[status]}: {rating}" if rating else VERDICTS[status]


def signature(name):
    """Return a name as it may stand on a public page.

    A deed is signed with the account's name where there is no other, and that may be an
    e-mail address, which is nobody's business.
    """
    return "a member of the desk" if "@" in name else name
