"""Filters of the list of claims."""

import django_filters as filters
from django import forms
from django.db.models import Q

from articles.filters import Moment, Words

from .models import ANCHORS, Claim, Kind, Priority, Sensitivity, Status


class PersonField(forms.RegexField):
    default_error_messages = {"invalid": "Give the number of an account, me, or nobody."}

    def __init__(self, **kwargs):
        super().__init__(r"^(me|nobody|[0-9]{1,18})$", **kwargs)


class Person(filters.Filter):
    """An account by its number; `me` is whoever asks, `nobody` is no account."""

    field_class = PersonField

    def filter(self, queryset, value):
        if not value:
            return queryset
        if value == "nobody":
            return queryset.filter(**{f"{self.field_name}__isnull": True})
        person = self.parent.request.user.pk if value == "me" else int(value)
        return queryset.filter(**{f"{self.field_name}_id": person})


class ClaimFilter(filters.FilterSet):
    # As with articles: a name that nobody knows gives an empty list.
    article = Words(field_name="article__slug", label="Slug of an article.")
    status = filters.ChoiceFilter(choices=Status.choices)
    kind = filters.ChoiceFilter(choices=Kind.choices)
    anchor = filters.ChoiceFilter(choices=ANCHORS)
    claimant = Words(lookup_expr="iexact", label="Whose statement it is.")
    assignee = Person(label="Number of an account, me, or nobody.")
    tagged_by = Person(label="Number of an account, or me.")
    priority = filters.ChoiceFilter(choices=Priority.choices)
    sensitivity = filters.ChoiceFilter(choices=Sensitivity.choices)
    due_before = filters.DateFilter(field_name="due", lookup_expr="lt", label="Such as 2025-01-31.")
    updated_after = Moment(field_name="updated_at", lookup_expr="gt", label="Later than this.")
    q = Words(method="by_words", label="Words of the claim or its statement, as they stand.")

    class Meta:
        model = Claim
        fields = ()

    def by_words(self, queryset, name, value):
        return queryset.filter(Q(exact__icontains=value) | Q(statement__icontains=value))
