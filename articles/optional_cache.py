"""Django's caches for what can be made again: where one is down, everybody does without it."""

import logging
from time import monotonic

from django.core.cache import caches

log = logging.getLogger(__name__)

# A cache that did not answer is asked nothing for so long: to wait for it at every request would
# cost more than it ever saves.
LEFT_ALONE = 10  # seconds
_away_until = {}


def get(key, *, of="default"):
    """Return what is kept under `key`; None where nothing is, or the cache does not answer.

    of  name of the cache in the setting CACHES.
    """
    return _asked(of, "get", key)


def keep(key, value, seconds, *, of="default"):
    """Keep `value` under `key` for so many seconds, if the cache can."""
    _asked(of, "set", key, value, seconds)


def forget_outages():
    """Ask every cache again, whether it answered before or not."""
    _away_until.clear()


def _asked(name, what, *told):
    if monotonic() < _away_until.get(name, 0):
        return None
    try:
        return getattr(caches[name], what)(*told)
    except Exception as error:
        _away_until[name] = monotonic() + LEFT_ALONE
        log.warning("The cache %r does not answer; it is done without: %s", name, error)
        return None
