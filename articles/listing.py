"""Pages of the admin's lists: the first MOST_LISTED rows, so that no list costs what a table holds.

Django's list counts every row, and its last page reads past all of them: among a million that is
a second each. Nobody turns thousands of pages; whoever looks for something filters or searches.
"""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST_LISTED = 1000


class FirstRows(Paginator):
    """Pages over the first MOST_LISTED rows of a queryset; is_cut: there are more."""

    @cached_property
    def count(self):
        return min(self._found, MOST_LISTED)

    @property
    def is_cut(self):
        return self._found > MOST_LISTED

    @cached_property
    def _found(self):
        return self.object_list.order_by().values("pk")[: MOST_LISTED + 1].count()
