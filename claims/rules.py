"""The rules of deciding: what a verdict on a claim rests on, by its kind and sensitivity.

RULES is the table; rule_for() returns the strictest of what applies. The steps, the page of a claim
and docs/workflow.md all come from it. Pure but for the names of kinds and tiers.
"""

from dataclasses import dataclass

from .models import Evidence, Kind, Sensitivity, Status

Tier = Evidence.Tier
# From the weakest to the strongest.
TIERS = ("", Tier.ANONYMOUS, Tier.SECONDARY, Tier.OFFICIAL, Tier.PRIMARY)
RESTING = (Status.VERIFIED, Status.REFUTED)  # "Unverifiable" says that too little was found.


@dataclass(frozen=True)
class Rule:
    """What a verdict needs before it comes into force.

    origins    least number of independent origins that say the same as the verdict.
    tier       what one of them must be at least: one of TIERS; "" asks nothing.
    approvals  how many people approve it: one, or two.
    ages_after_days  after how many days such a fact is worth another look, or None.
    """

    origins: int = 0
    tier: str = ""
    approvals: int = 1
    ages_after_days: int | None = None


@dataclass(frozen=True)
class Row:
    """A line of the table: a Rule, and what it applies to.

    kind, sensitivity  None: whichever it is.
    verdicts           those whose origins and tier it asks for; approvals are asked for all.
    why                a sentence: what the desk means by it.
    """

    kind: str | None
    sensitivity: str | None
    rule: Rule
    why: str
    verdicts: tuple[str, ...] = RESTING

    def applies_to(self, kind, sensitivity):
        return self.kind in (None, kind) and self.sensitivity in (None, sensitivity)


RULES = (
    Row(None, None, Rule(origins=1, tier=Tier.SECONDARY),
        "Nothing rests on anonymous sources alone."),
    Row(None, Sensitivity.SENSITIVE, Rule(origins=2, tier=Tier.OFFICIAL, approvals=2),
        "What can harm somebody is checked twice, by different people, at different sources."),
    Row(Kind.FIGURE, None, Rule(tier=Tier.OFFICIAL),
        "A number comes from whoever counted, or from the office that publishes it."),
    Row(Kind.QUOTE, None, Rule(tier=Tier.PRIMARY),
        "A quote is compared with the recording or the paper it was said in."),
    Row(Kind.MEMBERSHIP, None, Rule(tier=Tier.OFFICIAL, ages_after_days=180),
        "Who is a member is said by the register or by the organisation itself."),
    Row(Kind.AGREEMENT, None, Rule(tier=Tier.OFFICIAL),
        "What was agreed stands in its text, or is said by a party to it."),
    Row(Kind.SUPERLATIVE, None, Rule(origins=2, ages_after_days=180),
        "“The first” and “the largest” are easily said: two have to know. One counter-example "
        "refutes it.", verdicts=(Status.VERIFIED,)),
    Row(Kind.POSITION, None, Rule(ages_after_days=90), "Positions change."),
    Row(Kind.PREDICTION, None, Rule(ages_after_days=90), "The day it speaks of may have come."),
)  # fmt: skip


def rule_for(kind, sensitivity, verdict=Status.VERIFIED):
    """Return the Rule for a verdict on a claim of this kind and sensitivity: the strictest of all.

    That nothing could be established rests on no origin; it is approved like any other verdict.
    """
    rows = [row for row in RULES if row.applies_to(kind, sensitivity)]
    asked = [row.rule for row in rows if verdict in row.verdicts] or [Rule()]
    ages = [row.rule.ages_after_days for row in rows if row.rule.ages_after_days is not None]
    return Rule(
        origins=max(rule.origins for rule in asked),
        tier=max((rule.tier for rule in asked), key=TIERS.index),
        approvals=max(row.rule.approvals for row in rows),
        ages_after_days=min(ages, default=None),
    )


def reaches(tier, least):
    """Is a source of `tier` at least as strong as `least`?"""
    return TIERS.index(tier) >= TIERS.index(least)


_NUMBERS = ("no", "one", "two")
_STRENGTH = {
    Tier.ANONYMOUS: "known to the desk",
    Tier.SECONDARY: "not anonymous",
    Tier.OFFICIAL: "official or primary",
    Tier.PRIMARY: "primary",
}


def strength_of(tier):
    """Return what a source of `tier` or better is called, such as "official or primary"."""
    return _STRENGTH[tier]


def counted(number, noun):
    """Return so many of them in words, such as "two approvals"."""
    return f"{_NUMBERS[number]} {noun}{'' if number == 1 else 's'}"


def in_words(rule):
    """Return a Rule as a phrase, such as "One origin, not anonymous, and one approval"."""
    approvals = counted(rule.approvals, "approval")
    if not rule.origins:
        return f"At least one piece of evidence, whatever it says, and {approvals}"
    strength = strength_of(rule.tier)
    if rule.origins == 1:
        return f"One origin, {strength}, and {approvals}"
    number = _NUMBERS[rule.origins].capitalize()
    return f"{number} independent origins, at least one of them {strength}, and {approvals}"
