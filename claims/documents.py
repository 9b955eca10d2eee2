"""Files that are kept as evidence, one row for each that differs from all others.

Part of claims.models, in a file of its own. Rows are only ever inserted (claims.apps.GUARDS);
claims.uploads writes them.
"""

from django.db import models
from django.db.models import Q

from articles.models import is_sha256


class Document(models.Model):
    """The bytes of a file, exactly as they came. Their place is made of their digest.

    size        in bytes.
    media_type  as claims.file_contents judged it by the bytes.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=100)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=is_sha256("sha256"), name="document_has_sha256"),
            models.CheckConstraint(condition=Q(size__gte=1), name="document_has_a_size"),
        ]

    def __str__(self):
        return self.sha256[:12]

    @property
    def path(self):
        """Where the storage keeps it. No page of ours serves this folder."""
        return path_of(self.sha256)


def path_of(sha256):
    return f"evidence/{sha256}"
