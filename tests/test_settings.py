"""Nothing unsafe is a default: what production refuses to guess."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNSET = (
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "PRODUCTION",
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # the browser tests set it, for themselves
)


def check(*arguments, **environment):
    """Run `manage.py check` under this environment; return (exit code, what it said)."""
    clean = {name: value for name, value in os.environ.items() if name not in UNSET}
    run = subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
    )
    return run.returncode, run.stdout + run.stderr


def test_production_without_a_secret_key_refuses_to_start():
    code, said = check(PRODUCTION="1", ALLOWED_HOSTS="news.example")
    assert (code != 0, "SECRET_KEY is not. Set it to" in said) == (True, True)


def test_production_without_allowed_hosts_refuses_to_start():
    code, said = check(PRODUCTION="1", SECRET_KEY="k" * 60)
    assert (code != 0, "ALLOWED_HOSTS is not. List the names" in said) == (True, True)


def test_production_passes_the_deployment_check_without_a_warning():
    code, said = check(
        "--deploy",
        "--fail-level",
        "WARNING",
        PRODUCTION="1",
        SECRET_KEY="abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        ALLOWED_HOSTS="news.example",
    )
    assert (code, said.strip()) == (0, "System check identified no issues (0 silenced).")


def test_with_nothing_set_it_is_a_demo_for_this_machine_only():
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "import newsroom.settings as s; print(s.DEBUG, s.ALLOWED_HOSTS)",
        ],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in UNSET},
        capture_output=True,
        text=True,
    )
    assert run.stdout.strip() == "True ['localhost', '127.0.0.1', '[::1]']"
