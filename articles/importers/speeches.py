"""Paragraphs to blocks: sub-headings, and the words of others with the name of who said them."""

import re
from dataclasses import dataclass, replace

from .page_lines import Line, usual_gap
from .speakers import VERB, Company, introducer_of, people_in, resolve, subject_of

LONGEST_HEADING = 16  # words
CLOSERS = {"“": '”"', '"': '"', "«": "»", "„": "“”", "‟": "”"}
SINGLE = {"‘": "’"}
DASH = re.compile(r"^[–—-]\s")
I_OR_YOU = re.compile(
    r"\b(?:I|I['’](?:m|ve|d|ll)|me|my|mine|myself|we|us|our|ours|ourselves|you|your|yours)\b"
    r"|\b(?:[Ww]e|[Yy]ou)['’](?:re|ve|d|ll)\b|\b(?:My|We|Our|You|Your)\b|^Dear\b"
)
WRITTEN = re.compile(r"\b(?:memoirs?|book|diary|letter|article|column|post|autobiography|wrote)\b")
INTRODUCTION = re.compile(rf"{VERB.pattern}(?:\s+[^\s.:?!]+){{0,8}}:$")
SENTENCE = re.compile(r"(?<![A-Z])(?<!\b[MDPS]r)(?<!\bM[rs]s)\.\s")
LONGEST_QUOTATION = 30  # paragraphs; an opening mark that nothing closes ends somewhere
MEMORY = 50  # speakers; nobody says "he" of an earlier one
MOST_IMPERSONAL = 2  # paragraphs of a speech without I, we or you between two with them


@dataclass(frozen=True)
class Block:
    """A piece of the body: `p` or `h2` of one paragraph, or a speech with its speaker."""

    tag: str
    paragraphs: tuple[str, ...]
    speaker: str | None = None


@dataclass(frozen=True)
class Reading:
    """Blocks made from the next `used` lines, and who spoke in them (None: nobody knows)."""

    blocks: tuple[Block, ...]
    used: int
    heard: tuple = ()


@dataclass(frozen=True)
class Body:
    """The Lines of a body, all their text, and the blank lines usual between them."""

    lines: list[Line]
    text: str
    usual_gap: int


def blocks_of(lines):
    """Return the Blocks of the body's Lines; together they hold every word of them."""
    body = Body(lines, "\n".join(line.text for line in lines), usual_gap(lines))
    blocks, heard, met, place = [], [], [], 0
    while place < len(lines):
        met += [person for person in people_in(lines[place].text, body.text) if person not in met]
        reading = _read(body, place, Company(tuple(heard[-MEMORY:]), tuple(met)))
        blocks += reading.blocks
        heard += reading.heard
        place += reading.used
    return blocks


def _read(body, place, company):
    line = body.lines[place]
    if _is_heading(body.lines, place):
        return Reading((Block("h2", (line.text,)),), 1)
    if line.text[0] in CLOSERS:
        return _quotation(body, place, company)
    if INTRODUCTION.search(line.text):
        return _introduced(body, place, company)
    return Reading((Block("p", (line.text,)),), 1, _speakers_in(line.text, company, body.text))


def _is_heading(lines, place):
    """Say whether a line is short, without end and open quotation, between two paragraphs."""
    line = lines[place]
    between = 0 < place < len(lines) - 1
    return (
        between
        and line.words <= LONGEST_HEADING
        and not line.is_paragraph
        and not _leaves_quotation_open(line.text)
        and (line.text[0].isupper() or line.text[0].isdigit())
        and lines[place - 1].is_paragraph
        and lines[place + 1].is_paragraph
    )


def _leaves_quotation_open(text):
    """Say whether more quotation marks open in `text` than close."""
    if text.count('"') % 2:
        return True
    return any(
        text.count(opener) > sum(map(text.count, closers))
        for opener, closers in (CLOSERS | SINGLE).items()
        if opener not in closers
    )


# Quotations with their attribution behind them


def _quotation(body, place, company):
    """Read a quotation of one paragraph, or of several each opened and only the last closed."""
    lines, last = body.lines, place
    while not (parts := _split(lines[last].text)):
        last += 1
        too_long = last - place == LONGEST_QUOTATION
        if too_long or last == len(lines) or lines[last].text[0] != lines[place].text[0]:
            return Reading(_plain(lines[place:last]), last - place)
    quoted, attribution = parts
    clause, second = _second_quotation(attribution)
    speaker = _speaker(clause, company, body.text)
    if speaker is None:
        heard = (None,) if VERB.search(clause) else ()
        return Reading(_plain(lines[place : last + 1]), last + 1 - place, heard)
    paragraphs = (*(line.text for line in lines[place:last]), quoted)
    blocks = [Block("blockquote", paragraphs, speaker.name), Block("p", (clause,))]
    if second:
        blocks.append(Block("blockquote", (second,), speaker.name))
    return Reading(tuple(blocks), last + 1 - place, (speaker,))


def _plain(lines):
    return tuple(Block("p", (line.text,)) for line in lines)


