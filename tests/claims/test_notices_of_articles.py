"""A scheduled article that the gate refuses: who is told, once, by which mail, and who reads it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail as sent_mail
from django.urls import reverse

from articles import editing, ingest, scheduling, signals
from articles.models import Article, LedgerEntry
from claims import letters, mailing, notices, outbox
from claims.models import Mail, Notice
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST = reverse("admin:claims_claim_notices")
READ = reverse("admin:claims_claim_notices_read")
INDEX = reverse("admin:index")
NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
AT = NOW + timedelta(hours=1)
SAID = "It was to go out on 31 January 2030, 13:00 UTC. Not published: One thing is in the way."


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def told(article):
    rows = Notice.objects.filter(kind="not_published", article=article).order_by("person", "pk")
    return list(rows.values_list("person", flat=True))


def refuse(clock, **told):
    """An article that was to go out at AT, with an open claim in the way; as it is then."""
    clock.move_to(NOW)
    article = make.schedule(make.make_claim().article, AT, **told)
    clock.move_to(AT)
    list(scheduling.publish_due())
    article.refresh_from_db()
    return article


def schedule_again(article, at):
    return editing.take(article, "schedule", by=make.make_publisher(), at=at)


# --- who is told -------------------------------------------------------------------------------


def test_whoever_scheduled_it_and_those_who_may_publish_are_told(clock):
    scheduler, other = make.make_publisher(), make.make_publisher()
    make.make_editor()
    make.make_reviewer()
    make.make_user(is_superuser=True)
    make.make_publisher(is_active=False)
    make.make_publisher(is_staff=False)

    article = refuse(clock, by=scheduler)

    assert told(article) == [scheduler.pk, other.pk]


def test_a_superuser_is_told_of_what_they_scheduled(clock):
    keeper = make.make_user(is_superuser=True)

    assert told(refuse(clock, by=keeper)) == [keeper.pk]


def test_whoever_scheduled_it_and_may_publish_no_more_is_told_while_they_may_read_it(clock):
    scheduler = make.make_publisher()
    article = make.schedule(make.make_article(), AT, by=scheduler)
    scheduler.groups.set(make.make_editor().groups.all())
    clock.move_to(AT)
    list(scheduling.publish_due())

    assert told(article) == [scheduler.pk]
    assert str(Notice.objects.get()) == SAID.partition(" Not")[0] + f" {scheduling.NOBODY}"


def test_whoever_lost_every_role_is_told_nothing_and_the_others_are(clock):
    scheduler, other = make.make_publisher(), make.make_publisher()
    article = make.schedule(make.make_claim().article, AT, by=scheduler)
    scheduler.groups.clear()
    clock.move_to(AT)
    list(scheduling.publish_due())

    assert told(article) == [other.pk]


def test_a_deleted_account_had_scheduled_it_and_the_others_are_told(clock):
    scheduler, other = make.make_publisher(), make.make_publisher()
    article = make.schedule(make.make_claim().article, AT, by=scheduler)
    scheduler.delete()
    clock.move_to(AT)
    list(scheduling.publish_due())

    assert told(article) == [other.pk]


def test_of_a_large_desk_those_who_were_here_last_are_told_and_whoever_scheduled_it(
    clock, monkeypatch
):
    monkeypatch.setattr(notices, "MOST_PUBLISHERS", 2)
    scheduler, first, second, third = (make.make_publisher() for _ in range(4))
    for hours, person in ((3, first), (1, second), (2, third)):
        User.objects.filter(pk=person.pk).update(last_login=NOW - timedelta(hours=hours))

    assert told(refuse(clock, by=scheduler)) == [scheduler.pk, second.pk, third.pk]


def test_nobody_is_told_of_what_goes_out(clock):
    article = make.schedule(make.make_article(), AT)
    clock.move_to(AT)

    assert ([why for _, why in scheduling.publish_due()], told(article)) == ([None], [])


# --- once, and with the deed -------------------------------------------------------------------


def test_however_often_the_worker_looks_they_are_told_once(clock):
    article = refuse(clock)
    for _ in range(3):
        clock.shift(1)
        list(scheduling.publish_due())

    assert (len(told(article)), Mail.objects.count()) == (1, 1)


def test_of_two_workers_that_read_it_as_due_one_tells(clock):
    make.schedule(make.make_article(), AT)
    article = make.schedule(make.make_claim().article, AT)
    clock.move_to(AT)
    slower = scheduling.publish_due()
    next(slower)
    list(scheduling.publish_due())

    assert (list(slower), Notice.objects.filter(article=article).count()) == ([], 2)


def test_what_could_not_be_told_is_not_written_either(clock, caplog):
    article = make.schedule(make.make_claim().article, AT)
    clock.move_to(AT)

    def fail(**kwargs):
        raise RuntimeError("full")

    signals.publication_refused.connect(fail)
    try:
        list(scheduling.publish_due())
    finally:
        signals.publication_refused.disconnect(fail)

    assert (Article.objects.get().status, told(article)) == ("scheduled", [])
    assert [why for _, why in scheduling.publish_due()] == [
        "Not published: One thing is in the way."
    ]
    assert len(told(article)) == 1


@pytest.mark.parametrize("step", ["schedule", "return"])
def test_once_somebody_has_answered_it_waits_for_nobody_and_is_not_mailed(clock, step):
    article = refuse(clock)
    by = make.make_publisher() if step == "schedule" else make.make_editor()
    fields = {"at": AT + timedelta(hours=1)} if step == "schedule" else {"note": "Later."}

    editing.take(article, step, by=by, **fields)

    assert Notice.objects.filter(read_at=None).count() == 0
    assert (outbox.deliver(AT + timedelta(minutes=1)).moot, sent_mail.outbox) == (1, [])


def test_a_step_on_another_article_answers_nothing(clock):
    article, other = refuse(clock), refuse(clock)

    schedule_again(other, AT + timedelta(hours=1))

    assert set(Notice.objects.filter(read_at=None).values_list("article", flat=True)) == {
        article.pk
    }


def test_what_is_refused_again_is_told_again_and_each_says_its_own_time(clock):
    scheduler = make.make_publisher()
    article = refuse(clock, by=scheduler)
    clock.move_to(AT + timedelta(minutes=1))
    schedule_again(article, AT + timedelta(hours=1))
    clock.move_to(AT + timedelta(hours=1))
    list(scheduling.publish_due())

    mine = notices.of(scheduler)
    assert [(str(one), one.read_at is None) for one in mine] == [
        (SAID.replace("13:00", "14:00"), True),
        (SAID, False),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_telling_costs_the_same_for_one_publisher_and_for_three(
    clock, count, django_assert_num_queries
):
    article = refuse(clock)
    Notice.objects.all().delete()
    for _ in range(count - 1):
        make.make_publisher()
    entry = LedgerEntry.objects.filter(article=article).last()

    with django_assert_num_queries(4):
        notices.tell_of_refusal(article, entry, None)

    assert len(told(article)) == count


# --- by mail -----------------------------------------------------------------------------------


def test_the_mail_says_what_is_in_the_way_and_leads_there(clock, settings):
    settings.SITE_URL, settings.SITE_NAME = "https://news.example", "Site One"
    scheduler = make.make_publisher()
    article = refuse(clock, by=scheduler)
    claim = article.claims.get()

    outbox.deliver()

    [message] = sent_mail.outbox
    assert message.to == [scheduler.email]
    assert message.subject == f"[Site One] Not published on time: “{article.headline}”"
    assert message.body.partition("-- \n")[0] == (
        "Not published on time\n=====================\n\n"
        f"{SAID}\n"
        f"“{article.headline}”\n"
        f"https://news.example/admin/articles/article/{article.pk}/change/#missed\n"
        "- It is open: no verdict has been approved yet.\n"
        f"  “{make.WORDS}”\n"
        f"  https://news.example/admin/claims/claim/{claim.pk}/change/\n\n"
    )


def test_what_an_article_itself_lacks_is_named_without_a_link(clock):
    page = b"It has 40 members.\n\nIt was founded in 1901, and has met ever since.\n"
    article = ingest.ingest("one.txt", page)[0].article
    Article.objects.filter(pk=article.pk).update(headline_is_provisional=True)
    make.schedule(Article.objects.get(pk=article.pk), AT)
    clock.move_to(AT)
    list(scheduling.publish_due())

    lines = letters.body([Notice.objects.get()]).partition("-- \n")[0].splitlines()

    assert lines[6:] == ["- The headline is provisional. Give the article its own.", ""]


def test_of_much_in_the_way_the_mail_names_the_first_and_counts_the_rest(clock, monkeypatch):
    monkeypatch.setattr(letters, "MOST_BLOCKERS", 1)
    article = make.make_article()
    for words in (make.WORDS, "met on Monday", "ended at noon"):
        make.make_claim(article, words)
    make.schedule(article, AT)
    clock.move_to(AT)
    list(scheduling.publish_due())

    written = letters.body([Notice.objects.get()])

    assert written.count("no verdict has been approved") == 1
    assert "And 2 more, on the page of the article.\n" in written


@pytest.mark.parametrize(
    ("how", "mails"), [("at_once", (1, 0)), ("daily", (0, 1)), ("none", (0, 0))]
)
def test_each_gets_it_by_mail_as_they_chose(clock, how, mails):
    scheduler = make.make_publisher()
    mailing.choose(scheduler, how)

    refuse(clock, by=scheduler)

    sent, tomorrow = outbox.deliver(), outbox.deliver(AT + timedelta(days=1))
    assert ((sent.sent, tomorrow.sent), notices.unread(scheduler).count()) == (mails, 1)


def test_whoever_loses_their_role_before_it_is_sent_gets_no_mail(clock):
    scheduler = make.make_publisher()
    refuse(clock, by=scheduler)
    scheduler.groups.clear()

    outbox.deliver()

    assert (Mail.objects.get().last_error, sent_mail.outbox) == (outbox.CLOSED, [])


# --- where it is read --------------------------------------------------------------------------


def page(client, person, address=LIST):
    client.force_login(person)
    return client.get(address).content.decode()


@pytest.mark.parametrize("address", [LIST, INDEX])
def test_list_and_first_page_lead_to_the_article_and_the_header_counts_it(client, clock, address):
    scheduler = make.make_publisher()
    article = refuse(clock, by=scheduler)

    found = page(client, scheduler, address)

    link = f'<a href="/admin/articles/article/{article.pk}/change/#missed" dir="auto">'
    assert f"{link}{article.headline}</a>" in found
    assert f"<p>Not published on time: {SAID}</p>" in found
    assert f'aria-label="Mark as read: article {article.pk}"' in found
    assert '1<span class="visually-hidden"> unread</span>' in found


def test_the_link_leads_to_why_it_did_not_go_out(client, clock):
    scheduler = make.make_publisher()
    article = refuse(clock, by=scheduler)

    found = page(client, scheduler, f"/admin/articles/article/{article.pk}/change/")

    assert found.count('id="missed"') == 1


def test_it_is_marked_as_read(client, clock):
    scheduler = make.make_publisher()
    refuse(clock, by=scheduler)
    client.force_login(scheduler)

    response = client.post(READ, {"notice": notices.unread(scheduler).get().pk})

    assert (response.url, notices.unread(scheduler).count()) == (LIST, 0)


@pytest.mark.parametrize("address", [LIST, INDEX])
def test_nobody_reads_what_somebody_else_was_told_of_an_article(client, clock, address):
    refuse(clock)
    stranger = make.make_user(is_superuser=True)

    assert "#missed" not in page(client, stranger, address)


@pytest.mark.parametrize("address", [LIST, INDEX])
def test_whoever_has_no_role_any_more_reads_no_headline_in_it(client, clock, address):
    scheduler = make.make_publisher()
    article = refuse(clock, by=scheduler)
    scheduler.groups.clear()

    found = page(client, User.objects.get(pk=scheduler.pk), address)

    assert (article.headline in found, "31 January 2030" in found) == (False, False)


@pytest.mark.parametrize("address", [LIST, INDEX])
def test_readers_are_led_away_from_it(client, clock, address):
    article = refuse(clock)

    found = client.get(address, follow=True)

    assert (found.redirect_chain[0][1], article.headline in found.content.decode()) == (302, False)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(LIST, 5), (INDEX, 5)])
def test_no_notice_of_an_article_costs_a_query(
    client, clock, django_assert_num_queries, address, queries, count
):
    scheduler = make.make_publisher()
    for _ in range(count):
        refuse(clock, by=scheduler)
    client.force_login(scheduler)

    with django_assert_num_queries(queries):
        found = client.get(address).content.decode()

    assert found.count("#missed") == count


def test_a_mail_of_claims_and_articles_tells_of_both(clock):
    both = make.make_user("Publishers", "Reviewers")
    mailing.choose(both, "daily")
    claim = make.make_claim(assignee=both)
    article = refuse(clock, by=both)

    outbox.deliver(AT + timedelta(days=1))

    [message] = sent_mail.outbox
    places = [
        message.body.index(f"{one}\n==") for one in ("Not published on time", "Assigned to you")
    ]
    assert places == sorted(places)
    assert message.body.count(article.headline) == 1
    assert message.body.count(f"/claim/{claim.pk}/change/#steps") == 1
