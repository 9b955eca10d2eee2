"""Who speaks: the person that an attribution such as "the head of state added" means.

English only. A wrong name under a quotation is worse than none, so whatever the words leave
open is None.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from .vocabulary import CALENDAR_AND_PRONOUNS, PARTICLES, SMALL, TITLES

VERB = re.compile(
    r"\b(?:said|says|stated|states|noted|notes|added|adds|told|stressed|emphasi[sz]ed|underlined"
    r"|highlighted|declared|announced|remarked|replied|answered|responded|asked|explained|explains"
    r"|continued|concluded|recalled|recalls|wrote|writes|claimed|argued|argues|warned|warns"
    r"|insisted|admitted|acknowledged|observed|pointed out|commented|confirmed|reiterated"
    r"|mentioned|tweeted)\b"
)
ADVERBS = re.compile(
    r"[\s,]*\b(?:also|further|later|then|has|had|have|in turn|again|however|once more|previously"
    r"|publicly|repeatedly|simply|earlier)[\s,]*$"
)
LEAD_IN = re.compile(
    r"^(?:[A-Z]\w*ing|In|At|On|During|After|Before|For|From|According|As|While|When|With|By"
    r"|Following|Asked|Earlier|Later|Meanwhile|Touching)\b[^,]*,\s*"
)
# What ends the name in "said Jane Doe on Monday".
BEHIND_NAME = re.compile(
    r",|[.:;](?=\s|$)|\s(?:on|in|at|to|after|before|during|as|while|when|who)\s"
)
LEAD_WORD = re.compile(
    r"^(?:even|then|later|also|but|and|so|meanwhile|however|earlier|yet|as|afterwards|finally)"
    r"\b,?\s+",
    re.IGNORECASE,
)
TITLED = re.compile(
    rf"\b(?:[A-Z][\w’'-]*\s+){{0,2}}(?i:{'|'.join(sorted(TITLES, key=len, reverse=True))})\b\.?"
    r"(?:\s+(?:(?:of|for|and|the)\s+)*[A-Z][\w’'-]*)+"
)
OFFICES = (
    # The longer first: a prime minister is not found by "the minister".
    (
        "prime minister",
        ("prime minister", "premier", "head of government", "head of the government"),
    ),
    ("president", ("head of state", "president", "state leader", "leader")),
)
NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’-])*")
PRONOUNS = {"he": "he", "she": "she"}


@dataclass(frozen=True)
class Person:
    """A name as first spelled in full, with the words of office before it ("" if none)."""

    name: str
    title: str = ""
    pronoun: str | None = None


@dataclass(frozen=True)
class Company:
    """The Persons whom a reader knows at some place of the text.

    heard  who spoke, the last one last; None for words of somebody unknown.
    met    who was named, speaking or not.
    """

    heard: tuple[Person | None, ...] = ()
    met: tuple[Person, ...] = ()

    def after(self, speakers):
        return Company((*self.heard, *speakers), self.met)


def subject_of(clause):
    """Return the words that name who speaks in `clause` ("the minister" of "the minister said
    on Monday"), or None if no verb of saying has one."""
    verb = VERB.search(clause)
    if not verb:
        return None
    before = ADVERBS.sub("", clause[: verb.start()]).strip(" ,–—-")
    if not before:
        return BEHIND_NAME.split(clause[verb.end() :])[0].strip()
    return LEAD_WORD.sub("", LEAD_IN.sub("", before)).strip(" ,")


def named_in(phrase, text=""):
    """Return the Person that `phrase` names, or None if it names none for sure.

    text  the article: in "President of Town One Jane Doe" only other places show where the
          place's name ends and the person's begins.
    """
    people = (_person(segment.strip(), text) for segment in phrase.split(","))
    return next(filter(None, people), None)


def _person(phrase, text):
    words = phrase.split()
    title = max((n for n, word in enumerate(words) if _is_title(word)), default=-1)
    behind = words[title + 1 :]
    if title < 0:
        return _untitled(words)
    if not behind:
        return None
    if behind[0] in SMALL:
        return _behind_place(words, title, text)
    name = _leading_name(behind)
    return Person(" ".join(name), " ".join(words[: title + 1])) if name else None


def _is_title(word):
    return word.strip(".").lower() in TITLES


def _untitled(words):
    """Return the Person of "Jane Doe" or "local farmer Jane Doe", not of "in Town One"."""
    if "of" in words:
        words = words[: words.index("of")]
    while words and words[-1].lower() in CALENDAR_AND_PRONOUNS:
        words = words[:-1]
    start = len(words)
    while start and (_is_capital(words[start - 1]) or _is_inside_name(words, start - 1)):
        start -= 1
    name, before = words[start:], words[:start]
    if not name or len(name) > 4 or (before and (before[-1] in SMALL or len(name) < 2)):
        return None
    return Person(" ".join(name), " ".join(before))


def _is_inside_name(words, place):
    """Say whether a small word stands between capitalised ones ("Jane von Doe")."""
    return (
        words[place] in PARTICLES and 0 < place < len(words) - 1 and _is_capital(words[place - 1])
    )


def _leading_name(words):
    name = []
    for word in words:
        if not (_is_capital(word) or (name and word in PARTICLES)):
            break
        name.append(word)
    return name if len(name) <= 4 else None


def _is_capital(word):
    return (
        bool(NAME_WORD.fullmatch(word))
        and word[0].isupper()
        and word.lower() not in CALENDAR_AND_PRONOUNS
    )


def _behind_place(words, title, text):
    """Return the Person of "President of the Republic of Place Jane Doe", or None."""
    small = max(n for n, word in enumerate(words) if word in SMALL)
    run = words[small + 1 :]
    if len(run) < 2 or not all(map(_is_capital, run)):
        return None
    for cut in range(1, len(run)):
        if _stands_apart(run[cut - 1], tuple(run[cut:]), text):
            return Person(" ".join(run[cut:]), " ".join(words[: small + 1 + cut]))
    if len(run) >= 3 and words[title][0].isupper():
        return Person(" ".join(run[-2:]), " ".join(words[:-2]))
    return None


@lru_cache(maxsize=256)
def _stands_apart(before, name, text):
    """Say whether `name` occurs in `text` without `before` in front of it."""
    full = re.escape(" ".join(name))
    places = len(re.findall(rf"\b{full}\b", text))
    return len(name) > 1 and places > len(re.findall(rf"\b{re.escape(before)}\s+{full}\b", text))


def people_in(paragraph, text):
    """Return the Persons that `paragraph` names with a title, in order of appearance."""
    found = (named_in(match[0], text) for match in TITLED.finditer(paragraph))
    return [person for person in found if person and " " in person.name]


def resolve(phrase, company, text):
    """Return the Person that `phrase` means, or None."""
    heard, met = company.heard, company.met
    word = phrase.lower().strip(" .")
    if word in PRONOUNS:
        return _by_pronoun(PRONOUNS[word], heard)
    if person := named_in(phrase, text):
        return _in_full(person, heard, met)
    return _by_office(word, heard, met)


def _by_pronoun(pronoun, heard):
    if heard and heard[-1] and heard[-1].pronoun in (None, pronoun):
        return heard[-1]
    return None


def _in_full(person, heard, met):
    """Return `person` under the full name if only a surname is given and it fits one person."""
    if " " in person.name:
        return person
    same = {p.name for p in (*heard, *met) if p and p.name.split()[-1] == person.name}
    spoke = {p.name for p in heard if p and p.name in same}
    names = spoke if len(spoke) == 1 else same
    if len(names) > 1:
        return None
    return Person(names.pop() if names else person.name, person.title)


def _by_office(phrase, heard, met):
    """Return the last speaker, or else the only person met, who holds the office."""
    if not phrase.startswith(("the ", "his ", "her ")):
        return None
    speakers = [p for p in heard if p and _holds(p.title, phrase)]
    if speakers:
        return speakers[-1]
    names = {p.name: p for p in met if _holds(p.title, phrase)}
    return next(iter(names.values())) if len(names) == 1 else None


def _holds(title, phrase):
    """Say whether the holder of `title` may be called `phrase` ("the Kazakh leader")."""
    office, words = _office(phrase)
    held, with_words = _office(title.lower())
    return office == held and office is not None and words <= with_words


def _office(phrase):
    """Return (office, stems of the other words): which minister, the president of what."""
    for office, names in OFFICES:
        for name in names:
            if re.search(rf"\b{name}\b", phrase):
                return office, _stems(phrase.replace(name, ""))
    nouns = [word for word in phrase.split() if word in TITLES]
    if not nouns:
        return None, frozenset()
    return nouns[0], _stems(phrase.replace(nouns[0], ""))


def _stems(phrase):
    """Return the first letters of the words: they join Kazakh, Kazakhs and Kazakhstan."""
    skipped = SMALL | {"republic", "his", "her"}
    return frozenset(word[:5] for word in re.findall(r"\w+", phrase) if word not in skipped)
