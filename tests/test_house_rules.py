"""The rules of the house, held on its own source. Each is shown to bite on a breach."""

import ast
import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent
APPS = ("newsroom", "claims", "articles")
DOORS = {
    "articles/editing.py",
    "articles/moving.py",
    "claims/workflow.py",
    "claims/tagging.py",
    "claims/following.py",
    "claims/adoption.py",
    "claims/link_rot.py",
}
TOP_LEVEL = {
    ".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "articles",
    "benchmarks", "claims", "docs", "manage.py", "newsroom", "pyproject.toml", "requirements.txt",
    "seeds", "templates", "tests",
}  # fmt: skip


def sources():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def templates():
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


# Imports


def broken_contracts(folder):
    """Return what the import linter says of the tree in `folder`; empty if all is well."""
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(folder)},
    )
    return "" if run.returncode == 0 else run.stdout


def test_imports_only_go_down():
    assert broken_contracts(ROOT) == ""


# Each is one breach, of another contract or another layer.
GOES_UP = [
    ("articles/people.py", "claims.models"),
    ("claims/models.py", "newsroom.roles"),
    ("articles/text.py", "django.utils.text"),
    ("claims/anchoring.py", "django.db"),
    ("articles/content.py", "bleach"),
    ("articles/models.py", "articles.editing"),
    ("claims/models.py", "claims.workflow"),
]


@pytest.fixture(scope="module")
def breaches(tmp_path_factory):
    """What the import linter says of a tree with every breach in it."""
    tree = tmp_path_factory.mktemp("tree")
    for app in APPS:
        shutil.copytree(ROOT / app, tree / app)
    shutil.copy(ROOT / "pyproject.toml", tree)
    for module, wanted in GOES_UP:
        with (tree / module).open("a") as source:
            source.write(f"\nimport {wanted}\n")
    return broken_contracts(tree)


@pytest.mark.parametrize(("module", "wanted"), GOES_UP)
def test_an_import_that_goes_up_is_caught(breaches, module, wanted):
    name = module.removesuffix(".py").replace("/", ".")
    # Of a package that is not ours, the linter names the first part alone.
    target = wanted if wanted.partition(".")[0] in APPS else wanted.partition(".")[0]
    assert f"{name} -> {target} (l." in breaches


# Doors


def status_writes(source):
    """Return the line numbers that write a status: by assignment, update, create or get_or_create.

    Reading by filter(), exclude() and the like is everybody's right.
    """
    return sorted(
        node.lineno for node in ast.walk(ast.parse(source)) if _assigns(node) or _saves(node)
    )


def _assigns(node):
    targets = node.targets if isinstance(node, ast.Assign) else []
    flat = [part for target in targets for part in getattr(target, "elts", [target])]
    return any(isinstance(part, ast.Attribute) and part.attr == "status" for part in flat)


WRITERS = {"update", "create", "get_or_create", "update_or_create", "compare_and_set"}


def _saves(node):
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    is_model = name in {"Claim", "Article"}
    return (name in WRITERS or is_model) and any(word.arg == "status" for word in node.keywords)


def test_only_a_door_writes_a_status():
    breaches = {
        f"{name}:{line}"
        for name, source in sources()
        if name not in DOORS and "article" in name + source
        for line in status_writes(source)
        if "self.status" not in source.splitlines()[line - 1]
    }
    assert breaches == set()


@pytest.mark.parametrize(
    "breach",
    [
        "claim.status = 'verified'",
        "claim.status, claim.note = 'verified', ''",
        "Claim.objects.filter(pk=1).update(status='verified')",
        "Claim.objects.create(status='verified')",
        "Article(status='published').save()",
    ],
)
def test_a_status_written_elsewhere_is_caught(breach):
    assert status_writes(breach) == [1]


def test_reading_by_status_is_not_a_breach():
    assert status_writes("Claim.objects.filter(status='verified')") == []


# Templates

INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.I
)


def test_no_template_has_inline_script_or_style():
    breaches = [name for name, source in templates() if INLINE.search(source)]
    assert breaches == []


@pytest.mark.parametrize(
    "breach",
    [
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_inline_script_or_style_is_caught(breach):
    assert INLINE.search(breach)


def test_a_script_of_ours_is_not_a_breach():
    assert not INLINE.search('<script src="/static/claims/desk.js" type="module"></script>')


# Commands, migrations, dependencies, top level


def our_commands():
    return sorted(name for name, app in get_commands().items() if app in APPS)


def test_every_command_has_help():
    without = [
        name
        for name in our_commands()
        if not load_command_class(get_commands()[name], name).help.strip()
    ]
    assert without == []


def test_the_commands_are_those_the_readme_names():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in our_commands() if name not in readme] == []


@pytest.mark.django_db
def test_no_migration_is_unwritten():
    out = io.StringIO()
    call_command("makemigrations", dry_run=True, stdout=out)
    assert out.getvalue().strip() == "No changes detected"


def test_every_dependency_says_what_it_is_for():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    bare, explained = [], False
    for line in lines:
        if line.strip().startswith("#"):
            explained = True
        elif re.match(r'\s+"[A-Za-z]', line) and ">=" in line:
            bare += [] if explained else [line.strip()]
        elif not line.strip() or line.startswith("]"):
            explained = False
    assert bare == []


def test_the_lock_pins_every_dependency_with_hashes_and_names_no_index():
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {re.match(r"[\w-]+", dependency)[0].lower() for dependency in wanted}
    pinned = {name.lower() for name in re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==", lock, re.M)}

    assert names - pinned == set()
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", lock)


def test_the_top_level_holds_only_what_it_should():
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines()]
    there = {
        path.name
        for path in ROOT.iterdir()
        if path.name != ".git" and not any(path.match(pattern) for pattern in ignored)
    }
    assert there - TOP_LEVEL == set()


def test_every_variable_of_the_settings_is_explained():
    settings = (ROOT / "newsroom" / "settings.py").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    variables = set(re.findall(r'(?:env\.\w+|required)\(\s*"([A-Z_]+)"', settings))
    assert {name for name in variables if f"`{name}`" not in page} == set()


def test_every_module_can_be_imported():
    """A module that nothing imports yet would otherwise break unseen."""
    names = [name.removesuffix(".py").replace("/", ".") for name, _ in sources()]
    assert all(import_module(name.removesuffix(".__init__")) for name in names)


# What a machine cannot run


def run_pytest(tmp_path, **environment):
    """Collect tests of the browser where there is no Chromium, in a worker."""
    tools = Path(sys.executable).parent
    return subprocess.run(
        [tools / "pytest", "-n", "1", "--collect-only", "-q", "tests/browser/test_reader.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"PATH": str(tmp_path), "REQUIRE_ALL": ""} | environment,
    )


def test_without_chromium_its_tests_are_left_out_by_name(tmp_path):
    said = run_pytest(tmp_path).stdout
    assert "Left out: browser tests. Chromium was not found. Install it" in said


def test_where_everything_is_required_no_chromium_is_an_error(tmp_path):
    run = run_pytest(tmp_path, REQUIRE_ALL="1")
    assert (run.returncode, "Chromium was not found" in run.stderr) == (4, True)
