"""XML stays well-formed whatever the words in it are."""

import pytest

from newsroom.reader.markup import document, element, optional

from .feed_rules import read

HOSTILE = """]]></a><script>&"'<!-- &amp; --><?xml?><!DOCTYPE a [<!ENTITY b "c">]>"""


def test_words_come_back_from_content_and_attributes_as_they_were():
    root = read(document(element("a", HOSTILE, element("b", HOSTILE), **{"xml:lang": HOSTILE})))

    assert [root.text, root[0].text, *root.attrib.values()] == [HOSTILE] * 3


def test_an_element_without_content_and_an_attribute_without_value_are_left_out():
    assert element("a", None, optional("b", ""), href=None) == "<a/>"


@pytest.mark.parametrize("point", [0, 8, 0x0B, 0x1F, 0xD800, 0xFFFE, 0xFFFF])
def test_what_xml_cannot_hold_becomes_a_replacement_character(point):
    assert read(document(element("a", f"x{chr(point)}y"))).text == "x\ufffdy"


@pytest.mark.parametrize("words", ["\t", "a\nb", "\x7f\x85", "\ud7ff\ue000\ufffd", "😀\U0010ffff"])
def test_what_xml_can_hold_stays(words):
    assert read(document(element("a", words))).text == words
