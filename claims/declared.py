"""What people declared of two claims: that they state one fact.

Part of claims.models, in a file of its own. Only ever inserted, and retracted once
(claims.apps.GUARDS); written by claims.sameness.
"""

from django.db import models
from django.db.models import Case, F, Q, When

from articles.people import deed_by


class SamenessQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(retracted_at=None)

    def of(self, claim):
        """Of one claim, given as itself, its key or an OuterRef; `other_id` is the other one."""
        mine = Q(first=claim) | Q(second=claim)
        other = Case(When(first=claim, then=F("second")), default=F("first"))
        return self.filter(mine).annotate(other_id=other)


class Sameness(models.Model):
    """Somebody declared that two claims state one fact, in other words perhaps.

    first, second  the claims, in the order of their keys: the pair has no other.
    note           why, in the words of whoever declared it; for the desk.
    """

    first = models.ForeignKey("claims.Claim", models.PROTECT, related_name="+")
    second = models.ForeignKey("claims.Claim", models.PROTECT, related_name="+")
    note = models.TextField()
    declared_by = deed_by()
    declared_by_name = models.CharField(max_length=200)
    created = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True, editable=False)

    objects = SamenessQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(retracted_at__isnull=True),
                name="sameness_once_while_it_stands",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="sameness_of_two_in_order"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="sameness_has_a_reason"),
        ]

    def __str__(self):
        return f"claims {self.first_id} and {self.second_id}, by {self.declared_by_name}"
