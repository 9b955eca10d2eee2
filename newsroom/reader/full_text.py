"""An article in one piece of HTML, for those who read it elsewhere: feeds and agencies."""

import re

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from .head import absolute

# As articles.allowlist writes them; words have their < escaped, so nothing else looks like this.
_HERE = re.compile('(<a href="|<img src=")(?=/)')


def body(revision):
    """Return the HTML of `revision` without marks, every address in it whole."""
    return _HERE.sub(lambda match: match[1] + absolute(""), revision.html)


def full_text(article, verification, corrections):
    """Return all that `article` says, and at its end what was corrected and how far it is checked.

    article       as entries.latest() reads it.
    verification  the sentence of sentences.verification().
    corrections   its Revisions that are one, newest first.
    """
    override = article.override
    told = {
        "article": article,
        "address": absolute(article.get_absolute_url()),
        "picture": article.picture and absolute(article.picture.get_absolute_url()),
        "body": mark_safe(body(article.revision)),
        "corrections": corrections,
        "override": override if override and override.is_for_readers else None,
        "verification": verification,
    }
    return render_to_string("reader/_full_text.html", told).strip()
