"""Pages of a list by where the last one ended, not by counting what came before.

A cursor holds the value of the sorted field and the key of one row, so that page 10,000 costs
what page 1 costs and rows with equal values are neither repeated nor left out. The method is
that of Markus Winand, https://use-the-index-luke.com/no-offset.
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import models
from django.db.models import F, Q
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

PAGE_SIZE = 25
LARGEST_PAGE = 200
LONGEST_CURSOR = 4000
LARGEST_KEY = 2**63 - 1
NOT_A_CURSOR = "This is no cursor of this list in this order. Begin again without it."


@dataclass(frozen=True)
class Order:
    """One field that a list is sorted by; the primary key, in the same direction, breaks ties.

    Rows without a value come last in both directions.
    """

    field: models.Field
    descending: bool

    def __str__(self):
        return f"-{self.field.name}" if self.descending else self.field.name

    def sorted(self, queryset, *, backwards):
        """Return the queryset in this order, or in exactly the opposite one."""
        descending = self.descending != backwards
        # Named only where there can be nulls: an index does not serve the clause on PostgreSQL.
        nulls = {"nulls_first" if backwards else "nulls_last": True} if self.field.null else {}
        value = F(self.field.name)
        value = value.desc(**nulls) if descending else value.asc(**nulls)
        return queryset.order_by(value, "-pk" if descending else "pk")

    def beyond(self, place):
        """Return the condition of the rows that come after `place`, as a Q."""
        name = self.field.name
        way = "lt" if self.descending != place.backwards else "gt"
        further = Q(**{f"pk__{way}": place.key})
        if self.field.primary_key:
            return further
        if place.value is None:
            rest = Q(**{f"{name}__isnull": True}) & further
            return rest | Q(**{f"{name}__isnull": False}) if place.backwards else rest
        # Redundant, but a range that an index can serve.
        reached = Q(**{f"{name}__{way}e": place.value})
        rest = reached & (Q(**{f"{name}__{way}": place.value}) | further)
        if self.field.null and not place.backwards:
            rest |= Q(**{f"{name}__isnull": True})
        return rest


@dataclass(frozen=True)
class Place:
    """Where a page begins: past the row of this value and key, in the order or against it."""

    backwards: bool
    value: object
    key: int


def encode(order, place):
    """Return the cursor of a place, as text for an address."""
    value = place.value
    if isinstance(value, date):
        value = value.isoformat()
    told = json.dumps([str(order), place.backwards, value, place.key], ensure_ascii=False)
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def decode(order, cursor):
    """Return the Place that a cursor stands for. Raises ValueError for anything we did not make."""
    if len(cursor) > LONGEST_CURSOR:
        raise ValueError(NOT_A_CURSOR)
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        told = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        name, backwards, value, key = told
        place = Place(backwards, _value(order.field, value), _key(key))
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise ValueError(NOT_A_CURSOR) from None
    if name != str(order) or not isinstance(backwards, bool):
        raise ValueError(NOT_A_CURSOR)
    return place


def _key(value):
    if type(value) is not int or not 0 < value <= LARGEST_KEY:
        raise ValueError(NOT_A_CURSOR)
    return value


def _value(field, value):
    """Return the value of a cursor as the field holds it."""
    if value is None and field.null:
        return None
    if isinstance(field, models.DateTimeField):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(NOT_A_CURSOR)
        return moment.astimezone(UTC)
    if isinstance(field, models.DateField):
        return date.fromisoformat(value)
    if isinstance(field, models.IntegerField):
        return _key(value)
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(NOT_A_CURSOR)
    value.encode()  # a lone surrogate is a UnicodeEncodeError, which is a ValueError
    return value


class KeysetPagination(BasePagination):
    """`{"next", "previous", "results"}`, in one query.

    The view says in `ordering` how its list is sorted, and in `orderings` by which fields a
    client may ask for it instead; those must hold the first.
    """

    def paginate_queryset(self, queryset, request, view=None):
        """Return the rows of the page that is asked for. Raises ValidationError."""
        self.request = request
        size = page_size(request)
        self.order = _order(queryset.model, request, view)
        place = self._place(request)
        backwards = place is not None and place.backwards
        found = self.order.sorted(queryset, backwards=backwards)
        if place is not None:
            found = found.filter(self.order.beyond(place))
        rows = list(found[: size + 1])
        more = len(rows) > size
        rows = rows[:size]
        if backwards:
            rows.reverse()
        self.next = self._link(rows[-1:], backwards=False, there=more or backwards)
        came_from_before = more if backwards else place is not None
        self.previous = self._link(rows[:1], backwards=True, there=came_from_before)
        return rows

    def _place(self, request):
        if not (cursor := request.query_params.get("cursor")):
            return None
        try:
            return decode(self.order, cursor)
        except ValueError as error:
            raise ValidationError({"cursor": str(error)}) from None

    def _link(self, row, *, backwards, there):
        if not row or not there:
            return None
        value = getattr(row[0], self.order.field.attname)
        cursor = encode(self.order, Place(backwards, value, row[0].pk))
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def get_paginated_response(self, data):
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema):
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view):
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
        names = [sign + name for name in view.orderings for sign in ("", "-")]
        orders = {"type": "string", "enum": names, "default": view.ordering}
        return [
            _parameter(
                "cursor", "Where the page begins, from next or previous.", {"type": "string"}
            ),
            _parameter("page_size", "How many to a page.", size),
            *([_parameter("ordering", "With - in front, descending.", orders)] if names else []),
        ]


def _parameter(name, description, schema):
    return {"name": name, "in": "query", "description": description, "schema": schema}


def page_size(request):
    """Return how many rows the request asks for. Raises ValidationError."""
    asked = request.query_params.get("page_size") or str(PAGE_SIZE)
    if asked.isascii() and asked.isdigit() and len(asked) <= 3 and 1 <= int(asked) <= LARGEST_PAGE:
        return int(asked)
    raise ValidationError({"page_size": f"Give a number from 1 to {LARGEST_PAGE}."})


def _order(model, request, view):
    asked = request.query_params.get("ordering") or view.ordering
    name = asked.removeprefix("-")
    if asked != view.ordering and name not in view.orderings:
        known = ", ".join(view.orderings)
        raise ValidationError(
            {"ordering": f"Order by one of: {known}; with - in front, descending."}
        )
    return Order(model._meta.get_field(name), asked.startswith("-"))
