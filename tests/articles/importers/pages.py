"""Pages made up for the tests: other sites, other furniture, no real person or paper."""

PARAGRAPH = "The council met on Monday and agreed on the plan for the new bridge over the river."
SECOND = "Work is to start in the spring, and the road will be closed for two months."
THIRD = "The plan had been discussed for years, and nobody voted against it."

CRUMBS_AND_ALL = f"""Site One
Home > World > Europe > New bridge over the river is agreed

New bridge over the river is agreed

Published 3 May 2023, 14:05 GMT+3

By Writer A

Photo: The old bridge at dawn

{PARAGRAPH}

{SECOND}

Advertisement

What happens next

{THIRD}

Also read: Another story about the river

Nothing else was decided.

Tags: bridge, river

Share

© 2023 Site One. All rights reserved.
"""

NO_BLANK_LINES_AT_THE_HEAD = f"""Skip to content
Menu
Home » Politics
New bridge agreed
By Writer A | March 12, 2024 8:30 AM EST
Share

{PARAGRAPH}

{SECOND}

Related

A story about a road

A story about a river

Follow us on every network
"""

TITLE_AND_BIOGRAPHY = f"""New bridge agreed | Site One

New bridge agreed

The council gives way after a long debate in Town One.

Jane Doe | Staff writer
12 March 2024

{PARAGRAPH}
{SECOND}

About the author

Jane Doe is a staff writer at Site One. She covers towns.

Follow her on the network @writer_one
"""

DATE_ONLY_WIRE = f"""2024-03-12T08:30+04:00

TOWN ONE, May 3 (Site One) - {PARAGRAPH}

{SECOND}

(Reporting by Writer A; editing by Writer B)
"""

SIGNED_COLUMN = f"""{PARAGRAPH}

A question of money

{SECOND} Subscribe to nothing, said nobody.

{THIRD}

***

Jane Doe is Site Two's Opinion Editor, follow her on @writer_two
"""

LIST_AND_MARKUP = f"""New rules for cafés & bars: what changes?

{PARAGRAPH} <script>alert(1)</script>

- one thing
- another thing

Share of the costs

The state pays half. Read more about it in the annex of the plan.

12 March 2024

{SECOND}
"""

HARD_WRAPPED = """New bridge agreed

The council met on Monday and agreed on the plan for the
new bridge over the river. Work is to start in the spring,
and the road will be closed for two months.

Nobody objected to the plan, which had been discussed for
years in the council and outside of it.
"""

WRAPPED_SHORT = """New bridge over the river
is agreed
By Writer A

The council met on Monday,
and agreed on the plan for the
new bridge. Nobody objected.
Work is to start in the spring
of next year.

“We will build
it in a year, and the road will
be closed for two months,” said
Mayor Jane Roe on Monday.

What comes next
The plan had been discussed for
years in the council.
"""

QUOTES = f"""New bridge agreed

“We will build it in a year,” said Mayor Jane Roe on Monday.

{PARAGRAPH}

“It will be a good bridge,” she said. “It will last.”

“No money is left,” the minister said.

“We did it.

“We will do it again,” Director John Doe told Site One.

“The War of the Roses” is a novel that everybody read, the director said.
"""

SPEECH = f"""The bridge was opened, Site Three reports.

Speaking at the opening, Mayor of Town One Jane Roe said:

We are glad to open this bridge. It took us two years.

The bridge is 200 metres long.

I thank all who worked on it.

The mayor also noted that the road would be closed.

{SECOND}
"""

INTERVIEW = """Interview with the mayor

Q: What did you do?

A: I built a bridge.

Q: Why did you do it?

A: Because we needed one.
"""

ABOUT_A_COMPANY = f"""New bridge agreed

{PARAGRAPH}

About Bridge Builders

Bridge Builders is a maker of bridges with seven works in the country.
"""

PAGES = [
    CRUMBS_AND_ALL,
    NO_BLANK_LINES_AT_THE_HEAD,
    TITLE_AND_BIOGRAPHY,
    DATE_ONLY_WIRE,
    SIGNED_COLUMN,
    LIST_AND_MARKUP,
    HARD_WRAPPED,
    WRAPPED_SHORT,
    QUOTES,
    SPEECH,
    INTERVIEW,
    ABOUT_A_COMPANY,
]
