"""Who speaks: the person that an attribution such as "the head of state added" means.

English only. A wrong name under a quotation is worse than none, so whatever the words leave
open is None.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from .vocabulary import (
    ARTICLES,
    CALENDAR_AND_PRONOUNS,
    PARTICLES,
    RELATING,
    SMALL,
    TITLES,
)

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
# Two people share the words: "Jane Doe and John Roe".
JOINED = re.compile(r"(?:^|[^\W\d_] )(?:and|&) (?:the )?[^\W\d_a-z]\w* [^\W\d_a-z]")
MOST_GIVEN_NAMES = 3
# A full stop belongs to an initial or a title; else it ends the sentence, and the name.
CAPITAL = r"[^\W\d_a-z](?:\w{0,2}\.|[\w’'-]{0,30})(?![\w’'-])"
CAPITALISED = re.compile(rf"(?<!\w){CAPITAL}(?:[^\S\n]+{CAPITAL})*")
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
    on Monday"), or None if no verb of saying has one.

    A comma at their end shows that an aside stands between the subject and its verb.
    """
    verb = VERB.search(clause)
    if not verb:
        return None
    before = _before_verb(clause[: verb.start()])
    if not before:
        return BEHIND_NAME.split(clause[verb.end() :])[0].strip()
    return LEAD_WORD.sub("", LEAD_IN.sub("", before)).strip()


def introducer_of(clause):
    """Return the subject of the last verb of saying in `clause`, a line that ends in a colon."""
    *_, verb = VERB.finditer(clause)
    before = _before_verb(clause[: verb.start()])
    return LEAD_WORD.sub("", LEAD_IN.sub("", before)).strip() or subject_of(clause)


def _before_verb(text):
    aside = text.rstrip().endswith(",")
    before = ADVERBS.sub("", text).strip(" ,–—-")
    return f"{before}," if before and aside else before


def named_in(phrase, text=""):
    """Return the Person that `phrase` names, or None if it names none for sure.

    text  the article: in "President of Town One Jane Doe" only other places show where the
          place's name ends and the person's begins.

    Of several names the one next to the verb counts ("In his novel, Jane Eyre, the writer John
    Roe wrote"), but an aside in commas may name anything ("Jane Doe, of Bridge Bank, said").
    """
    parts = [part.strip() for part in phrase.split(",")]
    if JOINED.search(parts[-1] or parts[0]) and not _behind_place(parts[-1].split(), text):
        return None
    sure = [person for part in parts if (person := _person(part))]
    if len({person.name for person in sure}) > 1 and not parts[-1]:
        return None
    if sure:
        return sure[-1]
    return next(filter(None, (_behind_place(part.split(), text) for part in parts)), None)


def _person(phrase):
    """Return the Person of a phrase that shows where the name begins, or None."""
    words = phrase.split()
    title = _last_title(words)
    if title < 0:
        return _untitled(words)
    behind, before = words[title + 1 :], words[:title]
    # "Spokesman for President Jane Doe" and "he told Mayor Jane Doe" are somebody else.
    if not behind or RELATING & set(before) or VERB.search(" ".join(before)):
        return None
    name = _leading_name(behind)
    return Person(" ".join(name), " ".join(words[: title + 1])) if name else None


def _last_title(words):
    return max((n for n, word in enumerate(words) if _is_title(word)), default=-1)


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
    if not name or len(name) > 4 or name[0] in ARTICLES:
        return None
    if before and (len(name) < 2 or not _may_describe(before)):
        return None
    return Person(" ".join(name), " ".join(before))


def _may_describe(words):
    """Say whether `words` describe the person named behind them ("the explorer")."""
    return not {word.lower() for word in words} & (RELATING | {"and"}) and not VERB.search(
        " ".join(words)
    )


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


def _behind_place(words, text):
    """Return the Person of "President of the Republic of Place Jane Doe", or None."""
    title = _last_title(words)
    if title < 0 or title + 1 == len(words) or words[title + 1] not in SMALL:
        return None
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
    word = phrase.lower().strip(" .,")
    if word in PRONOUNS:
        return _by_pronoun(PRONOUNS[word], heard)
    if person := named_in(phrase, text):
        return _in_full(person, heard, met, text)
    return _by_office(word, heard, met)


def _by_pronoun(pronoun, heard):
    if heard and heard[-1] and heard[-1].pronoun in (None, pronoun):
        return heard[-1]
    return None


def _in_full(person, heard, met, text):
    """Return `person` under the full name if only a surname is given and it fits one person."""
    if " " in person.name:
        return person
    same = {p.name for p in (*heard, *met) if p and p.name.split()[-1] == person.name}
    spoke = {p.name for p in heard if p and p.name in same and " " in p.name}
    names = spoke if len(spoke) == 1 else same | _full_names(person.name, text)
    full = {name for name in names if " " in name}
    if len(full) > 1:
        return None
    return Person(full.pop() if full else person.name, person.title)


def _full_names(surname, text):
    """Return the full names that end in `surname`, if `text` introduces it by one of them."""
    given = _given_names(text).get(surname, ((),))
    if not given[0]:
        return frozenset()
    return frozenset(" ".join((*words, surname)) for words in given if words)


@lru_cache(maxsize=4)
def _given_names(text):
    """Return {last word: the words before it, place by place} of all names in `text`."""
    given = defaultdict(list)
    for run in CAPITALISED.finditer(text):
        words = run[0].split()
        for place, word in enumerate(words):
            before = _without_lead(words[max(0, place - MOST_GIVEN_NAMES) : place])
            given[re.sub(r"['’]s?$", "", word)].append(tuple(before))
    return given


def _without_lead(words):
    """Return the words of a given name without the title or the sentence's start before it."""
    words = words[_last_title(words) + 1 :]
    while words and (words[0] in ARTICLES or words[0].lower() in CALENDAR_AND_PRONOUNS | RELATING):
        words = words[1:]
    return words


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
