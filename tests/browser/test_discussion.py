"""A comment with a mention, from one desk to the other, and what both see of it."""

import pytest

from claims import discussion
from claims.models import Comment, MailChoice
from tests import factories as make

from .at_the_desk import faults, said, tab_to, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTICES = "/admin/claims/claim/notices/"


def press(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_mention_leads_to_the_comment_that_is_then_resolved_with_the_keyboard_alone(desk):
    claim = make.make_claim()
    make.make_editor(username="first")
    make.make_reviewer(username="second")

    with desk("first") as page:
        page.goto(f"/admin/claims/claim/{claim.pk}/change/")
        write(page, "#say-comment", "@second, look at the minutes.")
        press(page, "#discussion form.claim-form button")
        assert said(page) == "Your comment is added."
    with desk("second") as page:
        page.goto(NOTICES)
        press(page, ".notice a")
        [comment] = claim.comments.all()
        assert page.url.endswith(f"/{claim.pk}/change/#comment-{comment.pk}")
        press(page, "button[name=deed][value=resolve]")
        assert said(page) == "The comment is resolved."

    assert Comment.objects.get().resolved_by.username == "second"


def test_how_mail_comes_is_chosen_with_the_keyboard_alone(desk):
    make.make_reviewer(username="first")

    with desk("first") as page:
        page.goto(NOTICES)
        press(page, "a[href$='notices/mail/']")
        tab_to(page, "[name=how]")
        page.keyboard.press("ArrowDown")
        press(page, "form.claim-form button")
        assert said(page) == "Notices by mail: once a day, in the morning."

    assert MailChoice.objects.get().how == "daily"


def test_everybody_can_read_it_in_light_and_dark_at_any_width(desk):
    first = make.make_user(username="first", is_superuser=True)
    claim = make.make_claim()
    for words in ("@first, look.", "x" * 300):
        comment = discussion.comment(claim, by=make.make_editor(), comment=words)
    discussion.resolve(comment, by=first)
    pages = [
        f"/admin/claims/claim/{claim.pk}/change/",
        NOTICES,
        f"{NOTICES}mail/",
        "/admin/claims/mail/",
    ]
    found = []

    with desk("first") as page:
        for address in pages:
            page.goto(address)
            found += faults(page)

    assert found == []
