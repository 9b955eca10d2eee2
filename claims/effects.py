"""What each edit of an article did to its claims, read from the record and from nothing else."""

import json
from collections import defaultdict
from dataclasses import dataclass

from articles.models import LedgerEntry

from .anchoring import Anchor
from .models import UNPLACED, Claim

READ = ("claim.tag", "claim.place", "claims.follow", "claim.fall", "claim.return")
WHAT = {
    Anchor.EXACT: "Its words came back",
    Anchor.MOVED: "Its words moved",
    Anchor.DRIFTED: "Its words changed",
    Anchor.LOST: "Its words are gone",
    Anchor.AMBIGUOUS: "Its words stand in several places",
}
FELL = {
    Anchor.LOST: "The verdict fell: its words are gone",
    Anchor.AMBIGUOUS: "The verdict fell: its words stand in several places",
}


@dataclass(frozen=True)
class Effect:
    """What one revision did to one claim.

    what    in words, the beginning of a sentence.
    before  the words that were checked, where a verdict fell or may stand again; else "".
    now     what they read in that revision, where they were changed; else "".
    """

    claim: Claim
    what: str
    is_fall: bool = False
    before: str = ""
    now: str = ""


@dataclass(frozen=True)
class Effects:
    """What one revision did to the article's claims: each that it touched, falls first.

    untouched  how many others there were, their words and place the same.
    """

    revision: int
    touched: tuple[Effect, ...]
    untouched: int


def of(article, first, last):
    """Return a list of Effects: one for each revision after `first`, up to `last`, newest first.

    Two queries. Who may see claims at all is for the caller to ask.
    """
    claims = {claim.pk: claim for claim in article.claims.all()}
    found, tagged, unplaced = defaultdict(dict), {}, set()
    entries = LedgerEntry.objects.filter(article=article, action__in=READ).order_by("sequence")
    for action, payload in entries.values_list("action", "payload"):
        said = json.loads(payload)
        if action == "claim.tag":
            tagged[said["claim"]] = said["revision"]
        elif action == "claim.place":
            unplaced.discard(said["claim"])
        else:
            for key, effect in _read(action, said, claims, unplaced):
                found[said["revision"]][key] = effect
    return [
        Effects(number, _in_order(found[number]), _others(number, found[number], tagged))
        for number in range(last, first, -1)
    ]


def _read(action, said, claims, unplaced):
    """Yield (key of a claim, Effect) for each claim that an entry names."""
    if action != "claims.follow":
        tell = _fell if action == "claim.fall" else _returned
        yield said["claim"], tell(claims[said["claim"]], said)
        return
    for one in said["claims"]:
        key, anchor = one["claim"], one["anchor"]
        is_back = key in unplaced and anchor not in UNPLACED
        yield key, Effect(claims[key], WHAT[Anchor.EXACT if is_back else Anchor(anchor)])
        (unplaced.add if anchor in UNPLACED else unplaced.discard)(key)


def _fell(claim, said):
    what = FELL.get(said["anchor"], "The verdict fell: its words changed")
    return Effect(claim, what, True, said["checked_words"], said["words_now"] or "")


def _returned(claim, said):
    return Effect(
        claim, "Its words came back and are to be checked again", False, said["checked_words"]
    )


def _in_order(effects):
    return tuple(sorted(effects.values(), key=lambda one: (not one.is_fall, one.claim.pk)))


def _others(number, touched, tagged):
    return sum(1 for key, revision in tagged.items() if revision < number and key not in touched)
