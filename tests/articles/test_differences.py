"""What two people made of the same words, told so that whoever decides can tell them apart."""

import pytest

from articles.differences import FORMATTING, NOTHING, difference, difference_of_blocks, rows
from tests.factories import make_draft, make_picture

OLD, NEW = "0" * 64, "1" * 64


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('<a href="/a">It</a> rained.', '<a href="/b?c=1&amp;d=2">It</a> rained.',
         "It [link: /<del>a</del><ins>b?c=1&amp;d=2</ins>] rained."),
        ("It rained.", '<a href="/a" title="It">It</a> rained.',
         "It <ins>[link: /a] </ins>rained."),
        ('<img src="/a.png" alt="A &lt; B">', '<img src="/a.png" alt="C">',
         "[Image: <del>A &lt; B</del><ins>C</ins>, /a.png]"),
        ('<img src="/a.png" alt="A">', '<img src="/b.png" alt="A">',
         "[Image: A, /<del>a</del><ins>b</ins>.png]"),
    ],
)  # fmt: skip
def test_where_only_an_address_is_different_it_stands_among_the_words(before, after, told):
    assert difference_of_blocks(f"<p>{before}</p>", f"<p>{after}</p>") == f"<p>{told}</p>"


def test_addresses_that_are_the_same_are_not_told():
    before, after = (f'<p><a href="/a">It</a> rained {n} times.</p>' for n in (1, 2))

    assert difference_of_blocks(before, after) == (
        "<p>It rained <del>1</del><ins>2</ins> times.</p>"
    )


def test_where_nothing_that_is_read_is_different_it_is_said_to_be_the_formatting():
    assert difference_of_blocks("<p>It rained.</p>", "<p><b>It</b> rained.</p>") == (
        f"<p>It rained.</p>{FORMATTING}"
    )


def link_to(picture, words):
    return f'<a href="/pictures/{picture.sha256}.jpeg">{words}</a> (8 × 6 pixels)'


@pytest.mark.django_db
def test_a_lead_picture_is_told_by_its_words_and_size_with_a_link_to_it():
    red, blue = make_picture(), make_picture(colour=(0, 0, 200))
    before = make_draft(picture=red.sha256, picture_alt="A <red> hall.")
    after = make_draft(picture=blue.sha256, picture_alt="A blue hall.")

    assert difference("picture", before, after) == (
        f"<del>{link_to(red, 'A &lt;red&gt; hall.')}</del> "
        f"<ins>{link_to(blue, 'A blue hall.')}</ins>"
    )


@pytest.mark.django_db
def test_a_first_lead_picture_only_came():
    picture = make_picture()
    after = make_draft(picture=picture.sha256, picture_alt="A hall.")

    assert difference("picture", make_draft(), after) == f"<ins>{link_to(picture, 'A hall.')}</ins>"


@pytest.mark.django_db
def test_a_lead_picture_that_is_not_kept_is_told_without_a_link():
    before, after = (make_draft(picture=sha256, picture_alt="A hall.") for sha256 in (OLD, NEW))

    words = "A hall. (a picture that is not kept here)"
    assert difference("picture", before, after) == f"<del>{words}</del> <ins>{words}</ins>"


def test_a_lead_picture_that_was_taken_off_is_nothing():
    assert difference("picture", make_draft(picture=OLD), make_draft()) == NOTHING


def test_only_fields_that_are_different_have_a_row():
    before, after = make_draft(headline="First", standfirst=None), make_draft(headline="Second")

    found = rows(before, after, str.upper)
    assert found == [("HEADLINE", "<del>First</del><ins>Second</ins>")]
