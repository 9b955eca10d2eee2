"""All settings, from the environment.

With nothing set this is a local demo: SQLite, debug pages, bound to this machine.
PRODUCTION=1 refuses to start until it has been told what it must not guess.
docs/operations.md lists every variable; a test holds that list complete.
"""

import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()


def required(name, what_to_do):
    """Return the variable, or refuse to start with a sentence."""
    if value := env.str(name, ""):
        return value
    raise ImproperlyConfigured(f"PRODUCTION is set, but {name} is not. {what_to_do}")


def demo_secret_key():
    """Return this checkout's own key, made at first use: no key is shared by two demos."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = not PRODUCTION

if PRODUCTION:
    SECRET_KEY = required("SECRET_KEY", "Set it to a long random text and keep it to yourself.")
    ALLOWED_HOSTS = [
        host.strip()
        for host in required(
            "ALLOWED_HOSTS", "List the names this site answers to, with commas between."
        ).split(",")
    ]
else:
    SECRET_KEY = env.str("SECRET_KEY", "") or demo_secret_key()
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

SITE_NAME = env.str("SITE_NAME", "Newsroom")

INSTALLED_APPS = [
    "claims",
    "articles",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_prose_editor",  # Its script only (articles/static/articles/).
    # Last: its roles need the permissions of all the others (newsroom/apps.py).
    "newsroom",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "newsroom.reader.lane.ReaderLane",  # Readers come no further; below is the desk.
    "csp.middleware.CSPMiddleware",
    "newsroom.outages.OutageMiddleware",  # Sessions, and what an outage is answered with.
    "newsroom.refusals.TooLargeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.refusals.SignedOutMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FORMS_URLFIELD_ASSUME_HTTPS = True

DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock when its transaction begins, and waits for it. A lock taken
        # half-way cannot be waited for: that is "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # To compile a statement takes SQLite five to ten times as long as to run it. A day at the
        # desk asks some 650; Python keeps 128 of them compiled unless told.
        "cached_statements": 512,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # To compile a query takes longer than to answer any of ours, and an index of ours is worth
    # its use: what is asked of long tables are some of their rows.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c jit=off -c random_page_cost=1.1"
    )
# To open one takes longer than most pages do.
DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The caches between this site and its readers: what is told of a deed (newsroom/purging.py), and
# where. PURGE_KEY is Fastly's token.
PURGE_STYLE = env.str("PURGE_STYLE", "purge")
if PURGE_STYLE not in ("purge", "varnish", "fastly"):
    raise ImproperlyConfigured('PURGE_STYLE is "purge", "varnish" or "fastly".')
PURGE_URLS = env.list("PURGE_URLS", default=[])
PURGE_KEY = env.str("PURGE_KEY", "")

# What readers ask for is kept apart: in a process it drives nothing of the desk's out.
CACHES = {name: env.cache("CACHE_URL", "locmemcache://") for name in ("default", "readers")}
for _name, _cache in CACHES.items():
    _cache["KEY_PREFIX"] = _cache.get("KEY_PREFIX", "") + _name
    if _cache["BACKEND"].endswith("RedisCache"):
        # Nobody waits long for a cache: what it keeps can be made again.
        _times = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
        _cache["OPTIONS"] = _times | _cache.get("OPTIONS", {})
    elif _cache["BACKEND"].endswith("LocMemCache"):
        _cache["LOCATION"] = _name

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["newsroom.accounts.OneQuery"]
LOGIN_URL = "admin:login"

# Where this site is, for the links in mail, which no request tells of.
_HOST = ALLOWED_HOSTS[0].lstrip(".*") if PRODUCTION else ""
SITE_URL = env.str(
    "SITE_URL", f"https://{_HOST or 'localhost'}" if PRODUCTION else "http://127.0.0.1:8000"
)
# Where readers write to; without one, no page names an address.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
# The WebSub hub that tells subscribers of feeds what is new; none without.
WEBSUB_HUB = env.str("WEBSUB_HUB", "")
# EMAIL_HOST and its like. Only manage.py deliver_mail ever sends.
vars().update(env.email_url("EMAIL_URL", "smtp://localhost:25" if PRODUCTION else "consolemail://"))
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", f"newsroom@{_HOST or 'localhost'}")

LANGUAGE_CODE = "en"
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
# Lead pictures (articles/pictures.py) and files of evidence (claims/uploads.py). Served by views
# that ask who may see them, never directly.
MEDIA_ROOT = env.path("MEDIA_ROOT", str(VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# The demo serves static files from where they lie; production, from STATIC_ROOT.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# An import or a pasted body is larger than Django's 2.5 MB; articles/html.py has its own cap.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000
# Files have limits of their own, each where it is judged; the first of these holds them all.
FILE_UPLOAD_HANDLERS = [
    "newsroom.upload_limit.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "https:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsroom.refusals.outdated_form"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
    if env.bool("BEHIND_TLS_PROXY", False):
        # Only where a proxy of ours sets this header and removes a visitor's own.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["newsroom.api.Session"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["newsroom.api.Body"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "newsroom.keyset.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "newsroom.api.problem",
    # Nothing is told beside the OpenAPI document, and no query parameter means anything twice.
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Newsroom API",
    "DESCRIPTION": "Articles, and the claims checked in their words.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "newsroom.api_schema.tell_of_problems",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "ArticleStatus": "articles.models.Status",
        "ClaimStatus": "claims.models.Status",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
