"""Who did something, kept so that it outlives the account.

Deleting a user must break nothing and erase nobody's deeds. So a deed keeps the id
without a foreign key constraint, and the name as it was written that day.
"""

from django.conf import settings
from django.db import models


def deed_by(**options):
    """Return a reference to whoever did it that survives the deletion of that account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        **options,
    )


def name_of(user):
    """Return the name a deed is signed with: the full name, else the account's."""
    if user is None:
        return "the system"
    return user.get_full_name() or user.get_username()


def public_name(name):
    """Return the name of a deed as the public may read it.

    An account without a name signs with its own, which may be an e-mail address.
    """
    return "a member of the desk" if "@" in name else name
