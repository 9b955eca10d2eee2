"""clean(): what may be stored, and nothing else. Judged by a parser that is not bleach's."""

import re

import pytest
from hypothesis import given, settings
from selectolax.lexbor import LexborHTMLParser

from articles import html
from articles.html import MAX_BYTES, MAX_DEPTH, MAX_TAGS, BodyRefused, clean, text_of
from tests.articles.html_samples import attacks, documents, shown_documents

# Written out here again, so that a change of the allow-list must be meant twice.
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "time": {"datetime"},
    "abbr": {"title"},
    "span": {"lang", "dir"},
}
PLAIN = {
    *("p", "h2", "h3", "h4", "cite", "ul", "li", "em", "strong", "b", "i", "u", "s", "sub", "sup"),
    *("br", "hr", "figure", "figcaption", "table", "thead", "tbody", "tr", "code", "pre"),
    *("del", "ins", "small", "dl", "dt", "dd"),
}
ADDRESS = re.compile(r"https?://[^/\\]|mailto:[^@]+@|/(?![/\\])")


def faults(cleaned):
    """Return what must not be in `cleaned`, as the independent parser sees it."""
    body = LexborHTMLParser(f"<!doctype html><body>{cleaned}").body
    found = []
    for node in body.traverse(include_text=False):
        if node.tag == "body":
            continue
        strange = set(node.attributes) - ATTRIBUTES.get(node.tag, set())
        found += [] if node.tag in PLAIN | set(ATTRIBUTES) else [node.tag]
        found += [f"{node.tag}@{name}" for name in strange]
        addresses = [node.attributes.get(name) for name in ("href", "src", "cite")]
        found += [a for a in addresses if a is not None and not ADDRESS.match(a)]
    return found


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("<p onclick=x>", "p@onclick"),
        ("<svg></svg>", "svg"),
        ("<a href='javascript:1'>", "javascript:1"),
        ("<!--x-->", "-comment"),
    ],
)
def test_the_judge_of_these_tests_finds_faults(given, fault):
    assert faults(given)[:1] == [fault]


@settings(deadline=None)
@given(documents)
def test_cleaning_twice_changes_nothing(source):
    assert clean(clean(source)) == clean(source)


@settings(deadline=None)
@given(documents)
def test_only_what_is_allowed_is_left(source):
    assert faults(clean(source)) == []


@settings(deadline=None)
@given(documents)
def test_another_parser_reads_the_same_tree(source):
    cleaned = clean(source)
    body = LexborHTMLParser(f"<!doctype html><body><div>{cleaned}</div>").css_first("div")
    assert clean(body.inner_html) == cleaned


@settings(deadline=None)
@given(shown_documents)
def test_the_words_are_those_that_another_parser_reads_in_the_same_order(source):
    body = LexborHTMLParser(f"<!doctype html><body>{source}").body
    assert "".join(text_of(clean(source)).split()) == "".join(body.text(deep=True).split())


@pytest.fixture(scope="module")
def cleaned_attacks():
    return {key: cleaned for key, payload in attacks() if (cleaned := clean_or_none(payload))}


def clean_or_none(payload):
    try:
        return clean(payload)
    except BodyRefused:
        return None


@pytest.mark.corpus
def test_no_attack_of_the_corpus_leaves_a_fault(cleaned_attacks):
    found = {key: faults(cleaned) for key, cleaned in cleaned_attacks.items()}
    assert {key: bad for key, bad in found.items() if bad} == {}


@pytest.mark.corpus
def test_no_attack_of_the_corpus_changes_when_cleaned_again(cleaned_attacks):
    assert {key: clean(cleaned) for key, cleaned in cleaned_attacks.items()} == cleaned_attacks


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "javascript:123",
        "vbscript:1",
        "data:1",
        "data:text/html,x",
        "java\nscript:1",
        " \x01javascript:1",
        "&#x6A&#x61vascript:1",
        "&amp;#106;avascript:1",
        "JaVaScRiPt:1",
        "file:///x",
        "blob:https://host.example/1",
        "https:host.example",
        "https:///host.example",
        "https://@host.example",
        r"https:\\host.example",
        r"/\host.example",
        r"https://host.example\@other.example",
        "///host.example",
        "http:",
        "relative",
        "#note",
        "",
    ],
)
def test_a_link_to_anything_but_the_web_mail_or_this_site_is_undone(address):
    assert clean(f'<p><a href="{address}">words</a></p>') == "<p>words</p>"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("HTTPS://host.example/a?b=1&copy=2#c", "https://host.example/a?b=1&amp;copy=2#c"),
        ("//host.example", "https://host.example"),
        (" http://host.ex\tample/a b ", "http://host.example/a%20b"),
        ("/news/1", "/news/1"),
        ("/a?b=1&notit;c", "/a?b=1&amp;notit;c"),
        ("mailto:desk@host.example", "mailto:desk@host.example"),
    ],
)
def test_a_link_to_the_web_mail_or_this_site_stays(address, kept):
    assert clean(f'<p><a href="{address}">w</a></p>') == f'<p><a href="{kept}">w</a></p>'


