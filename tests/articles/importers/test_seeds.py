"""The two seed articles, as a careful person reads them."""

from datetime import datetime, timedelta, timezone

from articles.importers import Author

from .reading import SEED_NAMES, blocks, seed_draft, speeches, texts

MEETING, RELATIONS = SEED_NAMES


def test_meeting_has_headline_section_paper_author_and_caption():
    draft = seed_draft(MEETING)

    assert draft.headline == (
        "Meeting between Presidents of Azerbaijan and Kazakhstan held in Astana"
    )
    assert (draft.section, draft.publication) == ("featured", "Azernews")
    assert draft.byline == (Author("Fidan Abdullayeva", None, None),)
    assert (draft.image_caption, draft.published_at) == ("Azerbaijan and Kazakhstan", None)


def test_meeting_has_two_speeches_with_their_speakers():
    found = [(who, len(said)) for who, said in speeches(seed_draft(MEETING))]

    assert found == [("Kassym-Jomart Tokayev", 6), ("Ilham Aliyev", 5)]


def test_meeting_begins_and_ends_with_the_article():
    first, *_, last = texts(seed_draft(MEETING), "p")

    assert first == (
        "President of the Republic of Azerbaijan Ilham Aliyev held a meeting with President of the"
        " Republic of Kazakhstan Kassym-Jomart Tokayev in Astana, Azernews reports."
    )
    assert last.endswith("would be held in Kazakhstan in September this year.")


def test_relations_have_no_headline_but_a_moment_and_an_author():
    draft = seed_draft(RELATIONS)

    assert (draft.headline, draft.section, draft.image_caption) == (None, None, None)
    assert draft.published_at == datetime(2024, 3, 12, 8, 30, tzinfo=timezone(timedelta(hours=4)))
    assert draft.publication == "AzerNews"
    assert draft.byline == (Author("Elnur Enveroglu", "Deputy Editor-in-Chief", "@ElnurMammadli1"),)


def test_relations_have_two_subheadings():
    assert texts(seed_draft(RELATIONS), "h2") == [
        "Development of political ties",
        "Trans-Caspian transport corridor largely determines level of regional cooperation",
    ]


def test_relations_quote_a_memoir_and_four_statements():
    speakers = [who for who, _ in speeches(seed_draft(RELATIONS))]

    assert speakers == ["Nursultan Nazarbayev", *["Ilham Aliyev"] * 4]


def test_attribution_follows_its_quotation_as_a_paragraph():
    found = blocks(seed_draft(RELATIONS))
    place = found.index(("p", "the head of state added."))

    assert found[place - 1] == ("cite", "Ilham Aliyev")
    assert found[place - 2][1].endswith("this most important international conference,”")
