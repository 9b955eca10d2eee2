"""A first guess at what kind of claim words are."""

import json

import pytest
from django.conf import settings

from claims import kinds


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        # Figures: units, percent, currency, K and M, number words.
        ("The council has 40 members.", "figure"),
        ("Unemployment fell to 6.4%", "figure"),
        ("exports worth $3.2 billion", "figure"),
        ("home to over 150K people", "figure"),
        ("The region has 2.5M inhabitants", "figure"),
        ("In 2004 the town had 1500 people", "figure"),
        ("three people were killed on Monday", "figure"),
        ("thousands of homes lost power", "figure"),
        ("Prices doubled between 2019 and 2021", "figure"),
        ("two thirds of the voters agreed", "figure"),
        ("Contracts worth €20 million were signed", "figure"),
        # Dates: nothing but a day, a month or a year.
        ("It was founded in 1901.", "date"),
        ("The bridge dates from the 19th century", "date"),
        ("on 14 May", "date"),
        ("He was born on March 3, 1950", "date"),
        ("The shop closed on Tuesday", "date"),
        ("It began at 10:30 a.m.", "date"),
        # Quotations.
        ("“We never agreed to any of this”", "quote"),
        ('He said: "there is no plan at all"', "quote"),
        # A title in quotation marks is no quotation.
        ("the “Joint Declaration on Shared Waters” was signed", "agreement"),
        # Memberships.
        ("The town joined the league", "membership"),
        ("Both are members of the council", "membership"),
        ("will probably become a full member", "membership"),
        # Agreements.
        ("The two sides agreed on a border", "agreement"),
        ("They signed a treaty", "agreement"),
        ("a memorandum of understanding", "agreement"),
        # Superlatives.
        ("the largest port on the coast", "superlative"),
        ("the most expensive building", "superlative"),
        ("the first library in the town", "superlative"),
        ("the only bridge across the river", "superlative"),
        # Predictions, with a figure too.
        ("The town will build a new school", "prediction"),
        ("The bank expects growth of 5% by 2030", "prediction"),
        ("Output will reach 40 tonnes", "prediction"),
        # Geography.
        ("The town borders the sea", "geography"),
        ("The village lies on the river", "geography"),
        ("a valley north of the capital", "geography"),
        # Positions.
        ("The council opposes the plan", "position"),
        ("does not object to this", "position"),
        # Events; a name with a number in it is no figure.
        ("The G20 summit took place there", "event"),
        ("The first talks were held in town", "event"),
        ("The mayor resigned", "event"),
        # Nothing to go by.
        ("The square is green", "other"),
        ("", "other"),
        (" \n", "other"),
        ("\N{GRINNING FACE}", "other"),
    ],
)
def test_a_kind_is_guessed_from_the_wording(words, kind):
    assert kinds.guess(words) == kind


def test_most_claims_of_the_seed_articles_are_guessed_as_the_desk_tagged_them():
    seeds = json.loads((settings.BASE_DIR / "seeds" / "claims.json").read_text(encoding="utf-8"))
    claims = [claim for article in seeds.values() for claim in article["claims"]]
    right = [claim for claim in claims if kinds.guess(claim["exact"]) == claim["kind"]]

    assert (len(right), len(claims)) == (17, 19)


def test_a_very_long_selection_is_guessed_without_a_pause():
    # Nested quantifiers would take hours over this.
    assert kinds.guess("1 a " * 5000 + "“" * 5000) == "figure"
    assert kinds.guess("was very " * 20000) == "other"
