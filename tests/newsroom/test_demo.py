"""The demo: what is in it, and that it is the same when it is asked for again."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import override_settings

from articles import ledger
from articles.models import Article
from claims.models import Claim, Evidence
from newsroom.roles import ROLES


def quickstart():
    out = io.StringIO()
    call_command("quickstart", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def demo(made_once):
    """The demo, made once outside debug mode; return what was said of it."""
    with override_settings(DEBUG=False):
        return quickstart()


def test_there_are_two_accounts_a_role(demo):
    assert {
        role: User.objects.filter(groups__name=role).count() for role in ROLES
    } == dict.fromkeys(ROLES, 2)


def test_outside_debug_mode_no_two_accounts_share_a_password(demo):
    passwords = [line.split("password ")[1] for line in demo.splitlines() if "password" in line]

    assert len(set(passwords)) == 7
    assert "newsroom-demo" not in demo
    assert not any(user.check_password("newsroom-demo") for user in User.objects.all())


def test_the_claims_are_left_in_different_states(demo):
    states = set(Claim.objects.values_list("status", flat=True))
    assert states == {
        "suggested",
        "open",
        "in_review",
        "awaiting_approval",
        "verified",
        "unverifiable",
        "recheck",
    }


def test_one_article_is_published_and_one_waits(demo):
    assert sorted(Article.objects.values_list("status", flat=True)) == ["draft", "published"]


def test_all_evidence_stands_in_the_two_articles(demo):
    evidence = Evidence.objects.select_related("passage_of")
    assert all(piece.excerpt in piece.passage_of.text for piece in evidence)
    assert evidence.count() == Evidence.objects.filter(kind="passage").count() > 10


def test_running_it_again_changes_nothing(demo):
    heads = list(Article.objects.values_list("pk", "head_hash"))
    quickstart()

    assert list(Article.objects.values_list("pk", "head_hash")) == heads
    assert (User.objects.count(), Claim.objects.count()) == (7, 19)


def test_the_record_of_the_demo_holds(demo):
    assert list(ledger.verify()) == []


@pytest.mark.django_db
def test_in_debug_mode_it_says_how_to_log_in(demo, settings):
    User.objects.update(username=Concat(Value("former-"), "username"))
    settings.DEBUG = True
    quickstart()
    assert User.objects.get(username="reviewer2").check_password("newsroom-demo")
