"""Send the mails of the outbox. Called by a worker (manage.py deliver_mail), never by a request.

Each mail is claimed by a conditional update that also puts off its next attempt, so that several
workers never send one twice, and one whose worker died is tried again. At least once, then: a
worker that is killed between sending and noting it doubles that one mail, which bears the same
Message-ID. The other way round, at most once, would lose it.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.core import mail as django_mail
from django.db.models import F
from django.utils import timezone

from articles import text

from . import letters
from .models import Mail, MailChoice

SEE = "claims.view_claim"
# How long a worker may take over one mail; a server that does not answer is left much earlier
# (EMAIL_TIMEOUT).
LEASE = timedelta(minutes=10)
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=6)
ATTEMPTS = 36  # With these delays, a week.
CLOSED = "The account is closed, may not see claims any more, or has no address."
LONGEST_ERROR = Mail._meta.get_field("last_error").max_length
# Of one mail. Any other error of the network or of SMTP is the server's: the rest would fail too.
_OF_ONE_MAIL = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)


@dataclass
class Round:
    """What one round did.

    sent      how many mails; moot: how many were removed, for nothing in them is unread or
              their person wants no mail any more.
    failed    list of (Mail, sentence): each is tried again.
    given_up  list of (Mail, sentence): no worker tries them again.
    stopped   whether the server failed, and what is due was left for the next round.
    """

    sent: int = 0
    moot: int = 0
    failed: list = field(default_factory=list)
    given_up: list = field(default_factory=list)
    stopped: bool = False


def deliver(now=None, is_stopping=lambda: False):
    """Send every mail that is due (at `now`, UTC, or when its turn comes); return the Round.

    is_stopping  asked before each mail: true leaves the rest for the next round.

    No error of a mail or of the server is raised: each is noted on its mail.
    """
    done, connection = Round(), django_mail.get_connection()
    try:
        # A round may last longer than a lease, which counts from when the mail is claimed.
        while not (done.stopped or is_stopping()) and (mail := _claim(now or timezone.now())):
            _deliver(mail, connection, now or timezone.now(), done)
    finally:
        _close(connection)
    return done


def _claim(now):
    """Return a due Mail that is this worker's for LEASE, or None."""
    due = Mail.objects.filter(next_attempt__lte=now).order_by("next_attempt", "pk")
    while mail := due.select_related("person__mail_choice").first():
        mine = Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, next_attempt__lte=now)
        if mine.update(attempts=F("attempts") + 1, next_attempt=now + LEASE):
            mail.attempts += 1
            return mail
    return None


def _deliver(mail, connection, now, done):
    person = mail.person
    if not (person.is_active and person.is_staff and person.email and person.has_perm(SEE)):
        _give_up(mail, CLOSED, now, done)
        return
    notices = list(
        mail.notices.filter(read_at=None)
        .select_related("claim__article", "article", "entry")
        .order_by("pk")
    )
    if not notices or _wants_none(person):
        done.moot += 1
        _mine(mail).delete()
        return
    try:
        letters.write(mail, notices, connection).send()
    # Whatever it is, it is noted on the mail, and the others do not suffer for it.
    except Exception as error:
        _fail(mail, error, now, done)
        _close(connection)
    else:
        done.sent += 1
        _mine(mail).update(sent_at=timezone.now(), next_attempt=None, last_error="")


def _wants_none(person):
    choice = getattr(person, "mail_choice", None)
    return choice is not None and choice.how == MailChoice.How.NONE


def _fail(mail, error, now, done):
    said = " ".join(text.normalise(f"{type(error).__name__}: {error}").split())
    sentence = f"The mail server did not take it. {said}"[:LONGEST_ERROR]
    done.stopped = isinstance(error, OSError) and not isinstance(error, _OF_ONE_MAIL)
    if mail.attempts >= ATTEMPTS:
        _give_up(mail, sentence, now, done)
        return
    done.failed.append((mail, sentence))
    mail.next_attempt = now + delay(mail.attempts)
    _mine(mail).update(next_attempt=mail.next_attempt, last_error=sentence)


def delay(attempts):
    """Return how long a mail waits after so many attempts, as a timedelta."""
    return min(FIRST_DELAY * 2 ** min(attempts - 1, 20), LONGEST_DELAY)


def _give_up(mail, sentence, now, done):
    done.given_up.append((mail, sentence))
    _mine(mail).update(given_up_at=now, next_attempt=None, last_error=sentence)


def _mine(mail):
    """The mail, unless its lease ran out and another worker has claimed it since."""
    return Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, next_attempt__isnull=False)


def _close(connection):
    """Close the connection, so that the next mail opens one. A dead one may fail at that too."""
    try:
        connection.close()
    except Exception:
        connection.connection = None


def try_again(mails=None):
    """Put mails that were given up back into the outbox, as new; return how many.

    mails  queryset; every one if None.
    """
    mails = Mail.objects.all() if mails is None else mails
    given_up = mails.filter(given_up_at__isnull=False)
    return given_up.update(given_up_at=None, next_attempt=timezone.now(), attempts=0)


def standing():
    """Return (how many mails wait, how many were given up)."""
    waiting = Mail.objects.filter(next_attempt__isnull=False).count()
    return waiting, Mail.objects.filter(given_up_at__isnull=False).count()