def _split(paragraph):
    """Return (quotation through its closing mark, the words after it), or None if not closed.

    A mark closes a quotation only beside a comma, a dash or the end of a sentence: else it
    closes a title, or a word quoted inside.
    """
    opener, depth = paragraph[0], 0
    for place, char in enumerate(paragraph):
        if char == opener and (place == 0 or char not in CLOSERS[opener]):
            depth += 1
        elif char in CLOSERS[opener] and depth > 1:
            depth -= 1
        elif char in CLOSERS[opener]:
            behind = re.match(r",|\s[–—-](?=\s)|$", paragraph[place + 1 :])
            if behind or paragraph[place - 1] in ",.!?…–—-":
                end = place + 1 + (behind.end() if behind else 0)
                return paragraph[:end], paragraph[end:].strip()
    return None


def _second_quotation(attribution):
    """Return (attribution, quotation) of `X said. “More.”`, or (all of it, "")."""
    match = re.match(r"^(?P<clause>[^“\"«„]*[.,:])\s+(?P<more>[“\"«„].*)$", attribution)
    if match and (parts := _split(match["more"])) and not parts[1]:
        return match["clause"], match["more"]
    return attribution, ""


def _speaker(clause, company, text):
    """Return the Person to whom the attribution behind a quotation gives the words, or None."""
    sentence = SENTENCE.split(clause)[0]
    return _named(subject_of(sentence), sentence, company, text)


def _introducer(line, company, text):
    """Return the Person whose words the line announces, or None."""
    sentence = SENTENCE.split(line)[-1]
    return _named(introducer_of(sentence), sentence, company, text)


def _named(subject, sentence, company, text):
    person = subject and resolve(subject, company, text)
    return _with_pronoun(person, sentence) if person else None


def _with_pronoun(person, clause):
    match = re.search(r"\b(?:(he|his|himself)|(she|her|herself))\b", clause)
    if not match or person.pronoun:
        return person
    return replace(person, pronoun="he" if match[1] else "she")


def _speakers_in(paragraph, company, text):
    """Return who is reported to speak, sentence by sentence: `he said` may mean them later."""
    speakers = []
    for sentence in re.split(r"(?<=[.!?])\s+", paragraph):
        if VERB.search(sentence):
            person = _speaker(sentence, company.after(speakers), text)
            speakers += [person] if person else []
    return tuple(speakers)


# Speeches that a line introduces


def _introduced(body, place, company):
    line = body.lines[place]
    speaker = _introducer(line.text, company, body.text)
    plain = Reading((Block("p", (line.text,)),), 1, (speaker,) if speaker else ())
    end = speaker and _end_of_speech(body, place + 1, speaker, bool(WRITTEN.search(line.text)))
    if not end:
        return plain
    speech = tuple(line.text for line in body.lines[place + 1 : end])
    blocks = (*plain.blocks, Block("blockquote", speech, speaker.name))
    return Reading(blocks, end - place, (speaker,))


def _end_of_speech(body, start, speaker, is_written):
    """Return the place behind the speech that starts at `start`, or None if none does."""
    lines = body.lines
    if start == len(lines):
        return None
    if lines[start].text[0] in CLOSERS:
        return _end_of_quoted(lines, start)
    if not _is_spoken(lines[start]):
        return None
    stop, is_marked = _break(body, start, speaker)
    if is_marked and not is_written:
        return stop
    return _end_of_spoken(lines, start, stop, 0 if is_written else MOST_IMPERSONAL)


def _is_spoken(line):
    return bool(I_OR_YOU.search(line.text) or DASH.match(line.text))


def _end_of_quoted(lines, start):
    """Return the place behind quotations that stand in their own marks, or None.

    What is quoted in the paragraphs behind is said by the same person, until somebody is named.
    """
    end = None
    for place in range(start, min(start + LONGEST_QUOTATION, len(lines))):
        if lines[place].text[0] != lines[start].text[0]:
            return end
        if parts := _split(lines[place].text):
            if parts[1]:
                return end
            end = place + 1
    return end


def _break(body, start, speaker):
    """Return (place, marked): where the speech must have ended, and if by extra blank lines."""
    lines = body.lines
    for place in range(start + 1, len(lines)):
        line = lines[place]
        if line.gap > body.usual_gap:
            return place, True
        if (
            _is_heading(lines, place)
            or INTRODUCTION.search(line.text)
            or _speaks_of(line.text, speaker)
            or (line.text[0] in CLOSERS and _split(line.text) and _split(line.text)[1])
        ):
            return place, False
    return len(lines), False


def _speaks_of(paragraph, speaker):
    """Say whether `paragraph` names the speaker, by surname and not as a namesake's."""
    surname = re.escape(speaker.name.split()[-1])
    for match in re.finditer(rf"(?:(\S+)\s+)?\b{surname}\b", paragraph):
        before = match[1] or ""
        if not before[:1].isupper() or before in speaker.name.split() or before in speaker.title:
            return True
    return bool(re.match(rf"(?:He|She|The [\w ]{{3,30}}?) (?:also )?{VERB.pattern}", paragraph))


def _end_of_spoken(lines, start, stop, most_impersonal):
    """Return the place behind the last paragraph that says I, we or you, few others between."""
    end = start + 1
    for place in range(start + 1, stop):
        if _is_spoken(lines[place]):
            end = place + 1
        elif place - end >= most_impersonal:
            break
    return end
