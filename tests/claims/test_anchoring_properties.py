"""What holds for any text, any claim and any sequence of edits."""

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from claims.anchoring import Anchor, Quote, Relocated, Span, is_material, locate, relocate

KEPT = (Anchor.EXACT, Anchor.MOVED)

# Texts that are hard to tell apart: few words, each of them close to another.
CROWDED = st.lists(
    st.sampled_from(
        ["the", "The", "a", "5", "50", "5.5", "-5", "not", "can", "can't", "mW", "MW", "café",
         "cafe\u0301", "ı", "i", ",", "–", "-", "“", "\u200b", "日", "日本", "\U0001f603"]
    ),
    max_size=30,
).flatmap(
    lambda words: st.lists(
        st.sampled_from([" ", " ", " ", "", "\n", ". ", ".\n", "\u00a0"]),
        min_size=len(words),
        max_size=len(words),
    ).map(lambda gaps: "".join(w + g for w, g in zip(words, gaps, strict=True)))
)  # fmt: skip
ANY = st.one_of(CROWDED, st.text(max_size=60))


@st.composite
def span_in(draw, text):
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start + 1, len(text))))


@st.composite
def text_and_spans(draw):
    text = draw(ANY.filter(bool))
    return text, draw(st.lists(span_in(text), max_size=5))


@st.composite
def revision_and_span(draw):
    """An old text, a new one that shares pieces with it, and a claim in the old one."""
    old = draw(ANY.filter(bool))
    pieces = st.one_of(ANY, span_in(old).map(lambda span: span.of(old)))
    new = draw(st.one_of(st.lists(pieces, max_size=4).map("".join), edited(old)))
    return old, new, draw(span_in(old))


@st.composite
def edited(draw, text):
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 8)))
        text = text[:start] + draw(st.sampled_from(["", " ", "5", "not ", "S", "\n"])) + text[end:]
    return text


@given(text_and_spans())
def test_a_text_is_its_own_revision(case):
    text, spans = case
    assert relocate(text, text, spans) == [
        Relocated(Anchor.EXACT, span, False, 1.0) for span in spans
    ]


@given(revision_and_span())
def test_kept_means_the_same_characters(case):
    old, new, span = case
    [found] = relocate(old, new, [span])
    if found.anchor in KEPT:
        assert (found.span.of(new), found.material) == (span.of(old), False)


@given(revision_and_span())
def test_no_other_words_are_covered_without_a_flag(case):
    old, new, span = case
    [found] = relocate(old, new, [span])
    if not found.material:
        assert is_material(span.of(old), found.span.of(new)) is False


@given(revision_and_span())
def test_there_is_a_span_unless_the_words_are_lost_or_in_doubt(case):
    old, new, span = case
    [found] = relocate(old, new, [span])
    assert (found.span is None) == (found.anchor in (Anchor.LOST, Anchor.AMBIGUOUS))
    assert found.material or found.span is not None


@given(text_and_spans(), ANY)
def test_a_claim_is_followed_alone_as_among_others(case, new):
    text, spans = case
    assert relocate(text, new, spans) == [relocate(text, new, [span])[0] for span in spans]


@given(ANY, ANY, ANY, ANY, st.none() | st.integers(0, 100))
def test_a_quotation_is_never_found_in_other_words(text, exact, prefix, suffix, near):
    found = locate(text, Quote(exact, prefix, suffix), near=near)
    if found.anchor in KEPT:
        assert (found.span.of(text), found.material) == (exact, False)
    elif not found.material:
        assert is_material(exact, found.span.of(text)) is False


@given(ANY.filter(str.strip), ANY)
def test_similarity_needs_no_long_texts_to_stay_inside_the_text(text, exact):
    found = locate(text, Quote(exact))
    assert found.span is None or found.span.end <= len(text)


@given(ANY, ANY)
def test_materiality_knows_no_direction(before, after):
    assert is_material(before, after) == is_material(after, before)


@given(ANY)
def test_the_same_words_are_never_material(text):
    assert is_material(text, text) is False


# --- claims that no edit touches ------------------------------------------------------------------

NAMES = [a + b + c for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]


@st.composite
def story(draw):
    """Sentences of words that stand once, as lists; each word as (name, mark after it)."""
    names = iter(draw(st.permutations(NAMES)))
    sizes = draw(st.lists(st.integers(1, 9), min_size=1, max_size=8))
    breaks = draw(st.lists(st.sampled_from([" ", "\n"]), min_size=len(sizes), max_size=len(sizes)))
    words = []
    for size, gap in zip(sizes, breaks, strict=True):
        words += [[next(names), " "] for _ in range(size)]
        words[-1][1] = "." + gap
    return [tuple(word) for word in words]


def written(words):
    return "".join(name + mark for name, mark in words)


def place(words, start, stop):
    begin = len(written(words[:start]))
    return Span(begin, begin + len(written(words[start:stop]).rstrip(" \n")))


@st.composite
def untouched_words(draw):
    """The words before, in and after a claim of four or more, and the edited ones around it."""
    words = draw(story().filter(lambda words: len(words) >= 4))
    start = draw(st.integers(0, len(words) - 4))
    stop = draw(st.integers(start + 4, len(words)))
    fresh = count()
    before, claim, after = words[:start], words[start:stop], words[stop:]
    edited = []
    for part in (before, after):
        part = list(part)
        for _ in range(draw(st.integers(0, 6))):
            at = draw(st.integers(0, len(part)))
            added = [(f"new{next(fresh)}", " ") for _ in range(draw(st.integers(0, 6)))]
            part[at : at + draw(st.integers(0, 6))] = added
        edited.append(part)
    return before, claim, after, *edited


