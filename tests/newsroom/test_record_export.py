"""The export of an article's record: whole, verifiable, and without what is confidential."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from articles import editing, ledger, record_verifier
from articles.models import Article, LedgerEntry
from articles.record_export import exported
from claims import gathering
from tests import factories as make

from .admin_articles import url

pytestmark = pytest.mark.django_db

SECRET = "Quillwort"


def make_confidential():
    """An article whose claim rests on confidential evidence, recorded as its entry 4."""
    article, reviewer = make.make_article(), make.make_reviewer()
    claim = make.make_claim_in_review(make.make_claim(article), reviewer)
    make.make_evidence(claim, reviewer, excerpt=SECRET, title=SECRET, is_confidential=True)
    entry = LedgerEntry.objects.get(payload__contains='"is_confidential":true')
    return Article.objects.get(pk=article.pk), entry


def told(article, *, with_confidential=False):
    return json.loads("".join(exported(article, with_confidential=with_confidential)))


def body(response):
    return b"".join(response.streaming_content).decode()


def download(client, article, user):
    client.force_login(user)
    return client.get(url("export", article))


def verified(tmp_path, text, capsys):
    """Return the exit code of the verifier and its sentences on an exported record."""
    path = tmp_path / "record.json"
    path.write_text(text)
    capsys.readouterr()
    return record_verifier.main([str(path)]), capsys.readouterr().out.splitlines()


# --- what it says -----------------------------------------------------------------------------


def test_a_record_is_exported_word_for_word():
    article = make.make_article(by=make.make_editor())
    ledger.append(article, "article.note", by=None, payload={"n": "ə"})

    record = told(article)

    entries = [
        {
            "sequence": one.sequence,
            "action": one.action,
            "actor_id": one.actor_id,
            "actor_name": one.actor_name,
            "created": one.created.isoformat(timespec="microseconds"),
            "payload": one.payload,
            "previous_hash": one.previous_hash,
            "hash": one.hash,
        }
        for one in article.ledger.all()
    ]
    assert record == {
        "format": "newsroom-record",
        "version": 1,
        "article": article.pk,
        "slug": article.slug,
        "head": {"hash": article.head_hash, "sequence": 2},
        "entries": entries,
    }


def test_what_is_entered_while_it_is_read_is_left_out(tmp_path, capsys):
    article = make.make_article()
    ledger.append(Article.objects.get(pk=article.pk), "article.note", by=None, payload={})

    text = "".join(exported(article, with_confidential=False))

    assert verified(tmp_path, text, capsys)[0] == 0
    assert len(json.loads(text)["entries"]) == 1


def test_a_published_article_with_checked_claims_can_be_verified(tmp_path, capsys):
    article = make.make_published_article()

    text = "".join(exported(article, with_confidential=False))

    assert verified(tmp_path, text, capsys)[0] == 0


def test_confidential_entries_are_withheld_and_the_chain_can_be_verified(tmp_path, capsys):
    article, entry = make_confidential()

    text = "".join(exported(article, with_confidential=False))

    payloads = [one["payload"] for one in json.loads(text)["entries"]]
    assert [n for n, payload in enumerate(payloads, start=1) if payload is None] == [entry.sequence]
    code, said = verified(tmp_path, text, capsys)
    assert (code, said[1]) == (
        0,
        f"Withheld as confidential: entry {entry.sequence}. "
        "Its place in the chain holds; what it says cannot be checked with this file.",
    )


def test_the_hash_of_what_is_withheld_lets_no_guess_be_tried():
    _, entry = make_confidential()
    guess = json.loads(entry.payload)

    del guess["salt"]

    entry.payload = ledger.canonical(guess)
    assert ledger.digest(entry) != entry.hash


def test_why_confidential_evidence_was_retracted_is_withheld_with_it():
    article, _ = make_confidential()
    evidence = article.claims.get().evidence.get(is_confidential=True)
    reviewer = make.make_reviewer()
    gathering.retract_evidence(evidence, by=reviewer, note=SECRET)
    article.refresh_from_db()

    assert [told(article)["entries"][-1][name] for name in ("action", "payload")] == [
        "evidence.retract",
        None,
    ]


def test_each_confidential_entry_has_a_salt_of_its_own():
    claim, reviewer = make.make_claim_in_review(), make.make_reviewer()
    for _ in range(2):
        make.make_evidence(claim, reviewer, is_confidential=True)

    entries = LedgerEntry.objects.filter(payload__contains='"is_confidential":true')
    salts = {json.loads(entry.payload)["salt"] for entry in entries}
    assert [len(salt) for salt in salts] == [32, 32]


# --- the page ---------------------------------------------------------------------------------


def test_the_record_page_leads_to_the_export(client):
    article = make.make_article()
    client.force_login(make.make_editor())

    assert f'href="{url("export", article)}"' in client.get(url("record", article)).content.decode()


def test_it_is_downloaded_as_a_file_that_nobody_caches(client):
    article = make.make_article()

    response = download(client, article, make.make_editor())

    assert (response.status_code, json.loads(body(response))) == (200, told(article))
    assert {
        name: response[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")
    } == {
        "Content-Type": "application/json",
        "Content-Disposition": f'attachment; filename="record-{article.slug}.json"',
        "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    }


@pytest.mark.parametrize("make_user", [make.make_reviewer, make.make_publisher])
def test_whoever_may_read_confidential_evidence_gets_its_entry(client, make_user):
    article, entry = make_confidential()

    record = json.loads(body(download(client, article, make_user())))

    assert record["entries"][entry.sequence - 1]["payload"] == entry.payload


def test_whoever_may_not_read_confidential_evidence_gets_nothing_of_its_entry(client):
    article, entry = make_confidential()
    digest = json.loads(entry.payload)["excerpt_sha256"]

    text = body(download(client, article, make.make_editor()))

    assert json.loads(text)["entries"][entry.sequence - 1]["payload"] is None
    assert (digest in text, digest in entry.payload) == (False, True)


def test_whoever_may_not_read_the_record_gets_none(client):
    article = make.make_article(headline=SECRET)
    user = make.make_user()
    names = ("view_article", "change_article")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))

    response = download(client, article, user)

    assert (response.status_code, SECRET in response.content.decode()) == (403, False)


def test_staff_without_a_role_get_none(client):
    article = make.make_article(headline=SECRET)

    response = download(client, article, make.make_user())

    assert (response.status_code, SECRET in response.content.decode()) == (403, False)


def test_the_public_is_led_to_the_login(client):
    response = client.get(url("export", make.make_article()))

    assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")


def test_an_article_that_is_not_there_has_no_record(client):
    client.force_login(make.make_editor())

    assert client.get("/admin/articles/article/4711/record.json").status_code == 404


@pytest.mark.parametrize("entries", [1, 3])
def test_a_download_takes_as_many_queries_for_one_entry_as_for_three(
    client, entries, django_assert_num_queries
):
    article = make.make_article()
    for n in range(entries - 1):
        ledger.append(article, "article.note", by=None, payload={"n": n})
    client.force_login(make.make_editor())

    with django_assert_num_queries(5):
        body(client.get(url("export", article)))


# --- the command ------------------------------------------------------------------------------


def test_the_command_prints_the_record(capsys):
    article = make.make_article()

    call_command("export_record", article.slug)

    assert json.loads(capsys.readouterr().out) == told(article)


@pytest.mark.parametrize("options", [[], ["--with-confidential"]])
def test_the_command_tells_what_is_confidential_only_where_it_is_asked_to(capsys, options):
    article, _ = make_confidential()

    call_command("export_record", article.slug, *options)

    assert json.loads(capsys.readouterr().out) == told(article, with_confidential=bool(options))


def test_the_command_says_what_to_do_about_an_unknown_article():
    with pytest.raises(CommandError) as refused:
        call_command("export_record", "none")

    assert str(refused.value) == (
        "No article has the slug “none”. It is the last part of its address."
    )


def test_a_record_is_exported_of_an_article_that_was_revised(tmp_path, capsys):
    article = make.make_article()
    editing.revise(article, by=make.make_editor(), based_on=1, html="<p>Other words.</p>")
    article.refresh_from_db()

    text = "".join(exported(article, with_confidential=False))

    assert verified(tmp_path, text, capsys)[0] == 0
