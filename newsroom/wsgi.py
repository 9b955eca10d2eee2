"""Entry point for gunicorn: `gunicorn newsroom.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_application = get_wsgi_application()

# Once Django is there.
from newsroom.reader.unchanged import Unchanged  # noqa: E402

application = Unchanged(_application)
