"""Entry point for gunicorn: `gunicorn newsroom.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_application = get_wsgi_application()

# Once Django is there.
from django.urls import get_resolver  # noqa: E402

from newsroom.reader.unchanged import Unchanged  # noqa: E402

application = Unchanged(_application)

# The addresses bring in all views: nobody's request waits for that.
get_resolver().url_patterns  # noqa: B018

# What is loaded by now stays to the end: to go through it for garbage holds up a request each time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
