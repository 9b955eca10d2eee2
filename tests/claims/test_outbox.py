"""The outbox: what is told is mailed, once, however the mail server fares; nobody waits for it."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail as sent_mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles.errors import Conflict, Invalid
from articles.models import Article
from claims import discussion, letters, mailing, notices, outbox, tagging, workflow
from claims.models import Mail, MailChoice, Notice
from tests import factories as make

pytestmark = pytest.mark.django_db

CHOICE = reverse("admin:claims_claim_mail")
LIST = reverse("admin:claims_mail_changelist")
SECRET = "Ask for the blue folder."
DEAD = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_PORT": 1,  # Nothing listens there.
}


class Refusing(EmailBackend):
    """A server that takes no mail to an address that begins with `refused`."""

    def send_messages(self, messages):
        for message in messages:
            if message.to[0].startswith("refused"):
                raise ValueError(f"no such\nmailbox {message.to[0]}")
        return super().send_messages(messages)


class Slow(EmailBackend):
    """A server that needs most of a lease for a mail, by the clock that a test holds.

    free  for every mail: how many another worker would have found meanwhile.
    """

    clock, free = None, []

    def send_messages(self, messages):
        self.clock.shift(outbox.LEASE * 0.6)
        self.free.append(Mail.objects.filter(next_attempt__lte=timezone.now()).count())
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    """A function that switches the mail server: by its settings."""

    def switch(**options):
        for name, value in options.items():
            setattr(settings, name, value)

    return switch


def tell(person, claim=None, words="look"):
    """Mention somebody: the shortest way to a notice. Return the claim."""
    claim = claim or make.make_claim()
    by = make.make_editor()
    discussion.comment(claim, by=by, comment=f"@{person.username} {words}")
    return claim


def make_told(**fields):
    person = make.make_reviewer(**fields)
    tell(person)
    return person


def choose(how, **fields):
    person = make.make_reviewer(**fields)
    mailing.choose(person, how)
    return person


def deliver(now=None):
    done = outbox.deliver(now)
    return done.sent, len(done.failed), len(done.given_up), done.moot


# --- what is put into it -----------------------------------------------------------------------


def test_a_notice_and_its_mail_are_written_together_and_nothing_is_sent():
    person = make_told()

    mail = Mail.objects.get()

    assert (mail.person, mail.notices.get().person, sent_mail.outbox) == (person, person, [])


def test_what_was_rolled_back_is_not_mailed():
    reviewer, claim = make.make_reviewer(), make.make_claim()
    Article.objects.filter(pk=claim.article_id).update(head_hash="0" * 64)
    tagging.amend(claim, by=make.make_editor(), priority=1)
    claim.refresh_from_db()

    with pytest.raises(Conflict):
        tagging.amend(claim, by=make.make_editor(), version=1, assignee=reviewer)

    assert Mail.objects.count() == 0


def test_an_account_without_an_address_has_a_notice_and_no_mail():
    person = make.make_reviewer()
    User.objects.filter(pk=person.pk).update(email="")

    tell(person)

    assert (Notice.objects.filter(person=person).count(), Mail.objects.count()) == (1, 0)


def test_one_deed_on_many_claims_is_one_mail():
    article, reviewer = make.make_article(), make.make_reviewer()
    claims = [make.make_claim(article, words) for words in (make.WORDS, "met on Monday")]

    notices.tell_people([(claim, Notice.Kind.ASSIGNED, {reviewer.pk}) for claim in claims], None)

    assert Mail.objects.get().notices.count() == 2


# --- what is sent ------------------------------------------------------------------------------


def test_the_mail_says_what_happened_and_leads_to_the_claim(settings):
    settings.SITE_URL, settings.SITE_NAME = "https://news.example", "Site One"
    person = make.make_reviewer()
    by = make.make_editor(first_name="Person", last_name="One")
    claim = make.make_claim()
    comment = discussion.comment(claim, by=by, comment=f"@{person.username} {SECRET}")

    done = deliver()

    [message] = sent_mail.outbox
    assert (done, message.to) == ((1, 0, 0, 0), [person.email])
    assert message.subject == f"[Site One] You were mentioned: “{make.WORDS}”"
    assert message.body == (
        "You were mentioned\n==================\n\n"
        "Person One mentioned you in a comment on it.\n"
        f"“{make.WORDS}”\n"
        f"in: {claim.article.headline}\n"
        f"https://news.example/admin/claims/claim/{claim.pk}/change/#comment-{comment.pk}\n\n"
        "-- \nYou get this because you have an account at the desk of Site One.\n"
        "At once, once a day, or not at all: "
        "https://news.example/admin/claims/claim/notices/mail/\n"
    )
    assert message.extra_headers == {
        "Message-ID": f"<{Mail.objects.get().pk}@news.example>",
        "Auto-Submitted": "auto-generated",
    }


def test_no_mail_holds_evidence_notes_or_comments():
    proposer, other = make.make_reviewer(), make.make_reviewer()
    claim = make.make_claim_in_review(reviewer=proposer)
    make.make_evidence(claim, proposer, excerpt=SECRET, title=SECRET, is_confidential=True)
    claim.refresh_from_db()
    said = {"verdict": "verified", "summary": SECRET}
    claim = step(claim, "propose", proposer, **said)
    claim = step(claim, "send_back", make.make_reviewer(), note=SECRET)
    tell(other, claim, words=SECRET)
    deliver()

    written = [message.subject + message.body for message in sent_mail.outbox]

    assert ([SECRET in words for words in written], len(written)) == ([False] * 3, 3)


def step(claim, name, by, **told):
    """Take a step and send what it told, before somebody has dealt with it."""
    claim = workflow.take(claim, name, by=by, **told)
    deliver()
    return claim


def test_a_name_with_line_ends_or_reversed_writing_stays_on_its_line():
    person = make.make_reviewer()
    by = make.make_editor(first_name="A\r\nBcc: x@example.org", last_name="\u202eB")
    discussion.comment(make.make_claim(), by=by, comment=f"@{person.username}")

    deliver()

    assert "A Bcc: x@example.org B mentioned you" in sent_mail.outbox[0].body


def test_several_workers_send_it_once():
    make_told()

    assert (deliver(), deliver(), len(sent_mail.outbox)) == ((1, 0, 0, 0), (0, 0, 0, 0), 1)


def test_of_two_who_claim_it_one_has_it():
    make_told()
    first, second = outbox._claim(timezone.now()), outbox._claim(timezone.now())

    assert (first.attempts, second) == (1, None)


def test_a_worker_that_died_after_it_was_sent_doubles_it_under_the_same_name():
    make_told()
    mail = outbox._claim(timezone.now())
    letters.write(mail, list(mail.notices.all())).send()  # And here it is killed.

    at_once, after_the_lease = deliver(), deliver(timezone.now() + outbox.LEASE)

    names = {message.extra_headers["Message-ID"] for message in sent_mail.outbox}
    assert (at_once, after_the_lease) == ((0, 0, 0, 0), (1, 0, 0, 0))
    assert (len(sent_mail.outbox), len(names)) == (2, 1)


def test_what_was_read_meanwhile_is_not_mailed():
    person = make_told()
    notices.mark_read(person)

    assert (deliver(), Mail.objects.count(), sent_mail.outbox) == ((0, 0, 0, 1), 0, [])


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": True, "email": ""}])
def test_an_account_that_was_closed_meanwhile_gets_no_mail_and_the_report_says_so(change):
    person = make_told()
    User.objects.filter(pk=person.pk).update(**change)

    assert (deliver(), sent_mail.outbox) == ((0, 0, 1, 0), [])
    assert Mail.objects.get().last_error == outbox.CLOSED


def test_whoever_may_see_no_claims_any_more_gets_no_mail():
    person = make_told()
    person.groups.clear()

    assert (deliver(), sent_mail.outbox) == ((0, 0, 1, 0), [])


# --- a mail server that fails ------------------------------------------------------------------


def test_a_dead_server_loses_nothing_and_is_asked_once_a_round(server):
    server(**DEAD)
    for _ in range(3):
        make_told()

    done = outbox.deliver()
    attempts = sorted(Mail.objects.values_list("attempts", flat=True))
    server(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
    later = deliver(timezone.now() + timedelta(minutes=1))

    assert (done.sent, len(done.failed), done.stopped, attempts) == (0, 1, True, [0, 0, 1])
    assert (later, len(sent_mail.outbox)) == ((3, 0, 0, 0), 3)


def test_a_dead_server_is_not_asked_by_a_deed_or_a_page(server, client):
    server(**DEAD)
    person = make_told()
    client.force_login(person)

    found = client.get(reverse("admin:claims_claim_notices"))

    assert (found.status_code, Mail.objects.get().attempts) == (200, 0)


def test_one_mail_that_is_refused_holds_up_no_other(server):
    server(EMAIL_BACKEND="tests.claims.test_outbox.Refusing")
    bad = make_told()
    User.objects.filter(pk=bad.pk).update(email="refused@example.org")
    good = make_told()

    done = deliver()

    assert (done, sent_mail.outbox[0].to) == ((1, 1, 0, 0), [good.email])
    assert Mail.objects.get(person=bad).last_error == (
        "The mail server did not take it. ValueError: no such mailbox refused@example.org"
    )


def test_it_waits_longer_after_every_failure():
    minutes = [outbox.delay(n).total_seconds() / 60 for n in (1, 2, 3, 9, 10, 36)]

    assert minutes == [1, 2, 4, 256, 360, 360]


def test_what_is_refused_for_a_week_is_given_up_and_can_be_tried_again(server):
    server(**DEAD)
    make_told()
    Mail.objects.update(attempts=outbox.ATTEMPTS - 1)

    given_up = deliver()
    standing = outbox.standing()
    server(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
    before = deliver()
    outbox.try_again()

    assert (given_up, standing, before) == ((0, 0, 1, 0), (0, 1), (0, 0, 0, 0))
    assert (deliver(), len(sent_mail.outbox)) == ((1, 0, 0, 0), 1)


def test_trying_again_touches_nothing_that_was_sent():
    make_told()
    deliver()

    assert (outbox.try_again(), deliver()) == (0, (0, 0, 0, 0))


@pytest.mark.parametrize("count", [1, 3])
def test_each_mail_costs_the_same(count, django_assert_num_queries):
    for _ in range(count):
        make_told()

    # To claim it: two. The person's permissions: two. Its notices, and that it is sent.
    with django_assert_num_queries(6 * count + 1):
        sent = deliver()[0]

    assert sent == count


# --- the command -------------------------------------------------------------------------------


def run(*arguments):
    out, errors = StringIO(), StringIO()
    call_command("deliver_mail", *arguments, stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def test_the_command_says_what_it_sent():
    make_told()

    assert run() == ("Sent: 1. Failed: 0. Waiting: 0. Given up: 0.\n", "")


def test_the_command_says_what_failed_and_why(server):
    server(**DEAD)
    person = make_told(first_name="Person", last_name="One")

    out, errors = run()

    assert out == "Sent: 0. Failed: 1. Waiting: 1. Given up: 0.\n"
    assert errors.startswith(
        "Attempt 1 to Person One failed: The mail server did not take it. ConnectionRefusedError"
    )
    assert person.email not in errors


def test_the_command_says_what_was_given_up_until_it_is_tried_again():
    person = make_told(first_name="Person", last_name="One")
    User.objects.filter(pk=person.pk).update(is_active=False)

    first, second = run(), run()
    User.objects.filter(pk=person.pk).update(is_active=True)
    again = run("--again")

    assert first[1] == f"Given up, to Person One: {outbox.CLOSED}\n"
    assert second[0].startswith("Sent: 0. Failed: 0. Waiting: 0. Given up: 1.\nWhat was given up")
    assert again[0] == "Back in the outbox: 1.\nSent: 1. Failed: 0. Waiting: 0. Given up: 0.\n"


def test_whoever_is_asked_to_stop_leaves_the_rest_for_the_next_round():
    make_told()
    make_told()

    done = outbox.deliver(is_stopping=lambda: bool(sent_mail.outbox))

    assert (done.sent, len(sent_mail.outbox), outbox.standing()[0]) == (1, 1, 1)


# --- each person's choice ----------------------------------------------------------------------


def test_whoever_wants_no_mail_gets_none_and_keeps_the_notice():
    person = choose("none")

    tell(person)

    assert (Mail.objects.count(), notices.unread(person).count()) == (0, 1)


def test_whoever_wants_none_any_more_is_not_mailed_what_waits():
    person, other = make_told(), make_told()

    mailing.choose(person, "none")

    assert (deliver(), sent_mail.outbox[0].to) == ((1, 0, 0, 1), [other.email])
    assert notices.unread(person).count() == 1


def test_whoever_wants_it_daily_again_gets_the_mail_of_that_day():
    person = choose("daily")
    tell(person)

    mailing.choose(person, "none")
    mailing.choose(person, "daily")
    tell(person)

    assert deliver(Mail.objects.get().next_attempt) == (1, 0, 0, 0)


def test_a_daily_mail_groups_what_was_told_that_day(settings):
    settings.SITE_NAME = "Site One"
    person = choose("daily")
    first = tell(person)
    tell(person)
    tagging.amend(first, by=make.make_editor(), assignee=person)
    day = Mail.objects.get().day
    morning = datetime.combine(day, mailing.MORNING, timezone.get_current_timezone())

    early, on_time = deliver(morning - timedelta(seconds=1)), deliver(morning)

    [message] = sent_mail.outbox
    assert (early, on_time) == ((0, 0, 0, 0), (1, 0, 0, 0))
    assert message.subject == "[Site One] 3 notices of the day"
    assert message.body.index("Assigned to you\n===") < message.body.index("You were mentioned\n==")
    assert message.body.count("mentioned you in a comment") == 2


def test_a_daily_mail_is_sent_the_morning_after(settings):
    settings.TIME_ZONE = "Asia/Baku"
    person = make.make_reviewer()
    late = datetime(2026, 3, 1, 22, 30, tzinfo=timezone.get_fixed_timezone(0))
    with timezone.override("Asia/Baku"):
        mailing.queue({person.pk: (person.email, "daily")}, late)  # 02:30 of 2 March there

    mail = Mail.objects.get()

    assert mail.day.isoformat() == "2026-03-03"
    assert mail.next_attempt.isoformat() == "2026-03-03T03:00:00+00:00"


def test_a_long_daily_mail_says_how_many_more_there_are():
    person = choose("daily")
    tell(person)

    written = letters.body([Notice.objects.get()] * (letters.MOST + 5))

    assert written.count("mentioned you in a comment") == letters.MOST
    assert "And 5 more: " in written


def test_a_choice_that_does_not_exist_is_refused():
    with pytest.raises(Invalid):
        choose("weekly")


def test_it_is_chosen_on_a_page(client):
    person = make.make_reviewer()
    client.force_login(person)
    before = client.get(CHOICE).content.decode()

    response = client.post(CHOICE, {"how": "daily"}, follow=True)

    assert 'value="at_once" id="id_how_0" checked' in before.replace("required ", "")
    assert MailChoice.objects.get().how == "daily"
    assert "By mail: once a day, in the morning." in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"how": "weekly"}])
def test_what_cannot_be_chosen_is_refused_with_a_sentence(client, data):
    client.force_login(make.make_reviewer())

    response = client.post(CHOICE, data)

    assert (response.status_code, MailChoice.objects.count()) == (400, 0)
    assert 'class="errorlist"' in response.content.decode()


def test_nobody_without_a_role_chooses(client):
    client.force_login(make.make_user())

    assert (client.post(CHOICE, {"how": "none"}).status_code, MailChoice.objects.count()) == (
        403,
        0,
    )


def test_the_page_says_so_where_the_account_has_no_address(client):
    person = make.make_reviewer()
    User.objects.filter(pk=person.pk).update(email="")
    client.force_login(person)

    assert "Your account has no address" in client.get(CHOICE).content.decode()


# --- the list for whoever keeps the house ------------------------------------------------------


def test_the_list_shows_what_failed_with_its_error_and_tries_it_again(client, server):
    server(**DEAD)
    make_told(first_name="Person", last_name="One")
    Mail.objects.update(attempts=outbox.ATTEMPTS - 1)
    deliver()
    client.force_login(make.make_user(is_superuser=True))

    found = client.get(LIST, {"state": "given_up"}).content.decode()
    act = {"action": "try_again", "_selected_action": str(Mail.objects.get().pk)}
    again = client.post(LIST, act, follow=True).content.decode()

    assert ("Person One</td>" in found, "did not take it" in found) == (True, True)
    assert "1 mail is back in the outbox." in again
    assert Mail.objects.get().next_attempt is not None


def test_a_selection_of_what_is_no_mail_is_answered_in_words(client):
    client.force_login(make.make_user(is_superuser=True))

    act = {"action": "try_again", "_selected_action": "x"}
    found = client.post(LIST, act, follow=True)

    sentence = "Part of what was selected is no mail and was left out."
    assert (found.status_code, sentence in found.content.decode()) == (200, True)


@pytest.mark.parametrize(
    "make_person", [make.make_editor, make.make_reviewer, make.make_publisher, make.make_user]
)
def test_nobody_else_sees_who_is_mailed(client, make_person):
    make_told(first_name="Person", last_name="One")
    client.force_login(make_person())

    response = client.get(LIST)

    assert (response.status_code, "Person One" in response.content.decode()) == (403, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_mail_and_three(client, django_assert_num_queries, count):
    for _ in range(count):
        make_told(first_name="Person", last_name="One")
    client.force_login(make.make_user(is_superuser=True))

    with django_assert_num_queries(5):
        found = client.get(LIST).content.decode()

    assert found.count("Person One</td>") == count


def test_a_mail_that_a_long_round_comes_to_late_is_still_its_workers_alone(server):
    make_told()
    make_told()
    server(EMAIL_BACKEND=f"{__name__}.Slow")
    Slow.free.clear()

    with time_machine.travel(timezone.now(), tick=False) as Slow.clock:
        deliver()

    assert Slow.free == [1, 0]
