"""The configured cache: in each process, or Redis where CACHE_URL names one."""

import os

from django.conf import settings
from django.core.cache import cache


def test_the_cache_keeps_what_it_is_given():
    cache.set("greeting", "Sabahınız xeyir", timeout=30)
    assert cache.get("greeting") == "Sabahınız xeyir"


def test_the_cache_is_the_one_that_the_environment_names():
    wanted = "RedisCache" if os.environ.get("CACHE_URL", "").startswith("redis") else "LocMemCache"
    assert settings.CACHES["default"]["BACKEND"].endswith(wanted)
