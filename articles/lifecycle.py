"""The steps of an article, as one table, and what must be so for them."""

from .models import Status
from .steps import Step

EDIT = "articles.change_article"
PUBLISH = "articles.publish_article"
OVERRIDE = "articles.override_gate"


def override_waits(article, by):
    """An override was asked for and waits for a second person."""
    if article.override is None or article.override.is_confirmed:
        return "No override was asked for."
    return None


def is_second_person(article, by):
    """Whoever confirms an override did not ask for it."""
    if article.override and article.override.asked_by_id == by.pk:
        return "You asked for this override: a second person confirms it."
    return None


STEPS = (
    Step("submit", "Submit for review", (Status.DRAFT,), Status.IN_REVIEW, EDIT, "editors"),
    Step("return", "Return to draft", (Status.IN_REVIEW,), Status.DRAFT, EDIT, "editors",
         needs=("note",)),
    Step("schedule", "Schedule", (Status.IN_REVIEW, Status.SCHEDULED), Status.SCHEDULED, PUBLISH,
         "publishers", needs=("at",)),
    Step("unschedule", "Unschedule", (Status.SCHEDULED,), Status.IN_REVIEW, PUBLISH,
         "publishers"),
    Step("publish", "Publish", (Status.IN_REVIEW, Status.SCHEDULED), Status.PUBLISHED, PUBLISH,
         "publishers"),
    Step("override", "Ask for an override", (Status.IN_REVIEW,), Status.IN_REVIEW, OVERRIDE,
         "publishers", needs=("note",)),
    Step("confirm_override", "Confirm the override and publish", (Status.IN_REVIEW,),
         Status.PUBLISHED, OVERRIDE, "publishers", (override_waits, is_second_person)),
    Step("drop_override", "Drop the override", (Status.IN_REVIEW,), Status.IN_REVIEW, OVERRIDE,
         "publishers", (override_waits,), needs=("note",)),
    Step("correct", "Publish a correction", (Status.PUBLISHED,), Status.PUBLISHED, PUBLISH,
         "publishers", needs=("note",)),
    Step("withdraw", "Withdraw", (Status.PUBLISHED,), Status.WITHDRAWN, PUBLISH, "publishers",
         needs=("note",), hint="Readers who come to the page will read it."),
    Step("restore", "Restore for review", (Status.WITHDRAWN,), Status.IN_REVIEW, PUBLISH,
         "publishers", needs=("note",)),
)  # fmt: skip
