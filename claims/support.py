"""What a verdict rests on: the standing evidence that says the same, measured by its rule."""

from .models import Evidence, Kind, Sensitivity, Status
from .origins import independent_origins
from .rules import reaches, strength_of

CONFIDENTIAL = "claims.view_confidential_evidence"
# A verdict rests on evidence that says the same; that nothing can be established needs none.
RESTS_ON = {
    Status.VERIFIED.value: (Evidence.Stance.SUPPORTS, "supports the claim"),
    Status.REFUTED.value: (Evidence.Stance.REFUTES, "refutes the claim"),
}


def standing_evidence(claim):
    """Return the evidence that has not been retracted."""
    return [evidence for evidence in claim.evidence.all() if evidence.retracted_at is None]


def weighed(claim, verdict):
    """Return the standing evidence that says the same as `verdict`; none where it rests on none.

    Evidence whose words were looked for where they should stand, and not found, does nothing until
    a reviewer vouches for them.
    """
    stance, _ = RESTS_ON.get(verdict, (None, None))
    same = [evidence for evidence in standing_evidence(claim) if evidence.stance == stance]
    return [evidence for evidence in same if not misses_its_words(evidence)]


def misses_its_words(evidence):
    """Were the words of the excerpt looked for and not found, and did nobody vouch for them?"""
    watch = getattr(evidence, "watch", None)
    return watch is not None and watch.misses_its_words


def lacks_support(claim, verdict):
    """Return what no standing evidence does that `verdict` rests on, such as "refutes the claim".

    None where some does, or the verdict rests on none.
    """
    _, does = RESTS_ON.get(verdict, (None, None))
    return None if weighed(claim, verdict) else does


def falls_short(claim, verdict, origins, tier, by, *, checked=None):
    """Return a sentence that says what the evidence lacks by the rule, or None.

    origins, tier  what the rule asks for, as in claims.rules.Rule.
    by             who reads it: a confidential origin is named to those who may know it.
    checked        the claim whose evidence counts, if it is another: the verdict is adopted.
    """
    if not origins:
        return None
    found, does = weighed(checked or claim, verdict), RESTS_ON[verdict][1]
    asks = f"The rule for {subject(claim)} asks for"
    if len(independent_origins(found)) < origins:
        return f"{asks} {_independent(origins, does)}; here is {_counted(found, by)}."
    if not any(reaches(evidence.tier, tier) for evidence in found):
        return f"{asks} a source that is {strength_of(tier)} and {does}; here is none."
    return None


def subject(claim):
    """Return what a rule calls the claim, such as "a sensitive figure"."""
    kind = "claim" if claim.kind == Kind.OTHER else claim.get_kind_display()
    words = f"sensitive {kind}" if claim.sensitivity == Sensitivity.SENSITIVE else kind
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def _independent(origins, does):
    if origins == 1:
        return f"one origin that {does}"
    return f"{origins} independent origins, each of which {does}"


def _counted(found, by):
    """Return how many origins there are, and their names, such as "1: Register"."""
    if not found:
        return "none"
    sees = by.has_perm(CONFIDENTIAL)
    names = {}
    for one in found:
        is_hidden = one.is_confidential and not sees
        names.setdefault(one.origin_key, "a confidential source" if is_hidden else one.origin)
    return f"{len(names)}: {'; '.join(names.values())}"
