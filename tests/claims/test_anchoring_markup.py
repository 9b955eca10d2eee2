"""What an editor does to the paragraphs and marks of a body is no change of its words."""

import pytest

from articles.html import clean, text_of
from claims.anchoring import Anchor, Relocated, Span, relocate

BEFORE = "<p>The council met on Monday in the old town hall.</p>"
AFTER = "<p>The session ended without a vote on the harbour.</p>"
WORDS = "It raised the budget by 12 percent. Nobody objected to that."
PLAIN = f"<p>{WORDS}</p>"


def follow(old, new, words):
    """Relocate `words` from one body to another: (anchor, wording, material)."""
    old, new = (text_of(clean(BEFORE + body + AFTER)) for body in (old, new))
    start = old.index(words)
    [found] = relocate(old, new, [Span(start, start + len(words))])
    return found.anchor, found.span and found.span.of(new), found.material


@pytest.mark.parametrize(
    "marked",
    [
        "<p>It raised <strong>the budget</strong> by 12 percent. Nobody objected to that.</p>",
        "<p>It raised <em>the <strong>bud</strong>get</em> by 12 percent. "
        "Nobody objected to that.</p>",
        '<p>It raised <a href="https://example.org/">the budget by 12</a> percent. '
        "Nobody objected to that.</p>",
        f"<h2>{WORDS}</h2>",
        f"<blockquote><p>{WORDS}</p></blockquote>",
        f"<ul><li>{WORDS}</li></ul>",
        f"<p>{WORDS.replace('12', '&#49;2')}</p>",
    ],
    ids=["bold", "bold in italics in a word", "link", "heading", "quotation", "list", "entity"],
)
def test_marks_inside_the_words_change_nothing(marked):
    assert follow(PLAIN, marked, WORDS) == (Anchor.EXACT, WORDS, False)
    assert follow(marked, PLAIN, WORDS) == (Anchor.EXACT, WORDS, False)


@pytest.mark.parametrize(
    "split",
    [
        "<p>It raised the budget by 12 percent.</p><p>Nobody objected to that.</p>",
        "<p>It raised the budget</p><p>by 12 percent. Nobody objected to that.</p>",
        "<p>It raised the budget by 12 percent.<br>Nobody objected to that.</p>",
        "<p>It raised the budget by 12 percent.</p><blockquote><p>Nobody objected to that.</p>"
        "</blockquote>",
        "<ul><li>It raised the budget by 12 percent.</li><li>Nobody objected to that.</li></ul>",
    ],
    ids=["between sentences", "in a sentence", "line break", "into a quotation", "into a list"],
)
def test_a_paragraph_split_or_joined_inside_the_words_keeps_their_verdict(split):
    for old, new in ((PLAIN, split), (split, PLAIN)):
        body = text_of(clean(BEFORE + old + AFTER))
        start, end = body.index("It raised"), body.index("to that.") + len("to that.")
        anchor, wording, material = follow(old, new, body[start:end])
        assert (anchor, " ".join(wording.split()), material) == (Anchor.DRIFTED, WORDS, False)


def test_a_paragraph_split_or_joined_beside_the_words_leaves_them_exact():
    split = "<p>It raised the budget by 12 percent.</p><p>Nobody objected to that.</p>"
    for old, new in ((PLAIN, split), (split, PLAIN)):
        for words in ("It raised the budget by 12 percent.", "Nobody objected to that."):
            assert follow(old, new, words) == (Anchor.EXACT, words, False)


def test_a_picture_put_between_the_paragraphs_of_the_words_keeps_their_verdict():
    split = "<p>It raised the budget by 12 percent.</p><p>Nobody objected to that.</p>"
    pictured = split.replace(
        "</p><p>", '</p><figure><img src="/media/x.jpg" alt="A hall"></figure><p>'
    )
    text = text_of(clean(BEFORE + split + AFTER))
    start, end = text.index("It raised"), text.index("to that.") + len("to that.")
    anchor, wording, material = follow(split, pictured, text[start:end])
    assert (anchor, " ".join(wording.split()), material) == (Anchor.DRIFTED, WORDS, False)


def test_an_emoji_and_a_right_to_left_name_before_the_words_only_shift_them():
    body = "<p>\U0001f469\u200d\U0001f680 שלום caf\u0065\u0301.</p>"
    old, new = (text_of(clean(html)) for html in (PLAIN, body + PLAIN))
    span = Span(old.index(WORDS), old.index(WORDS) + len(WORDS))
    place = Span(new.index(WORDS), new.index(WORDS) + len(WORDS))
    assert relocate(old, new, [span]) == [Relocated(Anchor.EXACT, place, False, 1.0)]
