"""In which order a list of claims stands, and what comes after one of them.

A page begins past a claim, not at a number of rows: page 10,000 costs what page 1 costs, and the
neighbours of a claim are found the same way. The method is that of Markus Winand,
https://use-the-index-luke.com/no-offset.
"""

from dataclasses import dataclass

from django.db.models import F, Q

NULLABLE = {"due", "start"}


@dataclass(frozen=True)
class Sort:
    """One way to sort a list of claims.

    keys  names of columns, most important first, "-" before one that falls; the last is the
          primary key, so that no two rows are level. Empty values come last in every way.
    """

    name: str
    label: str
    keys: tuple[str, ...]

    def applied(self, claims, *, backwards=False):
        """Return the queryset in this order, or in exactly the opposite one."""
        return claims.order_by(*(_ordered(key, backwards) for key in self.keys))

    def beyond(self, claim, *, backwards=False):
        """Return the condition, as a Q, of what comes after `claim` in this order; or before it.

        The claim need not be in the list: its own values say where it would stand.
        """
        found, level = Q(), Q()
        for position, key in enumerate(self.keys):
            name, value = key.lstrip("-"), getattr(claim, key.lstrip("-"))
            further = _further(key, value, backwards)
            if further is not None:
                found |= level & further
            if position == 0:
                reached = _reached(key, value, backwards)
            level &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
        # Redundant, but a range that an index can serve.
        return reached & found


SORTS = (
    Sort("urgent", "Priority, then due", ("priority", "due", "pk")),
    Sort("due", "Due first", ("due", "pk")),
    Sort("oldest", "Tagged first", ("pk",)),
    Sort("newest", "Tagged last", ("-pk",)),
    Sort("untouched", "Longest untouched", ("updated_at", "pk")),
    Sort("article", "As in the article", ("article_id", "start", "pk")),
)


def _ordered(key, backwards):
    name, falls = key.lstrip("-"), key.startswith("-") != backwards
    # Named only where there can be nulls: an index does not serve the clause on PostgreSQL.
    nulls = {}
    if name in NULLABLE:
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
    return F(name).desc(**nulls) if falls else F(name).asc(**nulls)


def _further(key, value, backwards):
    """Return the condition of a value past this one; None where nothing is."""
    name, way = key.lstrip("-"), "lt" if key.startswith("-") != backwards else "gt"
    if value is None:
        return Q(**{f"{name}__isnull": False}) if backwards else None
    past = Q(**{f"{name}__{way}": value})
    return past | Q(**{f"{name}__isnull": True}) if _ends_empty(name, backwards) else past


def _reached(key, value, backwards):
    name, way = key.lstrip("-"), "lte" if key.startswith("-") != backwards else "gte"
    if value is None:
        return Q() if backwards else Q(**{f"{name}__isnull": True})
    here = Q(**{f"{name}__{way}": value})
    return here | Q(**{f"{name}__isnull": True}) if _ends_empty(name, backwards) else here


def _ends_empty(name, backwards):
    return name in NULLABLE and not backwards
