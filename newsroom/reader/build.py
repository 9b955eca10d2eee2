"""What made a page, beside what it tells: the code, the templates, the settings of this site."""

import hashlib
from functools import lru_cache
from pathlib import Path

import django
from django.conf import settings

PACKAGES = ("newsroom", "claims", "articles")
# What of the settings stands on pages.
SAID = ("SITE_NAME", "SITE_URL", "TIME_ZONE", "LANGUAGE_CODE", "STATIC_URL", "WEBSUB_HUB")


def stamp():
    """Return a digest of all that makes pages, 64 hexadecimal digits.

    The files are read once a process; while debugging, whenever a template was written: whoever
    changes one while the server runs has to see it.
    """
    said = tuple(getattr(settings, name) for name in SAID)
    return _stamp(said, _written_at() if settings.DEBUG else 0)


@lru_cache(maxsize=2)
def _stamp(said, written_at):
    return hashlib.sha256(f"{said} {_code(written_at)}".encode()).hexdigest()


@lru_cache(maxsize=1)
def _code(written_at):
    digest = hashlib.sha256(django.__version__.encode())
    for path in _files():
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _files():
    code = [path for name in PACKAGES for path in (settings.BASE_DIR / name).rglob("*.py")]
    # In production, static files are named by their content, and this says how.
    names = Path(str(settings.STATIC_ROOT)) / "staticfiles.json"
    return sorted([*code, *_templates(), *([names] if names.exists() else [])])


def _templates():
    return (settings.BASE_DIR / "templates").rglob("*.html")


def _written_at():
    return max(path.stat().st_mtime_ns for path in _templates())
