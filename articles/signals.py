"""News that travels upward: articles know no claim, so they ask and tell.

Signals of a deed are sent inside the transaction that writes. A receiver that raises undoes it.
"""

from dataclasses import dataclass

from django.dispatch import Signal


@dataclass(frozen=True)
class Blocker:
    """One reason against publication.

    detail  sentence: what is in the way and what would clear it.
    kind    "article" or "claim"; key is its id, label names it for people.
    """

    detail: str
    kind: str = "article"
    key: int | None = None
    label: str = ""
    status: str = ""

    @property
    def may_be_overridden(self):
        """Only checks may be (articles.overrides): what an article itself lacks is put right."""
        return self.kind == "claim"


@dataclass(frozen=True)
class FileProblem:
    """A stored file that is missing, or is not what the record of an article sealed.

    article  primary key of the article.
    """

    article: int
    sentence: str


# An article has a new newest revision. Sent with: article, before (Revision), after (Revision), by.
article_revised = Signal()

# Is what is kept of these articles what their records say? Sent with: articles (a queryset), after
# the chains. Receivers return an iterator of articles.ledger.Problem.
record_compared = Signal()

# Are the files that rest on these records what was sealed? Sent with: articles (a queryset), where
# somebody asks, for every file is read. Receivers return an iterator of lists of FileProblem, one
# list a file, empty of one that is whole.
files_compared = Signal()

# A scheduled article did not go out. Sent with: article, back in review; entry (LedgerEntry), which
# says what was in the way; scheduled_by, the id of the account that had scheduled it, or None.
publication_refused = Signal()

# Somebody took the next step of an article that did not go out on time. Sent with: article.
refusal_answered = Signal()

# May this article go out? Sent with: article. Receivers return a list of Blocker.
publication_requested = Signal()


def objections(article):
    """Return every Blocker that a receiver of publication_requested holds against `article`."""
    answers = publication_requested.send(sender=type(article), article=article)
    return [blocker for _, blockers in answers for blocker in blockers]


def disagreements(articles):
    """Yield every Problem that a receiver of record_compared finds in `articles`, a queryset."""
    for _, problems in record_compared.send(sender=articles.model, articles=articles):
        yield from problems


def files(articles):
    """Yield a list of FileProblem for every stored file of `articles`, a queryset."""
    for _, found in files_compared.send(sender=articles.model, articles=articles):
        yield from found
