"""Stored bodies and what editors make of them: strategies for hypothesis."""

from hypothesis import strategies as st

from articles.html import clean
from tests.articles.html_samples import documents

WORDS = [
    "the", "council", "met", "on", "Monday", "with", "40", "members", "1,500.5", "can’t", "It",
    "rained.", "é", "e\u0301", "👩\u200d🔧", "&amp;", "<br>",
]  # fmt: skip
EDGES = ["{}", "{}", "{}", "<b>{}</b>", '<a href="/x">{}</a>', "<del>{}</del>", "<q>{}</q>"]
BLOCKS = [
    "<p>{}</p>", "<p>{}</p>", "<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li><li>{}</li></ul>",
    "<ol><li>{}<ul><li>{}</li></ul></li></ol>", "<blockquote><p>{}</p><cite>{}</cite></blockquote>",
    "<table><tr><td>{}</td><td>{}</td></tr><tr><td>{}</td><td></td></tr></table>",
    '<figure><img src="/a.png" alt="One"><figcaption>{}</figcaption></figure>', "<hr>",
    "<dl><dt>{}</dt><dd>{}</dd></dl>",
]  # fmt: skip

# Each phrase a list of words, each block of a body ("<p>{}</p>", [phrase, …]).
phrases = st.lists(
    st.tuples(st.sampled_from(EDGES), st.sampled_from(WORDS)), min_size=1, max_size=12
)


@st.composite
def _block(draw):
    frame = draw(st.sampled_from(BLOCKS))
    return frame, [draw(phrases) for _ in range(frame.count("{}"))]


_bodies = st.lists(_block(), min_size=1, max_size=8)


def _html(body):
    return clean(
        "".join(
            frame.format(*(" ".join(edge.format(word) for edge, word in line) for line in lines))
            for frame, lines in body
        )
    )


@st.composite
def _edited(draw, body):
    body = [(frame, [list(line) for line in lines]) for frame, lines in body]
    for _ in range(draw(st.integers(0, 4))):
        n = draw(st.integers(0, len(body) - 1))
        deed = draw(st.sampled_from(["add", "cut", "move", "word", "word", "frame"]))
        if deed == "add":
            body.insert(n, draw(_block()))
        elif deed == "cut" and len(body) > 1:
            del body[n]
        elif deed == "move":
            body.insert(draw(st.integers(0, len(body) - 1)), body.pop(n))
        elif deed == "word" and body[n][1]:
            line = draw(st.sampled_from(body[n][1]))
            line[draw(st.integers(0, len(line) - 1))] = draw(phrases)[0]
        elif deed == "frame" and body[n][0] in BLOCKS[:4]:
            body[n] = draw(st.sampled_from(BLOCKS[:4])), body[n][1]
    return body


@st.composite
def versions(draw, count):
    """A tuple of `count` stored bodies, all but the first edited from it."""
    base = draw(_bodies)
    return tuple(map(_html, [base, *(draw(_edited(base)) for _ in range(count - 1))]))


# Any stored body, from an editor or from the wild.
stored = versions(1).map(lambda found: found[0]) | documents.map(clean)