@st.composite
def untouched(draw):
    """A story, its edited version, and a claim of four words or more that the edits left alone."""
    before, claim, after, new_before, new_after = draw(untouched_words())
    old, new = [*before, *claim, *after], [*new_before, *claim, *new_after]
    return (
        written(old),
        written(new),
        place(old, len(before), len(before) + len(claim)),
        place(new, len(new_before), len(new_before) + len(claim)),
    )


@given(untouched())
def test_a_claim_that_no_edit_touched_stands_exactly_at_its_right_place(case):
    old, new, span, right_place = case
    assert relocate(old, new, [span]) == [Relocated(Anchor.EXACT, right_place, False, 1.0)]


@given(story(), st.data())
def test_a_claim_in_a_text_whose_sentences_are_shuffled_is_kept_at_its_right_place_or_lost(
    words, data
):
    sentences, rest = [], words
    while rest:
        size = next(n for n, (_, mark) in enumerate(rest, start=1) if "." in mark)
        sentences, rest = [*sentences, rest[:size]], rest[size:]
    order = data.draw(st.permutations(range(len(sentences))))
    claimed = data.draw(st.sampled_from(order))
    new = [sentences[n] for n in order]
    old_start = sum(map(len, sentences[:claimed]))
    new_start = sum(len(sentences[n]) for n in order[: order.index(claimed)])
    size = len(sentences[claimed])
    flat = [word for sentence in new for word in sentence]
    [found] = relocate(written(words), written(flat), [place(words, old_start, old_start + size)])
    right_place = place(flat, new_start, new_start + size)
    if size >= 4:
        assert (found.anchor in KEPT, found.span) == (True, right_place)
    else:
        assert found.span in (None, right_place) or found.material


@given(story(), st.data())
def test_through_a_sequence_of_revisions_what_is_kept_is_what_was_claimed(words, data):
    text = written(words)
    span = data.draw(span_in(text))
    claimed = span.of(text)
    for _ in range(4):
        revised = data.draw(edited(text))
        [found] = relocate(text, revised, [span])
        if found.anchor not in KEPT:
            return
        text, span = revised, found.span
        assert span.of(text) == claimed


# --- other scripts --------------------------------------------------------------------------------

LATIN = "bdfgkaeioulmnrst"
SCRIPTS = {
    "Hebrew": dict(zip(LATIN, "אבגדהוזחטיכלמנסע", strict=True)),
    "Arabic with vowel signs": {
        low: letter + "\u064e" for low, letter in zip(LATIN, "ابتثجحخدذرزسشصضط", strict=True)
    },
    "combining sequences": {low: low + "\u0323\u0307" for low in LATIN},
    "emoji joined to words": {low: low for low in LATIN} | {"s": "s\U0001f469\u200d\U0001f680"},
    "letters beyond 16 bits": dict(zip(LATIN, map(chr, range(0x10428, 0x10438)), strict=True)),
    "right to left, marked as such": {"b": "\u200fב", "d": "ד\u200e"},
    "the same small word before every other": {"b": "the b", "d": "the d"},
}  # fmt: skip


def in_script(words, script):
    return [("".join(script.get(c, c) for c in name), mark) for name, mark in words]


@given(untouched_words(), st.sampled_from(sorted(SCRIPTS)))
def test_a_claim_in_any_script_that_no_edit_touched_stands_exactly_at_its_right_place(case, name):
    before, claim, after, new_before, new_after = (in_script(w, SCRIPTS[name]) for w in case)
    old, new = [*before, *claim, *after], [*new_before, *claim, *new_after]
    span = place(old, len(before), len(before) + len(claim))
    right_place = place(new, len(new_before), len(new_before) + len(claim))
    assert relocate(written(old), written(new), [span]) == [
        Relocated(Anchor.EXACT, right_place, False, 1.0)
    ]


# --- sequences of edits ---------------------------------------------------------------------------


@given(untouched_words(), st.lists(st.randoms(use_true_random=False), min_size=2, max_size=5))
def test_a_claim_stays_exact_through_any_sequence_of_revisions_that_leave_it_alone(case, chances):
    before, claim, after, *_ = case
    revision = [*before, *claim, *after]
    text, span = written(revision), place(revision, len(before), len(before) + len(claim))
    for n, chance in enumerate(chances):
        for part in (before, after):
            at = chance.randint(0, len(part))
            added = [(f"later{n}x{m}", ". ") for m in range(chance.randint(0, 4))]
            part[at : at + chance.randint(0, 3)] = added
        revision = [*before, *claim, *after]
        [found] = relocate(text, written(revision), [span])
        text, span = written(revision), place(revision, len(before), len(before) + len(claim))
        assert found == Relocated(Anchor.EXACT, span, False, 1.0)


@given(st.permutations(NAMES), st.integers(4, 9), st.data())
def test_a_claim_whose_sentence_alone_moved_is_moved_and_every_other_one_exact(names, count, data):
    sentences = [" ".join(names[5 * n : 5 * n + 5]) + "." for n in range(count)]
    origin = data.draw(st.integers(0, count - 1))
    # Past two or more: of two neighbours that change places nobody can say which one moved.
    targets = [n for n in range(count) if abs(n - origin) > 1]
    target = data.draw(st.sampled_from(targets))
    rest = [*sentences[:origin], *sentences[origin + 1 :]]
    old, new = "\n".join(sentences), "\n".join([*rest[:target], sentences[origin], *rest[target:]])
    starts = [old.index(sentence) for sentence in sentences]
    spans = [Span(a, a + len(s)) for a, s in zip(starts, sentences, strict=True)]
    assert [(found.anchor, found.span.of(new)) for found in relocate(old, new, spans)] == [
        (Anchor.MOVED if n == origin else Anchor.EXACT, sentence)
        for n, sentence in enumerate(sentences)
    ]
