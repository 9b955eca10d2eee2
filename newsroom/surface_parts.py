"""What the tagging surface shows: the marked text, the panel of claims, and the tray.

The same templates make the page and the fragments with which a deed is answered, so that a
browser never has to guess what has become of a claim.
"""

import json
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from articles import html, text
from articles.people import name_of
from claims.anchoring import Anchor, occurrences
from claims.marks import css, marks
from claims.models import Claim, Kind, Status
from claims.verification import of_claims

LANES = 4  # Lines under words that can be told apart; deeper overlaps share the last.
AROUND = 70  # code points shown on either side of a place
MOST_PLACES = 8
TOLD_WORDS = ("claim.tag", "claim.place")  # Entries of the record that quote a claim's words.

WHY = {
    Anchor.LOST.value: "The words are gone from the text.",
    Anchor.AMBIGUOUS.value: "The words stand in several places. Choose the one that is meant.",
    Anchor.DRIFTED.value: "The words were changed. Are these still the words of the claim?",
}
# Of an ambiguous claim whose words stand in fewer places than two.
WHY_DOUBTFUL = (
    "Words like these stand in the text. Select those that are meant.",
    "The words stand in other surroundings: say whether these are they.",
)


@dataclass(frozen=True)
class Row:
    """A claim as the panel lists it. The flags are what it is filtered by."""

    claim: Claim
    css: str
    assignee: str
    is_mine: bool
    is_undecided: bool
    in_text: bool
    words: str


@dataclass(frozen=True)
class Stray:
    """A claim in the tray: `before` as it was tagged or judged, `now` as the text reads there.

    places  (before, words, after, start, end) of each place to choose from, in code points.
    """

    row: Row
    why: str
    before: str
    now: str
    places: tuple = ()


def claims_of(article):
    """Return the article's claims in the order of its text, those without a place first."""
    claims = article.claims.with_verdict().select_related("assignee")
    return sorted(claims, key=lambda c: (c.is_placed, c.start or 0, -(c.end or 0), c.pk))


def row_address(claim):
    return f"#row-{claim.pk}"


def parts(article, user):
    """Return {id of an element: its HTML} of everything that a deed may change. Two queries."""
    claims = claims_of(article)
    rows = [row_of(claim, user) for claim in claims]
    about = {"article": article, "may_tag": user.has_perm("claims.tag_claim")}
    return {
        "surface-text": marked(article, claims),
        "surface-rows": _rendered("rows", about, rows=rows),
        "surface-tray": _rendered("tray", about, strays=_strays(article, rows)),
        "surface-standing": _rendered("standing", about, verification=of_claims(claims)),
    }


def _rendered(name, about, **context):
    return mark_safe(render_to_string(f"admin/newsroom/_surface_{name}.html", about | context))


def row_of(claim, user):
    return Row(
        claim,
        css(claim.status),
        name_of(claim.assignee) if claim.assignee else "",
        is_mine=user.pk in (claim.assignee_id, claim.tagged_by_id),
        is_undecided=not claim.is_decided and claim.status != Status.DISMISSED,
        in_text=claim.is_placed and claim.status != Status.DISMISSED,
        words=" ".join(f"{claim.exact} {claim.statement} {claim.claimant}".lower().split()),
    )


# --- the text ------------------------------------------------------------------------------------


def marked(article, claims):
    """Return the body with a mark for every claim; overlapping ones have lines of their own."""
    found = marks(claims, row_address)
    lanes = lanes_of([(mark.start, mark.end) for mark in found])
    kinds = {str(claim.pk): css(claim.status).removeprefix("claim--") for claim in claims}
    return mark_safe(
        html.mark(
            article.revision.html,
            [
                replace(
                    mark,
                    css=f"{mark.css} line-{lane}--{kinds[mark.key]}",
                    label=f"Claim {mark.key}: {mark.label.lower()}. To its row.",
                )
                for mark, lane in zip(found, lanes, strict=True)
            ],
        )
    )


def lanes_of(spans):
    """Return a lane, 0 to LANES - 1, for each (start, end): no two that overlap share one.

    Unless more than LANES overlap: then they share the last. Longer ones lie above shorter ones.
    """
    order = sorted(range(len(spans)), key=lambda n: (spans[n][0], -spans[n][1]))
    lanes, ends = [0] * len(spans), [0] * LANES
    for n in order:
        start, end = spans[n]
        lane = next((lane for lane in range(LANES) if ends[lane] <= start), LANES - 1)
        lanes[n], ends[lane] = lane, max(ends[lane], end)
    return lanes


# --- the tray ------------------------------------------------------------------------------------


def _strays(article, rows):
    """Return a Stray for every claim whose words are lost, ambiguous or changed. One query."""
    told = _words_as_told(article)
    return [
        _stray(row, article.revision.text, told)
        for row in rows
        if row.claim.anchor in WHY and row.claim.status != Status.DISMISSED
    ]


def _stray(row, words, told):
    claim = row.claim
    before = claim.decision.exact if claim.decision else told.get(claim.pk, claim.exact)
    why, places = WHY[claim.anchor], ()
    if claim.anchor == Anchor.AMBIGUOUS:
        places = tuple(_place(words, span) for span in occurrences(words, claim.exact))
        why = WHY_DOUBTFUL[len(places)] if len(places) < len(WHY_DOUBTFUL) else why
    now = claim.exact if claim.is_placed else ""
    return Stray(row, why, before, now, places[:MOST_PLACES])


def _place(words, span):
    before, after = text.context(words, span.start, span.end, AROUND)
    return before, span.of(words), after, span.start, span.end


def _words_as_told(article):
    """Return {claim: its words} as they were when it was tagged or last put somewhere."""
    entries = article.ledger.filter(action__in=TOLD_WORDS).order_by("sequence")
    told = (json.loads(payload) for payload in entries.values_list("payload", flat=True))
    return {one["claim"]: one["after"]["words"] if "after" in one else one["exact"] for one in told}


def filters():
    """Return what the panel can be filtered by: (statuses, kinds)."""
    return Status.choices, Kind.choices
