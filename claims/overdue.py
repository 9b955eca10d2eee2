"""Tell of claims whose day is past, once a claim and day. Part of the door, claims.workflow."""

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles import ledger

from . import notices
from .models import Claim, Notice
from .queues import DONE


def tell():
    """Tell whoever has an overdue claim, else whoever tagged it; return the claims told of.

    An assignee whose account is closed has it no more than nobody.

    Once a person, claim and day: who is told has been told, and a claim whose day is moved or who
    has it next is told of anew. Each article is a transaction of its own.
    """
    articles = _untold().order_by("article").values_list("article", flat=True).distinct()
    return [claim for pk in list(articles) for claim in _tell(pk)]


def _untold():
    """Overdue claims of which the one they belong to, an open account, was not told."""
    told = Notice.objects.filter(claim=OuterRef("pk"), due=OuterRef("due"))
    told = told.filter(person=OuterRef("whose"))
    is_past = Q(due__lt=timezone.localdate()) & ~Q(status__in=DONE)
    has_it = When(assignee__is_active=True, assignee__is_staff=True, then="assignee")
    whose = Coalesce(Case(has_it), "tagged_by")
    return Claim.objects.filter(is_past).annotate(whose=whose).filter(~Exists(told))


@transaction.atomic
def _tell(article):
    ledger.lock(article)
    claims = list(_untold().filter(article=article).order_by("pk"))
    overdue = Notice.Kind.OVERDUE
    notices.tell_people([(claim, overdue, {claim.whose}) for claim in claims], by=None)
    told = Notice.objects.filter(claim__in=claims, kind=overdue).order_by()
    known = set(told.values_list("claim", "due"))
    return [claim for claim in claims if (claim.pk, claim.due) in known]
