"""Slugs of any script in addresses: `<unicode_slug:slug>`, where this module is imported."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class UnicodeSlug(StringConverter):
    """What SlugField(allow_unicode=True) holds: letters and digits of any script, _ and -."""

    regex = r"[-\w]+"


register_converter(UnicodeSlug, "unicode_slug")
