"""A Wagtail site with the articles of a made-up paper, to stand beside ours. See benchmarks.reader.

Wagtail is installed into a virtual environment of its own, from the package index that pip is set
up for, at the versions below. Its pages say what ours say: a headline, a standfirst, a byline, the
same 900 words, and twelve checks as children of the page; the index lists the newest twenty, and
the search page uses Wagtail's own search. The site runs as Wagtail's start template sets it up,
without debugging, with a cached template loader, under the same server as ours.
"""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from textwrap import dedent

import environ

from benchmarks import _scratch

# What both have is of one version.
OURS = ("Django", "gunicorn", "psycopg", "psycopg-binary")
PINNED = ("wagtail==8.0.1", *(f"{name}=={version(name)}" for name in OURS))

SETTINGS = """
    import json
    import os
    from pathlib import Path
    BASE_DIR = Path(__file__).parent
    SECRET_KEY, DEBUG, ALLOWED_HOSTS = "made for a benchmark", False, ["127.0.0.1", "localhost"]
    INSTALLED_APPS = ["pages", *(f"wagtail.{name}" for name in (
        "contrib.forms", "contrib.redirects", "embeds", "sites", "users", "snippets", "documents",
        "images", "search", "admin")), "wagtail", "modelcluster", "taggit",
        *(f"django.contrib.{name}" for name in (
            "admin", "auth", "contenttypes", "sessions", "messages", "staticfiles"))]
    MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "django.middleware.security.SecurityMiddleware",
        "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    ]
    ROOT_URLCONF, WSGI_APPLICATION = "urls", "wsgi.application"
    TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
        "OPTIONS": {"context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages"]}}]
    DATABASES = {"default": json.loads(os.environ["WAGTAIL_DATABASE"])}
    DEFAULT_AUTO_FIELD, USE_TZ = "django.db.models.BigAutoField", True
    STATIC_URL, WAGTAIL_SITE_NAME, WAGTAILADMIN_BASE_URL = "/static/", "Benchmark", "http://x.test"
    WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
    LOGGING = {"version": 1, "root": {"level": "ERROR"}}
"""

URLS = """
    from django.urls import include, path
    from wagtail import urls
    from pages.views import search
    urlpatterns = [path("search/", search), path("", include(urls))]
"""

WSGI = """
    from django.core.wsgi import get_wsgi_application
    application = get_wsgi_application()
"""

MODELS = """
    from django.db import models
    from modelcluster.fields import ParentalKey
    from wagtail.fields import RichTextField
    from wagtail.models import Orderable, Page
    from wagtail.search import index

    class IndexPage(Page):
        def get_context(self, request):
            found = ArticlePage.objects.child_of(self).live().order_by("-first_published_at")
            return super().get_context(request) | {"articles": found[:20]}

    class ArticlePage(Page):
        standfirst = models.TextField()
        byline = models.CharField(max_length=200)
        body = RichTextField()
        search_fields = [*Page.search_fields, index.SearchField("body")]

    class Check(Orderable):
        page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="checks")
        statement, summary, source = models.TextField(), models.TextField(), models.TextField()
        verdict = models.CharField(max_length=20)
"""

VIEWS = """
    from django.shortcuts import render
    from .models import ArticlePage

    def search(request):
        found = ArticlePage.objects.live().search(request.GET.get("q", ""))[:20]
        return render(request, "pages/index_page.html", {"articles": found})
"""

ARTICLE = """
    {% load wagtailcore_tags %}<!doctype html><html lang="en"><title>{{ page.title }}</title>
    <nav>{% for one in page.get_ancestors %}<a href="{% pageurl one %}">{{ one.title }}</a>
    {% endfor %}</nav><h1>{{ page.title }}</h1><p>{{ page.standfirst }}</p><p>{{ page.byline }},
    {{ page.first_published_at }}</p>{{ page.body|richtext }}<ol>{% for one in page.checks.all %}
    <li id="check-{{ one.pk }}"><h3>{{ one.verdict }}</h3><p>{{ one.statement }}</p>
    <p>{{ one.summary }}</p><p>{{ one.source }}</p></li>{% endfor %}</ol></html>
"""

INDEX = """
    {% load wagtailcore_tags %}<!doctype html><html lang="en"><title>Index</title>
    <ul>{% for one in articles %}<li><a href="{% pageurl one %}">{{ one.title }}</a>
    <p>{{ one.specific.standfirst }} {{ one.specific.byline }}</p></li>{% endfor %}</ul></html>
"""

FILL = """
    import json, os, sys
    import django
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone
    call_command("makemigrations", "pages", verbosity=0)
    call_command("migrate", verbosity=0)
    from pages.models import ArticlePage, Check, IndexPage
    from wagtail.models import Page, Site
    if not IndexPage.objects.exists():
        home = Page.objects.get(depth=2).add_child(instance=IndexPage(title="News", slug="news"))
        Site.objects.update(root_page=home, hostname="127.0.0.1")
        for line in open(sys.argv[1], encoding="utf-8"):
            told = json.loads(line)
            checks = [Check(sort_order=n, **one) for n, one in enumerate(told.pop("checks"))]
            now = {"first_published_at": timezone.now(), "live": True}
            page = ArticlePage(**told, **now)
            page.checks = checks
            home.add_child(instance=page)
"""

FILES = {
    "settings.py": SETTINGS, "urls.py": URLS, "wsgi.py": WSGI, "fill.py": FILL,
    "pages/__init__.py": "", "pages/models.py": MODELS, "pages/views.py": VIEWS,
    "pages/templates/pages/article_page.html": ARTICLE,
    "pages/templates/pages/index_page.html": INDEX,
}  # fmt: skip


def installed(folder):
    """Return the Python that has Wagtail, made in `folder` if it is not there; None without one."""
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    elif subprocess.run([python, "-c", "import wagtail"], capture_output=True).returncode == 0:
        return python
    asked = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINNED]
    return python if subprocess.run(asked, capture_output=True).returncode == 0 else None


def database(place, name):
    """Return Django's dict of the database that Wagtail's site has for itself."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return environ.Env.db_url_config(_scratch.url(name, place))
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(place / f"{name}.sqlite3")}


def made(folder, python, database, articles):
    """Make the site in `folder` and fill it, unless it is there; return the environment it needs.

    database  Django's dict of an empty database.
    articles  an iterator of dicts: title, slug, standfirst, byline, body and checks.
    """
    site = folder / "site"
    for name, words in FILES.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(words).lstrip())
    with (folder / "articles.jsonl").open("w") as out:
        out.writelines(json.dumps(one) + "\n" for one in articles)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")
    } | {"WAGTAIL_DATABASE": json.dumps(database), "DJANGO_SETTINGS_MODULE": "settings"}
    filling = [python, "fill.py", str(Path(folder, "articles.jsonl").resolve())]
    subprocess.run(filling, cwd=site, env=environment, check=True)
    return environment
