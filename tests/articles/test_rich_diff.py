"""Two versions of a body told to a reader: words that came and went, blocks that moved."""

import re
from collections import Counter

import pytest
from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from articles import blocks as blocks_module
from articles import diff
from articles.blocks import WORD, blocks, joined, tokens, written
from articles.html import clean, text_of
from articles.rich_diff import compare, compare_lines
from tests.articles.edited_bodies import stored, versions

FIRST = "The council has 40 members."
SECOND = "It was founded in 1901 by the town."
THIRD = "The meeting ended at noon on Monday."
HEARD = '<span class="visually-hidden">{}: </span>'
SEEN = '<span class="diff-note">{}:</span> '


def paragraphs(*lines):
    return clean("".join(f"<p>{line}</p>" for line in lines))


def told(before, after):
    return compare(clean(before), clean(after)).html


def changed(words):
    return f'<p class="diff diff-changed">{HEARD.format("Changed")}{words}</p>'


def test_a_changed_number_is_told_within_its_paragraph():
    html = compare(paragraphs(FIRST, SECOND), paragraphs(FIRST.replace("40", "41"), SECOND)).html

    assert html == (
        f"{changed('The council has <del>40</del><ins>41</ins> members.')}\n<p>{SECOND}</p>"
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("It cost 150K.", "It cost 1.5M.", "It cost <del>150K</del><ins>1.5M</ins>."),
        ("It can’t be.", "It can be.", "It <del>can’t</del><ins>can</ins> be."),
        ("On 1,500.50 m.", "On 1,500.55 m.", "On <del>1,500.50</del><ins>1,500.55</ins> m."),
        ("cafe\u0301 one", "cafe one", "<del>cafe\u0301</del><ins>cafe</ins> one"),
        ("a 👩‍🔧 b", "a 👩‍🔬 b", "a <del>👩‍🔧</del><ins>👩‍🔬</ins> b"),
        ("東京都の人口", "東京市の人口", "東京<del>都</del><ins>市</ins>の人口"),
        ("if x &lt; y &amp; z", "if x &lt; y", "if x &lt; y<del> &amp; z</del>"),
    ],
)
def test_the_smallest_thing_that_changes_is_a_whole_word(before, after, words):
    assert told(f"<p>{before}</p>", f"<p>{after}</p>") == changed(words)


def test_words_that_agree_by_chance_do_not_break_up_a_rewritten_sentence():
    html = told(
        "<p>On Monday the mayor of the town opened a new bridge over the river.</p>",
        "<p>On Monday the mayor of the town closed an old school in the village.</p>",
    )

    assert html == changed(
        "On Monday the mayor of the town <del>opened a new bridge over the river</del>"
        "<ins>closed an old school in the village</ins>."
    )


def test_a_paragraph_that_came_or_went_is_told_as_a_whole():
    html = compare(paragraphs(FIRST, SECOND), paragraphs(THIRD, FIRST)).html

    assert html.split("\n") == [
        f'<p class="diff diff-added">{HEARD.format("Added")}<ins>{THIRD}</ins></p>',
        f"<p>{FIRST}</p>",
        f'<p class="diff diff-removed">{HEARD.format("Removed")}<del>{SECOND}</del></p>',
    ]


@pytest.mark.parametrize(
    ("before", "after", "which", "where"),
    [
        ((FIRST, SECOND, THIRD), (SECOND, THIRD, FIRST), 2, "Moved down"),
        ((FIRST, SECOND, THIRD), (THIRD, FIRST, SECOND), 0, "Moved up"),
    ],
)
def test_a_moved_paragraph_is_told_as_moved_and_not_as_rewritten(before, after, which, where):
    lines = compare(paragraphs(*before), paragraphs(*after)).html.split("\n")

    assert lines[which] == f'<p class="diff diff-moved">{SEEN.format(where)}{after[which]}</p>'
    assert [line for n, line in enumerate(lines) if n != which] == [
        f"<p>{line}</p>" for n, line in enumerate(after) if n != which
    ]


def test_what_changed_in_a_moved_paragraph_is_told_as_well():
    after = paragraphs(THIRD, FIRST, SECOND.replace("1901", "1902"))
    html = compare(paragraphs(SECOND, THIRD, FIRST), after).html

    assert html.split("\n")[2] == (
        f'<p class="diff diff-changed diff-moved">{SEEN.format("Moved down")}'
        f"{HEARD.format('Changed')}It was founded in <del>1901</del><ins>1902</ins> "
        "by the town.</p>"
    )


