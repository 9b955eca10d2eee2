"""The record of one claim, entry by entry, in words.

Entries are those of the article's chain that name the claim. Confidential words never stand in
a payload (claims.gathering); what the payload does tell of such evidence is left out as well.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from articles.models import LedgerEntry

from .models import UNPLACED, Decision, Evidence, Kind, Priority, Sensitivity, Status
from .tagging import TOLD


@dataclass(frozen=True)
class Deed:
    """One entry as a person reads it.

    sequence  its number in the article's chain; action is what the entry calls the deed.
    what      the deed in words; detail adds to it, note is what its doer wrote.
    revision  number of the article's newest revision then; None where the entry names none.
    """

    sequence: int
    what: str
    detail: str
    note: str
    who: str
    when: datetime
    action: str
    revision: int | None


def of(claim, *, with_confidential=False):
    """Return every Deed of `claim`, newest first, in one query.

    with_confidential  may whoever reads it read confidential evidence? Otherwise what was
                       noted on it, such as why it was retracted, is left out with it.
    """
    entries = LedgerEntry.objects.filter(may_name(claim), article_id=claim.article_id)
    named = [(entry, _said_of(claim, json.loads(entry.payload))) for entry in entries]
    titles = {said["evidence"]: said["title"] for _, said in named if said and "title" in said}
    told = [(entry, _titled(said, titles)) for entry, said in named if said]
    if not with_confidential:
        told = [(entry, _without_reason(entry, said, titles)) for entry, said in told]
    return [_deed(entry, said) for entry, said in reversed(told)]


def may_name(claim):
    """Payloads are canonical JSON, so a number ends at a comma or brace; _said_of is exact."""
    named = f'"claim":{claim.pk}'
    return Q(payload__contains=f"{named},") | Q(payload__contains=f"{named}}}")


def _said_of(claim, payload):
    """Return what a payload says of this claim, as a dict, or None."""
    if payload.get("claim") == claim.pk:
        return payload
    for one in payload.get("claims", ()):
        if one.get("claim") == claim.pk:
            return {**payload, **one}
    return None


def _titled(said, titles):
    """Return `said` with the title that its evidence was added under, unless confidential."""
    return {"title": titles.get(said.get("evidence"), "confidential evidence"), **said}


def _without_reason(entry, said, titles):
    """Return `said` without its note, where it is of evidence that was not added openly.

    A note on confidential evidence may name the source.
    """
    is_open = entry.action != "evidence.retract" or said.get("evidence") in titles
    return said | {"note": ""} if said.get("is_confidential") or not is_open else said


def _deed(entry, said):
    what, detail = _WORDS.get(entry.action, _plainly)(said)
    return Deed(
        entry.sequence,
        what or entry.action,
        detail,
        said.get("note") or "",
        entry.actor_name,
        entry.created,
        entry.action,
        said.get("revision"),
    )


def _plainly(said):
    return "", ""


def _fixed(what):
    return lambda said: (what, "")


def _tag(said):
    verb = "Suggested" if said.get("status") == Status.SUGGESTED else "Tagged"
    return f"{verb} these words as a claim", f"“{said.get('exact', '')}”"


_LABELS = {"kind": Kind, "sensitivity": Sensitivity, "priority": Priority}


def _amend(said):
    changed = [f"{name}: {_value(name, said[name])}" for name in sorted(said.keys() & set(TOLD))]
    return "Changed what is told of it", "; ".join(changed)


def _value(name, value):
    if isinstance(value, dict):
        return value["name"]
    if name in _LABELS:
        return _LABELS[name](value).label
    return "none" if value in (None, "") else value


def _propose(said):
    return "Proposed a verdict", _verdict(said)


def _adopt(said):
    return "Proposed to adopt a verdict", _verdict(said)


def _declared(what):
    return lambda said: (what.format(said["other"]), "")


def _approve(said):
    if said.get("to") == Status.AWAITING_APPROVAL:
        return "Approved; one more approval is needed", _verdict(said)
    return "Approved: the verdict is in force", _verdict(said)


def _verdict(said):
    decision = said.get("decision")
    if not decision:
        return ""
    words = Status(decision["verdict"]).label
    if decision["rating"]:
        words += f" ({Decision.Rating(decision['rating']).label})"
    return f"{words}: {decision['summary']}"


def _follow(said):
    told = {
        "lost": "The words left the article",
        "ambiguous": "The words came to stand in several places",
        "moved": "The words moved within the article",
        "drifted": "The words changed",
    }
    return told.get(said["anchor"], "The words were followed"), f"Revision {said['revision']}."


def _place(said):
    before, after = said["before"], said["after"]
    words = f"“{before['words']}” Now: “{after['words']}”"
    if said["from"] == said["to"]:
        return "Put it onto other words", f"Before: {words}"
    return "Put it onto other words: the verdict fell", f"Checked: {words}"


def _confirm(said):
    if said.get("to") == Status.AWAITING_APPROVAL:
        return "Confirmed for the words of now; one more approval is needed", _verdict(said)
    return "Confirmed for the words of now: the verdict is in force", _verdict(said)


def _fall(said):
    if said["anchor"] in UNPLACED:
        return "The verdict fell: its words are gone", f"Checked: “{said['checked_words']}”"
    return (
        "The verdict fell: its words changed",
        f"Checked: “{said['checked_words']}” Now: “{said['words_now']}”",
    )


def _return(said):
    return "Its words stand in the article again", f"Checked: “{said['checked_words']}”"


def _add(said):
    kind = Evidence.Kind(said["kind"]).label
    if said["is_confidential"]:
        return "Added confidential evidence", kind
    file = f", with the file {said['file']}" if "file" in said else ""
    return "Added evidence", f"{said['title']} ({kind}, {_stance(said)}){file}"


def _stance(said):
    return Evidence.Stance(said["stance"]).label


def _capture(said):
    if "is_confidential" in said:
        return "Fetched the address of evidence", said["title"]
    if not said["warc_sha256"]:
        return "No copy of evidence could be fetched", f"{said['title']}. {said['remark']}"
    return "Kept a copy of evidence", f"{said['title']}. {_FOUND[said['excerpt_stands']]}"


_FOUND = {
    True: "Its words stand in it.",
    False: "Its words were not found in it.",
    None: "Its words were not looked for.",
}

_WORDS = {
    "claim.tag": _tag,
    "claim.amend": _amend,
    "claim.accept": _fixed("Accepted the suggestion"),
    "claim.dismiss": _fixed("Dismissed it"),
    "claim.take_back": _fixed("Took the tag back"),
    "claim.reopen": _fixed("Reopened it"),
    "claim.take_up": _fixed("Took it up for review"),
    "claim.release": _fixed("Released it for somebody else"),
    "claim.propose": _propose,
    "claim.adopt": _adopt,
    "claim.adopted_fell": lambda said: (
        "The verdict fell: the one that it adopted is no longer in force",
        f"It was adopted from claim {said['adopted_claim']}",
    ),
    "claim.declare_same": _declared("Declared it the same as claim {}"),
    "claim.retract_same": _declared("Took back that it is the same as claim {}"),
    "claim.approve": _approve,
    "claim.send_back": _fixed("Sent the verdict back"),
    "claim.confirm": _confirm,
    "claim.place": _place,
    "claim.recuse": _fixed("Declared a conflict of interest, and stepped aside"),
    "claim.object": _fixed("Objected to the verdict"),
    "claim.fall": _fall,
    "claim.return": _return,
    "claim.expire": lambda said: (
        "The verdict expired",
        f"It was valid until {said['valid_until']}",
    ),
    "claim.evidence_gone": lambda said: (
        "The verdict fell: evidence is no longer at its address",
        said["title"],
    ),
    "claim.evidence_changed": lambda said: (
        "The verdict fell: words of its evidence are no longer where they were found",
        said["title"],
    ),
    "claims.follow": _follow,
    "comment.add": _fixed("Commented"),
    "comment.resolve": _fixed("Resolved a comment"),
    "comment.reopen": _fixed("Reopened a comment"),
    "evidence.add": _add,
    "evidence.capture": _capture,
    "evidence.vouch": lambda said: ("Vouched for the words of evidence", said["title"]),
    "evidence.retract": lambda said: ("Retracted evidence", said["title"]),
}