def test_of_a_link_only_known_relations_stay_and_no_target():
    source = '<p><a rel="Sponsored x nofollow" target=_blank href="/a">w</a></p>'
    assert clean(source) == '<p><a href="/a" rel="nofollow sponsored">w</a></p>'


@pytest.mark.parametrize("source", ["mailto:a@b.example", "data:image/png;base64,x", "x.png", ""])
def test_an_image_from_anywhere_but_the_web_or_this_site_is_left_out(source):
    assert clean(f'<p>a<img src="{source}">b</p>') == "<p>ab</p>"


def test_an_image_without_alternative_words_says_so():
    assert clean("<p>a <img src=/i.png></p>") == '<p>a <img src="/i.png" alt=""></p>'


@pytest.mark.parametrize(
    "element",
    [
        *("script", "style", "template", "noscript", "iframe", "noembed", "noframes"),
        *("textarea", "title", "object", "svg", "math"),
    ],
)
def test_some_elements_go_with_all_that_they_hold(element):
    assert clean(f"<p>a</p><{element}>x<b>y</b></{element}><p>b</p>") == "<p>a</p>\n<p>b</p>"


def test_a_script_ends_where_browsers_end_it():
    assert clean('<script>"</scripty><p>x</p>"</SCRIPT ><p>a</p>') == "<p>a</p>"


def test_an_unknown_element_goes_and_its_words_stay():
    assert clean("<p>a <blink>b</blink> <x-y z>c</x-y></p>") == "<p>a b c</p>"


def test_an_embedded_object_that_never_ends_does_not_take_the_article_with_it():
    assert clean("<p>a</p><svg><p>b</p>") == "<p>a</p>\n<p>b</p>"


CANONICAL = {
    "bare words become a paragraph": ("one\n two", "<p>one two</p>"),
    "sections become paragraphs": (
        "<section>a<div>b</div></section><article>c</article>",
        "<p>a</p>\n<p>b</p>\n<p>c</p>",
    ),
    "headings keep to three ranks": (
        "<h1>a</h1><h2>b</h2><h5>c</h5>",
        "<h2>a</h2>\n<h2>b</h2>\n<h4>c</h4>",
    ),
    "a block within a heading is heading": ("<h2><div>a</div></h2>", "<h2>a</h2>"),
    "empty paragraphs go": ("<p>a</p><p> </p><p><br></p><p>&nbsp;</p><b></b>", "<p>a</p>"),
    "white space is single": ("<p> a  <b>\tb </b>\n <i> c</i> </p>", "<p>a <b>b </b><i>c</i></p>"),
    "white space in code stays": (
        "<pre>\n\n  a\n\n    b\n</pre><p>c</p>",
        "<pre>  a\n\n    b</pre>\n<p>c</p>",
    ),
    "a line break parts words": ("<p>a<br> b <br><br>c<br></p>", "<p>a<br>\nb<br>\n<br>\nc</p>"),
    "inline elements are repeated in each block": (
        "<b>a<p>b</p>c</b>",
        "<p><b>a</b></p>\n<p><b>b</b></p>\n<p><b>c</b></p>",
    ),
    "overlapping elements are nested": (
        "<p>a<b>b<i>c</b>d</i></p>",
        "<p>a<b>b<i>c</i></b><i>d</i></p>",
    ),
    "list items hold bare words": (
        "<ul><li><p>a</p><li>b</ul>",
        "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
    ),
    "list items hold blocks": (
        "<ol><li>a<ol><li>b</ol></ol>",
        "<ol>\n<li>\n<p>a</p>\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ol>",
    ),
    "what is astray in a list becomes an item": (
        "<ul>a<ul><li>b</ul></ul>",
        "<ul>\n<li>a</li>\n<li>\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>",
    ),
    "an item astray becomes a paragraph": ("<li>a<dd>b", "<p>a</p>\n<p>b</p>"),
    "cells are parted by tabs and rows by line ends": (
        "<table><tr><th>a<td>b<tr><td><td>c</table>",
        "<table><tbody><tr><th>a</th>\t<td>b</td></tr>\n<tr><td></td>\t<td>c</td></tr></tbody></table>",
    ),
    "words straight in a table come before it": (
        "<table><caption>a</caption>b<tr><td>c</table>",
        "<p>a</p>\n<p>b</p>\n<table><tbody><tr><td>c</td></tr></tbody></table>",
    ),
    "an empty table goes": ("<p>a</p><table><tr><td> </table>", "<p>a</p>"),
    "a figure holds its image bare": (
        "<figure><a href=/b><img src=/i alt=c></a><figcaption><p>d</p></figcaption></figure>",
        '<figure>\n<a href="/b"><img src="/i" alt="c"></a>\n<figcaption>d</figcaption>\n</figure>',
    ),
    "a speaker stands on a line of their own": (
        "<blockquote>a <p>b</p>c <cite>N N</cite></blockquote>",
        "<blockquote>\n<p>a</p>\n<p>b</p>\n<p>c</p>\n<cite>N N</cite>\n</blockquote>",
    ),
    "references become characters": (
        "<p>&copy; &eacute &amp;lt; 1 < 2 &#x27;</p>",
        "<p>© é &amp;lt; 1 &lt; 2 '</p>",
    ),
    "markup in an attribute is no markup": ("<p title='</p><b>'>a</p>", "<p>a</p>"),
    "comments go": ("<p>a<!-- <b> --->b<!-->c<?x?>d</p>", "<p>abcd</p>"),
    "nothing stays nothing": ("", ""),
}