@pytest.mark.parametrize(
    ("before", "after", "note", "words"),
    [
        ("It rained.", "It <b>rained</b>.", "bold", "It <b>{rained}</b>."),
        ("It <b>rained</b>.", "It rained.", "no longer bold", "It {rained}."),
        ('<a href="/a">It</a> rained.', '<a href="/b">It</a> rained.', "link: /a → /b",
         '<a href="/b">{It}</a> rained.'),
        ('<a href="/a" title="One">It</a> rained.', '<a href="/a" title="Two">It</a> rained.',
         "link", '<a href="/a" title="Two">{It}</a> rained.'),
        ('<b><a href="/a?b=1&amp;c=2">It</a></b>.', '<a href="/a?b=&lt;3&gt;">It</a>.',
         "link: /a?b=1&amp;c=2 → /a?b=&lt;3&gt;, no longer bold",
         '<a href="/a?b=&lt;3&gt;">{It}</a>.'),
        ("It<br>rained.", "It rained.", "no longer line break", "It{ }rained."),
    ],
)  # fmt: skip
def test_formatting_is_told_as_formatting_and_its_words_as_kept(before, after, note, words):
    marked = words.replace("{", '<span class="diff-format">').replace("}", "</span>")

    assert told(f"<p>{before}</p>", f"<p>{after}</p>") == (
        f'<p class="diff diff-formatted">{SEEN.format(f"Formatting ({note})")}{marked}</p>'
    )


def test_a_word_in_another_unicode_normal_form_is_the_same_word():
    found = compare(paragraphs("A cafe\u0301 in 1901."), paragraphs("A caf\u00e9 in 1902."))

    assert found.html == changed("A caf\u00e9 in <del>1901</del><ins>1902</ins>.")


def test_a_body_in_another_unicode_normal_form_is_the_same():
    found = compare(paragraphs("A cafe\u0301.", SECOND), paragraphs("A caf\u00e9.", SECOND))

    assert (found.is_same, found.html) == (True, f"<p>A caf\u00e9.</p>\n<p>{SECOND}</p>")


def test_a_line_in_another_unicode_normal_form_is_the_same():
    assert compare_lines("A cafe\u0301", "A caf\u00e9 one") == "A caf\u00e9<ins> one</ins>"


def test_a_paragraph_too_long_for_words_is_told_as_replaced(monkeypatch):
    monkeypatch.setattr(blocks_module, "MOST_BY_WORDS", len(FIRST) - 1)
    found = compare(
        paragraphs(FIRST, "Short 1."), paragraphs(FIRST.replace("40", "41"), "Short 2.")
    )

    gone, come, short = found.html.split("\n")
    assert gone == f'<p class="diff diff-removed">{HEARD.format("Removed")}<del>{FIRST}</del></p>'
    assert come == (
        f'<p class="diff diff-added">{HEARD.format("Added")}'
        f"<ins>{FIRST.replace('40', '41')}</ins></p>"
    )
    assert short == changed("Short <del>1</del><ins>2</ins>.")


def test_a_line_too_long_for_words_is_told_as_replaced(monkeypatch):
    monkeypatch.setattr(blocks_module, "MOST_BY_WORDS", 5)

    assert compare_lines("It is 1", "It is 2") == "<del>It is 1</del><ins>It is 2</ins>"


def test_a_split_paragraph_is_told_as_split():
    html = compare(paragraphs(f"{FIRST} {SECOND}"), paragraphs(FIRST, SECOND)).html

    note = SEEN.format("Formatting (paragraph split)")
    assert html == f'<p>{FIRST}</p>\n<p class="diff diff-formatted">{note}{SECOND}</p>'


def test_joined_paragraphs_are_told_as_joined_with_the_word_that_changed():
    html = compare(paragraphs(FIRST, SECOND), paragraphs(f"{FIRST} {SECOND}".replace("40", "41")))

    assert html.html == (
        '<p class="diff diff-changed diff-formatted">'
        f"{SEEN.format('Formatting (paragraphs joined)')}{HEARD.format('Changed')}"
        f"The council has <del>40</del><ins>41</ins> members. {SECOND}</p>"
    )


def test_a_heading_made_of_a_paragraph_is_formatting():
    assert told(f"<p>{FIRST}</p>", f"<h2>{FIRST}</h2>") == (
        f'<h2 class="diff diff-formatted">{SEEN.format("Formatting (heading)")}{FIRST}</h2>'
    )


def test_what_went_from_a_list_stands_in_the_list():
    html = told(
        "<ul><li>The first thing</li><li>Another one</li></ul><p>End.</p>",
        "<ul><li>The first thing</li></ul><p>End.</p>",
    )

    assert html.replace("\n", "") == (
        f'<ul><li>The first thing</li><li><div class="diff diff-removed">'
        f"{HEARD.format('Removed')}<del>Another one</del></div></li></ul><p>End.</p>"
    )


