"""The scale of verdicts, for readers and for machines. Pure."""

from dataclasses import dataclass

from . import sentences


@dataclass(frozen=True)
class Rating:
    """A verdict as readers are told it.

    status, rating  as a claim and its decision name them; rating is empty unless refuted.
    value    from 1 to 5 (see jsonld.WORST, BEST), or None: it has no place on that scale.
    meaning  what we mean by it.
    """

    status: str
    rating: str
    value: int | None
    meaning: str

    @property
    def label(self):
        return sentences.verdict(self.status, self.rating.replace("_", " "))


# 4 is never given: what is refuted is not "mostly true".
RATINGS = (
    Rating("verified", "", 5, "The evidence says what these words say."),
    Rating("refuted", "missing_context", 3,
           "The words are right as far as they go, and leave out what changes their meaning."),
    Rating("refuted", "outdated", 2, "It was so once, and was no longer when it was said."),
    Rating("refuted", "misleading", 2,
           "There is something to it, and the words lead to a wrong conclusion."),
    Rating("refuted", "false", 1, "The evidence says otherwise."),
    Rating("unverifiable", "", None,
           "We looked, and what there is shows neither that it is so nor that it is not."),
)  # fmt: skip


def value(status, rating):
    """Return the place of a verdict on the scale, or None if it has none."""
    return next(one.value for one in RATINGS if (one.status, one.rating) == (status, rating))