@pytest.mark.parametrize(("source", "expected"), CANONICAL.values(), ids=CANONICAL)
def test_the_canonical_form(source, expected):
    assert clean(source) == expected


def test_of_attributes_only_well_formed_values_stay():
    source = (
        '<ol start="x"><li>a</ol><ol start="3"><li>b</ol>'
        '<p><span lang="az-Latn" style="x">c</span><span lang="1 2">d</span>'
        '<time datetime="2026-01-02T03:04Z">e</time><time datetime="<">f</time></p>'
    )
    assert clean(source) == (
        '<ol>\n<li>a</li>\n</ol>\n<ol start="3">\n<li>b</li>\n</ol>\n'
        '<p><span lang="az-Latn">c</span>d'
        '<time datetime="2026-01-02T03:04Z">e</time><time>f</time></p>'
    )


def test_a_long_article_with_many_links_is_accepted():
    sentence = 'Nine words and <a href="/a?b=1&amp;c=2">one link</a> make ten, <em>says</em> one.'
    article = "\n".join([f"<p>{sentence * 5}</p>"] * 310)
    assert clean(article) == article


def test_a_long_article_written_in_character_references_is_accepted():
    assert clean("<p>" + "&#601;" * 50_000) == "<p>" + "ə" * 50_000 + "</p>"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("ə" * (MAX_BYTES // 2 + 1), "bytes, more than 1,000,000: divide it"),
        ("<x>" * (MAX_TAGS + 1), "12,001 tags and escaped characters, more than 12,000: remove"),
        ("<p>" * (MAX_TAGS // 2 + 1) + "&lt;" * (MAX_TAGS // 2), "more than 12,000"),
        ("<p>x" * MAX_TAGS, "24,000 tags and escaped characters"),
        ("<blockquote>" * (MAX_DEPTH + 1), "more than 60 elements nested"),
        ("<a href=/x>x" * (MAX_DEPTH + 1), "or left unended"),
        ("<p><b>" * 6 + "<p>x</p>" * 4000, "or too many that overlap"),
        ("<b><i>x</b></i>" * 700, "or too many that overlap"),
    ],
    ids=["bytes", "tags", "characters", "repaired", "depth", "links", "repeated", "overlapping"],
)
def test_a_body_that_would_take_too_long_is_refused_with_a_sentence(source, sentence):
    with pytest.raises(BodyRefused, match=f"^The body has .*{re.escape(sentence)}.*\\.$"):
        clean(source)


@pytest.mark.parametrize(
    "source", ["<a ", "<!--", '<a b="', "</", "<script>", "<svg>", "<![CDATA[", "<p/x="]
)
def test_a_row_of_unfinished_markup_is_read(source):
    assert clean("<p>a</p>" + source * 3000).startswith("<p>a</p>")


def test_a_body_of_the_greatest_depth_is_accepted_again_once_cleaned():
    levels = MAX_DEPTH // 2
    cleaned = clean("<ul><li>" * levels + "<b>" * levels + "x")
    assert clean(cleaned) == cleaned


def test_the_door_names_what_may_be_done_with_a_body():
    assert [name for name in html.__all__ if not hasattr(html, name)] == []


@pytest.mark.parametrize(
    "source",
    [
        "<blockquote><cite>one<blockquote></blockquote>two",
        "<blockquote><cite>one</cite><ul></ul><cite>two</cite><ul></ul><cite>three</cite>",
        "<figure><img src='/a'><blockquote></blockquote><img src='/b'></figure>",
    ],
)
def test_bare_lines_that_an_empty_block_parted_stay_apart_when_cleaned_again(source):
    assert clean(clean(source)) == clean(source)


@pytest.mark.parametrize("override", ["\u202e", "&#8238;", "&#x202E;"])
def test_no_word_is_shown_in_another_order_than_it_is_stored(override):
    source = f'<p>cost {override}051 <img src="/a" alt="{override}051"></p>'
    source += f'<p><a href="/b" title="{override}051">b</a></p>'

    assert clean(source) == clean(source.replace(override, ""))
