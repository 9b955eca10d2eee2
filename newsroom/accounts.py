"""Who asks: the account of a session, with what every page of the desk asks of it, in one query."""

from functools import cache

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Aggregate, CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Concat

from claims.notices import counted_unread


class OneQuery(ModelBackend):
    """Accounts as Django has them, read together with their permissions.

    Django asks for the account, its own permissions and those of its groups (the roles,
    newsroom.roles) one by one. The account of a session comes with them here, and with the number
    of its unread notices as `unread_notices`. What is asked of any other, Django reads as ever.
    """

    def get_user(self, user_id):
        sql, params = _question(connection.vendor)
        user = next(iter(get_user_model().objects.raw(sql, [*params, user_id])), None)
        if user is None or not self.user_can_authenticate(user):
            return None
        if not user.is_superuser:
            # Where ModelBackend keeps what it has read, for as long as the request lasts.
            user._user_perm_cache, user._group_perm_cache = _names(user.own), _names(user.of_groups)
        return user


@cache
def _question(vendor):
    """Return (SQL, its parameters but the last, the key of an account) as `vendor` reads them.

    Put together once: to do so takes fifteen times as long as to have it answered.
    """
    accounts = get_user_model().objects.filter(pk=0)
    asked = accounts.annotate(
        own=_listed("user"), of_groups=_listed("group__user"), unread_notices=counted_unread()
    )
    sql, params = asked.query.sql_with_params()
    return sql, params[:-1]


class Listed(Aggregate):
    """The texts of a group as one, with commas between them."""

    function = "GROUP_CONCAT"
    output_field = CharField()

    def as_postgresql(self, compiler, connection, **context):
        listed = "STRING_AGG(%(expressions)s, ',')"
        return self.as_sql(compiler, connection, template=listed, **context)


def _listed(path):
    """Return the permissions whose `path` leads to an account, as an expression over accounts."""
    label = Concat("content_type__app_label", Value("."), "codename")
    whose = Permission.objects.filter(**{path: OuterRef("pk")}).order_by().annotate(whose=F(path))
    return Subquery(whose.values("whose").annotate(labels=Listed(label)).values("labels"))


def _names(listed):
    return set(listed.split(",")) if listed else set()