def test_the_cell_that_changed_is_told_in_its_row():
    table = "<table><tr><td>Town</td><td>{}</td></tr><tr><td>Village</td><td>7</td></tr></table>"

    html = told(table.format(40), table.format(41)).replace("\n", "")

    assert html == (
        '<table><tbody><tr><td>Town</td><td><div class="diff diff-changed">'
        f"{HEARD.format('Changed')}<del>40</del><ins>41</ins></div></td></tr>"
        "<tr><td>Village</td><td>7</td></tr></tbody></table>"
    )


def test_an_image_with_other_words_is_told_in_words():
    figure = '<figure><img src="/a.png" alt="{}"></figure>'

    html = told(figure.format("A bridge"), figure.format("A &lt;school&gt;"))

    assert re.findall("<(?:ins|del)>(.*?)</", html) == [
        "[Image: A bridge, /a.png]",
        "[Image: A &lt;school&gt;, /a.png]",
    ]


def test_marks_of_the_article_itself_are_not_taken_for_changes():
    assert told("<p>It <del>rained</del>.</p>", "<p>It <del>rained</del>.</p>") == (
        "<p>It <s>rained</s>.</p>"
    )


def test_long_unchanged_runs_are_folded_but_for_what_is_beside_a_change():
    many = [f"Paragraph {n} of the text." for n in range(20)]
    other = [line.replace("10 of", "ten of") for line in many]

    html = compare(paragraphs(*many), paragraphs(*other)).html

    shown = re.sub("<details.*?</details>", "FOLDED", html, flags=re.S)
    assert re.findall("<summary>(.*?)<", html) == [
        "9 unchanged paragraphs",
        "8 unchanged paragraphs",
    ]
    assert re.findall(r"FOLDED|Paragraph (?:<del>)?\d+", shown) == [
        "FOLDED", "Paragraph 9", "Paragraph <del>10", "Paragraph 11", "FOLDED",
    ]  # fmt: skip


def test_it_counts_what_it_tells():
    before = paragraphs(FIRST, SECOND, THIRD, "It rained.")
    after = paragraphs(SECOND.replace("1901", "1902"), THIRD, FIRST, "A new line of ten words.")

    found = compare(before, after)

    counts = (found.added, found.removed, found.changed, found.moved, found.formatted)
    assert (*counts, found.blocks, found.is_same) == (1, 1, 1, 1, 0, 4, False)


def test_the_same_body_is_the_same():
    assert compare(paragraphs(FIRST), paragraphs(FIRST)).is_same


def test_lines_are_compared_by_words_and_escaped():
    assert compare_lines("Council <meets>", "Council <met>") == (
        "Council &lt;<del>meets</del><ins>met</ins>&gt;"
    )


def words_of(html):
    return Counter(word for word in WORD.findall(text_of(html)) if not word.isspace())


def without(html, element):
    parsed = LexborHTMLParser(f"<!doctype html><body>{html}")
    for node in parsed.css(f"{element}, .diff-note, .visually-hidden, summary"):
        node.decompose()
    return parsed.body.inner_html


def without_images(body):
    return re.sub("<img[^>]*>", "", body)


@given(versions(2))
def test_with_what_went_and_without_what_came_it_is_the_words_before(pair):
    before, after = map(without_images, pair)
    html = compare(before, after).html

    assert words_of(without(html, "ins")) == words_of(before)
    assert words_of(without(html, "del")) == words_of(after)


@given(versions(2))
def test_a_parser_changes_nothing_of_it(pair):
    html = compare(*pair).html

    assert LexborHTMLParser(f"<!doctype html><body>{html}").body.inner_html == html


@given(stored)
def test_blocks_joined_again_are_the_body(body):
    assert joined(blocks(body)) == body


@given(stored)
def test_a_line_written_again_from_its_words_is_the_same_to_a_reader(body):
    lines = [block.line for block in blocks(body) if block.name == "p"]
    again = [written((token.path, token.html) for token in tokens(line)) for line in lines]

    assert [text_of(line) for line in again] == [text_of(line) for line in lines]


@given(stored)
def test_a_body_compared_with_itself_is_the_same(body):
    assert compare(body, body).is_same


def test_a_paragraph_too_long_for_words_is_compared_by_sentences_first(monkeypatch):
    monkeypatch.setattr(diff, "MOST_PAIRS", 250)
    before = f"<p>{FIRST} {SECOND}</p>"

    html = told(before, before.replace("40", "41").replace("1901", "1902"))

    assert re.findall("<(?:ins|del)>(.*?)</", html) == ["40", "41", "1901", "1902"]
