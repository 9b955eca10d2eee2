"""Entry point for gunicorn: `gunicorn newsroom.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_application = get_wsgi_application()

# Once Django is there.
from newsroom.reader.unchanged import Unchanged  # noqa: E402

application = Unchanged(_application)

# What is loaded by now stays to the end: to go through it for garbage holds up a request each time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
