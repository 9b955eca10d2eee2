"""Put mail into the outbox, and keep each person's choice. Nothing is sent here.

A mail is a row, written in the transaction of the deed that it tells of, as its notice is: no
request waits for a mail server, and what was rolled back is not mailed. claims.outbox sends.
"""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4, uuid5

from django.utils import timezone

from articles.errors import Invalid

from .models import Mail, MailChoice

How = MailChoice.How
MORNING = time(7)  # in the desk's time zone
_DAILY = UUID("6f6a2c6e-7f0b-4a53-9d0e-2d1f2d0c6b3a")


def queue(people, now):
    """Write a Mail for each of `people`; return {person id: id of the mail, None without one}.

    people  {person id: (address, MailChoice.How or None)}.

    At once is one mail a person and deed, however many claims it touched. Daily is one a person
    and day: what was told on one day, in the desk's time zone, goes out on the morning of the
    next, so that nothing is added to a mail that is being sent. One query.
    """
    # In one order: of two deeds at once, each waits for the other's mail of the day at most once.
    ordered = sorted(people.items())
    mails = {person: _mail(person, how, now) for person, (email, how) in ordered if email}
    Mail.objects.bulk_create([mail for mail in mails.values() if mail], ignore_conflicts=True)
    return {person: mails.get(person) and mails[person].pk for person in people}


def _mail(person, how, now):
    if how == How.NONE:
        return None
    if how != How.DAILY:
        return Mail(id=uuid4(), person_id=person, created=now, next_attempt=now)
    day = timezone.localdate(now) + timedelta(days=1)
    # A name that everybody who writes of this day makes alike: no need to look for the row.
    key = uuid5(_DAILY, f"{person} {day.isoformat()}")
    opens = datetime.combine(day, MORNING, timezone.get_current_timezone())
    return Mail(id=key, person_id=person, day=day, created=now, next_attempt=opens)


def choice_of(person):
    """Return the MailChoice.How of `person`; at once if they never chose."""
    chosen = MailChoice.objects.filter(person=person).values_list("how", flat=True).first()
    return How(chosen or How.AT_ONCE)


def choose(person, how):
    """Keep how `person` wants notices by mail. Raises Invalid.

    Mails that wait go out as they were meant when they were written. Of whoever wants none, they
    are dropped when their turn comes, and their notices stay: to take a daily one out now could
    fail the deed of somebody else who is adding to it.
    """
    if how not in How.values:
        raise Invalid({"how": "Choose one of these."})
    MailChoice.objects.update_or_create(person=person, defaults={"how": how})
