"""Filters of the list of articles, and what the filters of every list share."""

from datetime import UTC

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django_filters.fields import IsoDateTimeField

from .models import Article, Byline, Status

# SQLite refuses a pattern of more than 50,000 bytes; nobody looks for more than a sentence.
LONGEST = 200


class MomentField(IsoDateTimeField):
    default_error_messages = {"invalid": "Give a time such as 2025-01-31T12:00:00Z."}

    def clean(self, value):
        moment = super().clean(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid"]) from None


class Moment(filters.Filter):
    """A time of RFC 3339; without an offset it counts as the time zone of the site."""

    field_class = MomentField


class Words(filters.CharFilter):
    """Text of a sensible length."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, max_length=LONGEST, **kwargs)


class ArticleFilter(filters.FilterSet):
    # A name nobody knows gives an empty list and no error: an error would tell a stranger which
    # sections and authors unpublished articles have.
    status = filters.ChoiceFilter(choices=Status.choices)
    section = Words(method="by_section", label="Name or slug of a section.")
    publication = Words(field_name="publication__name", lookup_expr="iexact", label="Its name.")
    language = Words(method="by_language", label="BCP 47; en finds en-GB as well.")
    author = Words(method="by_author", label="Name or handle in the byline.")
    tag = Words(method="by_tag", label="Name or slug of a tag.")
    published_after = Moment(field_name="published_at", lookup_expr="gt", label="Later than this.")
    published_before = Moment(
        field_name="published_at", lookup_expr="lt", label="Earlier than this."
    )
    updated_after = Moment(field_name="updated_at", lookup_expr="gt", label="Later than this.")
    q = Words(method="by_words", label="Words of the headline, standfirst or body, as they stand.")

    class Meta:
        model = Article
        fields = ()

    def by_section(self, queryset, name, value):
        return queryset.filter(Q(section__slug=value) | Q(section__name__iexact=value))

    def by_language(self, queryset, name, value):
        return queryset.filter(Q(language__iexact=value) | Q(language__istartswith=f"{value}-"))

    def by_author(self, queryset, name, value):
        lines = Byline.objects.filter(
            Q(contributor__name__iexact=value) | Q(contributor__handle__iexact=value),
            article=OuterRef("pk"),
        )
        return queryset.filter(Exists(lines))

    def by_tag(self, queryset, name, value):
        named = Article.tags.through.objects.filter(
            Q(tag__slug=value) | Q(tag__name__iexact=value), article=OuterRef("pk")
        )
        return queryset.filter(Exists(named))

    def by_words(self, queryset, name, value):
        return queryset.filter(
            Q(headline__icontains=value)
            | Q(standfirst__icontains=value)
            | Q(revision__text__icontains=value)
        )
