"""Several workers at one outbox, and several deeds for one daily mail, on real connections."""

from functools import partial

import pytest
from django.core import mail as sent_mail
from django.utils import timezone

from claims import discussion, mailing, outbox
from claims.models import Mail, Notice
from tests import factories as make
from tests.test_races import many_connections, race  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("many_connections")]

WORKERS = 4


def mention(person, claim, by):
    return discussion.comment(claim, by=by, comment=f"@{person.username} look")


def test_of_several_workers_none_sends_a_mail_again():
    for _ in range(10):
        mention(make.make_reviewer(), make.make_claim(), make.make_editor())
    now = timezone.now()

    rounds = race(*[partial(outbox.deliver, now)] * WORKERS)

    names = [message.extra_headers["Message-ID"] for message in sent_mail.outbox]
    assert (sum(done.sent for done in rounds), len(names), len(set(names))) == (10, 10, 10)
    assert list(Mail.objects.values_list("attempts", flat=True)) == [1] * 10


def test_what_several_tell_one_person_at_once_is_in_one_daily_mail():
    person = make.make_reviewer()
    mailing.choose(person, "daily")
    told = [(make.make_claim(), make.make_editor()) for _ in range(WORKERS)]

    race(*(partial(mention, person, claim, by) for claim, by in told))

    mail = Mail.objects.get()
    assert (mail.notices.count(), Notice.objects.filter(person=person).count()) == (WORKERS,) * 2
