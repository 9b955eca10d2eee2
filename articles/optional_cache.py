"""Django's cache for what can be made again: where it is down, everybody does without it."""

import logging

from django.core.cache import cache

log = logging.getLogger(__name__)


def get(key):
    """Return what is kept under `key`; None where nothing is, or the cache does not answer."""
    return _asked("get", key)


def keep(key, value, seconds):
    """Keep `value` under `key` for so many seconds, if the cache can."""
    _asked("set", key, value, seconds)


def _asked(what, *told):
    try:
        return getattr(cache, what)(*told)
    except Exception as error:
        log.warning("The cache does not answer; it is done without: %s", error)
        return None
