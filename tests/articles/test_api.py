"""Articles over REST: what is told, to whom, and the steps."""

from datetime import UTC, datetime

import pytest

from articles import editing
from articles.models import Article
from articles.scheduling import set_embargo
from claims import workflow
from tests.articles.api_calls import address, read, step
from tests.factories import (
    BODY,
    make_article,
    make_claim,
    make_claim_with_status,
    make_decided_claim,
    make_editor,
    make_overridden_article,
    make_published_article,
    make_publisher,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def keys(made_once):
    return {"published": make_published_article().pk, "draft": make_article().pk}


@pytest.fixture
def published(keys):
    """A published article with one verified claim."""
    return Article.objects.get(pk=keys["published"])


@pytest.fixture
def draft(keys):
    """A draft without a claim."""
    return Article.objects.get(pk=keys["draft"])


# Reading


def test_an_article_is_told_with_all_the_contract_names(client):
    told = {"headline": "Council meets", "language": "en", "standfirst": "Forty."}
    article = make_published_article(**told, tags=("Council", "Budget"))

    told = read(client, article)

    assert told == {
        "slug": "council-meets",
        "headline": "Council meets",
        "headline_is_provisional": False,
        "standfirst": "Forty.",
        "section": "Local",
        "publication": "Site One",
        "language": "en",
        "byline": [{"name": "Writer A", "role": "Reporter", "handle": "@writer_a"}],
        "tags": ["Budget", "Council"],
        "picture": None,
        "dateline": "",
        "published_at": told["published_at"],
        "first_published_at": told["published_at"],
        "updated_at": told["updated_at"],
        "status": "published",
        "scheduled_for": None,
        "embargoed_until": None,
        "override": None,
        "revision": 1,
        "body_html": article.revision.html,
        "body_text": article.revision.text,
        "verification": {
            "state": "verified",
            "claims": {
                "total": 1,
                "verified": 1,
                "refuted": 0,
                "unverifiable": 0,
                "undecided": 0,
            },
        },
        "ledger_head": {"sequence": article.head_sequence, "hash": article.head_hash},
        "url": "http://testserver/articles/council-meets/",
        "allowed_steps": [],
    }


def test_an_article_is_told_in_the_order_of_the_contract(client, published):
    assert list(read(client, published)) == [
        "slug", "headline", "headline_is_provisional", "standfirst", "section", "publication",
        "language", "byline", "tags", "picture", "dateline", "published_at", "first_published_at",
        "updated_at", "status", "scheduled_for", "embargoed_until", "override", "revision",
        "body_html", "body_text", "verification", "ledger_head", "url", "allowed_steps",
    ]  # fmt: skip


def test_what_is_unknown_of_an_article_is_null(client):
    article = make_article(section=None, publication=None, byline=())
    client.force_login(make_editor())

    told = read(client, article)

    assert [told[name] for name in ("section", "publication", "published_at", "url")] == [None] * 4
    assert told["byline"] == []


def test_staff_are_told_what_they_may_do_and_why_not(client, draft):
    article = draft
    client.force_login(make_editor())

    offers = {offer["name"]: offer for offer in read(client, article)["allowed_steps"]}

    assert offers["submit"] == {"name": "submit", "allowed": True, "reason": ""}
    assert offers["publish"] == {
        "name": "publish",
        "allowed": False,
        "reason": ("“Publish” is not possible while this is draft, and only publishers may do it."),
    }


@pytest.fixture(scope="module")
def withdrawn(made_once):
    article = make_published_article(headline="Zyx needle", html=BODY.replace("noon", "needle"))
    return editing.take(article, "withdraw", by=make_publisher(), note="The source was wrong.")


@pytest.mark.parametrize("rest", [(), ("revisions",), ("revisions", 1), ("annotations",)])
def test_a_withdrawn_article_is_gone_for_the_public_and_its_notice_is_told(client, withdrawn, rest):
    article = withdrawn

    response = client.get(address(article, *rest))

    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "This article was withdrawn.",
        "withdrawn_at": article.withdrawn_at.isoformat().replace("+00:00", "Z"),
        "withdrawal_notice": "The source was wrong.",
    }


def test_what_is_gone_may_come_back_and_no_copy_of_the_answer_is_kept(client, published):
    article = published
    editing.take(article, "withdraw", by=make_publisher(), note="The source was wrong.")

    response = client.get(address(article))

    assert (response.status_code, response.headers["Cache-Control"]) == (410, "no-store")


def test_an_article_that_is_reviewed_again_is_gone_without_its_old_notice(client, published):
    article, publisher = published, make_publisher()
    editing.take(article, "withdraw", by=publisher, note="The source was wrong.")
    editing.take(article, "restore", by=publisher, note="The source was right.")

    assert client.get(address(article)).json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "This article was published before, and is being reviewed again.",
    }


def test_who_may_see_withdrawn_articles_still_reads_it(client, published):
    article = published
    editing.take(article, "withdraw", by=make_publisher(), note="The source was wrong.")
    client.force_login(make_editor())

    assert read(client, article)["status"] == "withdrawn"


def test_an_article_that_readers_never_knew_is_not_found(client, draft):
    assert client.get(address(draft)).status_code == 404


def test_the_etag_names_slug_revision_and_state_of_the_claims(client):
    article = make_published_article(headline="Council meets")

    etag = client.get(address(article)).headers["ETag"]

    assert etag == f'"council-meets-1-{article.head_sequence}"'


def test_the_etag_of_a_slug_in_another_script_is_ascii_and_is_taken_back(client):
    client.force_login(make_editor())
    article = make_article(headline="Şura toplandı")

    etag = client.get(address(article)).headers["ETag"]

    assert (article.slug, etag) == ("şura-toplandı", '"%C5%9Fura-topland%C4%B1-1-1"')
    assert step(client, article, etag=etag, step="submit").status_code == 200


def test_the_etag_moves_with_every_write_to_a_claim(client, draft):
    article = draft
    claim = make_claim(article)
    client.force_login(make_editor())
    before = client.get(address(article)).headers["ETag"]

    workflow.take(claim, "take_up", by=make_reviewer())

    assert client.get(address(article)).headers["ETag"] != before


def test_a_reader_who_has_the_newest_is_told_only_that(client, published):
    article = published
    etag = client.get(address(article)).headers["ETag"]

    response = client.get(address(article), headers={"If-None-Match": f'"other", W/{etag}, {etag}'})

    assert (response.status_code, response.content) == (304, b"")


def test_staff_are_told_afresh_since_their_steps_depend_on_them(client, published):
    article = published
    etag = client.get(address(article)).headers["ETag"]
    client.force_login(make_editor())

    response = client.get(address(article), headers={"If-None-Match": etag})

    assert response.status_code == 200


# Steps


def test_a_step_is_taken_and_the_article_told(client, draft):
    article = draft
    client.force_login(make_editor())

    response = step(client, article, step="submit", note="Ready.", revision=1)

    assert (response.status_code, response.json()["status"]) == (200, "in_review")
    assert response.headers["ETag"] == client.get(address(article)).headers["ETag"]


def test_a_step_without_if_match_is_refused(client, draft):
    article = draft
    client.force_login(make_editor())

    response = client.post(
        address(article, "steps"), {"step": "submit"}, content_type="application/json"
    )

    assert (response.status_code, response.json()["title"]) == (428, "Precondition Required")
    assert Article.objects.get(pk=article.pk).status == "draft"


@pytest.mark.parametrize("etag", ['"other"', "W/{}", "", "nonsense"])
def test_a_step_on_something_else_than_was_read_is_refused(client, etag, draft):
    article = draft
    client.force_login(make_editor())
    current = client.get(address(article)).headers["ETag"]

    response = client.post(
        address(article, "steps"),
        {"step": "submit"},
        content_type="application/json",
        headers={"If-Match": etag.format(current)},
    )

    assert response.status_code == 412
    assert response.json()["detail"] == (
        "The article has changed since you read it. Read it again and repeat."
    )
    assert Article.objects.get(pk=article.pk).status == "draft"


def test_a_step_after_a_claim_has_moved_is_refused(client, draft):
    article = draft
    claim = make_claim(article)
    client.force_login(make_editor())
    etag = client.get(address(article)).headers["ETag"]
    workflow.take(claim, "take_up", by=make_reviewer())

    assert step(client, article, etag=etag, step="submit").status_code == 412


@pytest.mark.parametrize("etag", ["*", '"other", {}'])
def test_any_matching_etag_of_several_is_enough(client, etag, draft):
    article = draft
    client.force_login(make_editor())
    etag = etag.format(client.get(address(article)).headers["ETag"])

    assert step(client, article, etag=etag, step="submit").status_code == 200


def test_a_refused_publication_lists_every_blocker(client, draft):
    article = draft
    claim = make_claim(article)
    editing.take(article, "submit", by=make_editor())
    client.force_login(make_publisher())

    response = step(client, article, step="publish")

    assert response.json() == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "Not published: One thing is in the way.",
        "blockers": [
            {
                "claim": claim.pk,
                "status": "open",
                "detail": "It is open: no verdict has been approved yet.",
                "url": f"http://testserver/api/v1/claims/{claim.pk}/",
            }
        ],
    }
    assert Article.objects.get(pk=article.pk).status == "in_review"


def test_a_blocker_that_is_no_claim_has_no_number(client):
    article = make_article(headline=None)
    editing.take(article, "submit", by=make_editor())
    client.force_login(make_publisher())

    blockers = step(client, article, step="publish").json()["blockers"]

    assert [(one["claim"], one["status"]) for one in blockers] == [(None, None)]


def test_a_note_of_three_megabytes_is_refused_before_anything_else_is_judged(client, draft):
    article = draft
    client.force_login(make_reviewer())

    response = step(client, article, etag='"old"', step="restore", note="a" * 3_000_000)

    assert (response.status_code, response.json()["errors"]) == (
        400,
        [
            {
                "field": "note",
                "message": "Shorten the note to 5,000 characters.",
                "code": "max_length",
            }
        ],
    )


def test_a_body_larger_than_any_step_needs_is_refused_with_its_limit(client, draft):
    article = draft
    client.force_login(make_editor())

    response = step(client, article, step="submit", note="a" * 6_000_000)

    assert (response.status_code, response.json()["detail"]) == (
        413,
        "Send at most 6,000,000 bytes.",
    )


def test_a_step_of_another_role_is_refused(client, draft):
    article = draft
    client.force_login(make_reviewer())

    response = step(client, article, step="submit")

    assert (response.status_code, response.json()["detail"]) == (
        403,
        "Only editors may do this: submit for review.",
    )


def test_a_step_from_elsewhere_is_refused(client, published):
    article = published
    client.force_login(make_editor())

    assert step(client, article, step="submit").status_code == 409


def test_a_step_on_an_older_revision_is_refused(client, draft):
    article = draft
    client.force_login(make_editor())

    assert step(client, article, step="submit", revision=7).status_code == 409


def test_a_step_on_an_article_that_cannot_be_seen_finds_nothing(client, draft):
    article = draft
    client.force_login(make_user())

    assert step(client, article, step="submit").status_code == 404


def test_a_correction_changes_the_words_and_says_so(client, published):
    article = published
    client.force_login(make_publisher())

    response = step(
        client,
        article,
        step="correct",
        revision=1,
        note="The meeting ended at one.",
        body_html=BODY.replace("noon", "one"),
        standfirst="Corrected.",
    )

    told = response.json()
    assert (response.status_code, told["revision"], told["standfirst"]) == (200, 2, "Corrected.")
    assert told["body_text"].endswith("The meeting ended at one.")
    assert Article.objects.get(pk=article.pk).revision.change == "correction"


# Annotations


def test_the_public_claims_are_told_as_web_annotations(client, published):
    article = published
    claim = article.claims.get()

    response = client.get(address(article, "annotations"))

    here = f"http://testserver{address(article, 'annotations')}"
    told = response.json()
    assert response.headers["Content-Type"] == "application/ld+json"
    assert {name: told[name] for name in told if name != "first"} == {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": here,
        "type": "AnnotationCollection",
        "label": f"Claims in “{article.headline}”",
        "total": 1,
    }
    assert told["first"]["id"] == f"{here}?page_size=25"
    (annotation,) = told["first"]["items"]
    assert annotation["id"] == f"http://testserver/api/v1/claims/{claim.pk}/#annotation"
    assert annotation["body"] == [
        {"type": "TextualBody", "purpose": "tagging", "value": "verified"},
        {
            "type": "TextualBody",
            "purpose": "assessing",
            "format": "text/plain",
            "value": "As the minutes say.",
        },
    ]
    assert annotation["target"] == {
        "source": f"http://testserver{article.get_absolute_url()}",
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": claim.exact,
                "prefix": claim.prefix,
                "suffix": claim.suffix,
            },
            {"type": "TextPositionSelector", "start": claim.start, "end": claim.end},
        ],
    }


def test_positions_of_annotations_count_code_points(client):
    article = make_article(html=f"<p>👍👍 {BODY}</p>")
    claim = make_claim(article)
    client.force_login(make_editor())

    told = client.get(address(article, "annotations")).json()
    place = told["first"]["items"][0]["target"]["selector"][1]

    assert article.revision.text[place["start"] : place["end"]] == claim.exact


def test_annotations_are_paged(client, draft):
    article = draft
    for words in ("council", "1901", "noon"):
        make_claim(article, words)
    client.force_login(make_editor())

    first = client.get(address(article, "annotations"), {"page_size": 2}).json()
    second = client.get(first["next"]).json()

    assert [len(first["items"]), len(second["items"])] == [2, 1]
    assert (second["type"], "next" in second) == ("AnnotationPage", False)
    assert second["partOf"] == f"http://testserver{address(article, 'annotations')}"


@pytest.mark.parametrize("status", ["open", "awaiting_approval", "recheck", "dismissed"])
def test_the_annotation_of_an_undecided_claim_has_no_verdict(client, status):
    claim = make_claim_with_status(status)
    client.force_login(make_editor())

    told = client.get(address(claim.article, "annotations")).json()

    assert [body["value"] for body in told["first"]["items"][0]["body"]] == [status]


def test_the_claims_of_an_unpublished_article_are_not_annotated_for_the_public(client):
    claim = make_decided_claim()

    assert client.get(address(claim.article, "annotations")).status_code == 404


# Cost


@pytest.fixture(scope="module", params=[1, 3])
def with_corrections(made_once, request):
    """A published article with one claim and one revision, or with three of each."""
    article = make_published_article()
    for n, word in enumerate(["one", "two"][: request.param - 1], start=1):
        make_claim(article, ("council", "1901")[n - 1])
        told = {"note": "So.", "html": BODY.replace("noon", word)}
        editing.take(article, "correct", by=make_publisher(), revision=n, **told)
        article.refresh_from_db()
    return article


@pytest.mark.parametrize(
    ("rest", "public", "staff"),
    [
        ("", 4, 6),
        ("revisions/", 3, 4),
        ("revisions/1/", 3, 4),
        ("diff/?from=1&to=1", 4, 5),
        ("annotations/", 3, 5),
        ("ledger/", 0, 4),
    ],
)
def test_what_belongs_to_an_article_costs_the_same_for_any_number_of_it(
    client, django_assert_num_queries, with_corrections, rest, public, staff
):
    path = address(with_corrections) + rest

    with django_assert_num_queries(public):
        client.get(path)
    client.force_login(make_editor())
    with django_assert_num_queries(staff):
        assert client.get(path).status_code == 200


# Schedules, embargoes, overrides


def test_an_article_is_scheduled_for_a_time_with_its_offset(client, draft):
    article = draft
    editing.take(article, "submit", by=make_editor())
    client.force_login(make_publisher())

    response = step(client, article, step="schedule", at="2999-05-01T09:00:00+04:00")

    told = response.json()
    assert (response.status_code, told["status"], told["scheduled_for"]) == (
        200,
        "scheduled",
        "2999-05-01T05:00:00Z",
    )


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2999-05-01T09:00:00", "Give a time with its offset: 2030-01-31T12:00:00+01:00."),
        ("tomorrow", "Give a time with its offset: 2030-01-31T12:00:00+01:00."),
        (20300131, "Give a time with its offset: 2030-01-31T12:00:00+01:00."),
        ("0001-01-01T00:00:00+14:00", "Give a time with its offset: 2030-01-31T12:00:00+01:00."),
        ("1999-05-01T09:00:00Z", "This time is past. Give one that lies ahead."),
        (None, "This field may not be null."),
    ],
)
def test_a_time_that_cannot_be_used_is_refused_by_its_field(client, at, sentence, draft):
    article = draft
    editing.take(article, "submit", by=make_editor())
    client.force_login(make_publisher())

    response = step(client, article, step="schedule", at=at)

    assert [(one["field"], one["message"]) for one in response.json()["errors"]] == [
        ("at", sentence)
    ]
    assert Article.objects.get(pk=article.pk).status == "in_review"


@pytest.mark.parametrize(
    ("name", "value"), [("at", "2999-05-01T09:00:00Z"), ("shown_to_readers", True)]
)
def test_what_only_one_step_takes_is_refused_of_another(client, name, value, draft):
    article = draft
    client.force_login(make_editor())

    response = step(client, article, step="submit", **{name: value})

    assert [one["field"] for one in response.json()["errors"]] == [name]


def test_two_publishers_override_the_gate(client):
    article = make_claim().article
    editing.take(article, "submit", by=make_editor())
    reason = {"note": "The town needs to know today.", "shown_to_readers": True}
    client.force_login(make_publisher(username="asks"))
    asked = step(client, article, step="override", **reason)
    own = step(client, article, step="confirm_override")
    client.force_login(make_publisher(username="confirms"))
    told = step(client, article, step="confirm_override").json()

    assert (asked.status_code, own.status_code, told["status"]) == (200, 409, "published")
    assert told["override"] == {
        "reason": "The town needs to know today.",
        "shown_to_readers": True,
        "asked_by": "Asks Of The Desk",
        "asked_at": told["override"]["asked_at"],
        "confirmed_by": "Confirms Of The Desk",
        "confirmed_at": told["override"]["confirmed_at"],
    }


@pytest.mark.parametrize(("shown", "public"), [(True, True), (False, False)])
def test_the_public_is_told_of_an_override_if_so_chosen(client, shown, public):
    article = make_overridden_article(shown_to_readers=shown)
    editing.take(article, "confirm_override", by=make_publisher())

    assert (read(client, article)["override"] is not None) == public
    client.force_login(make_editor())
    assert read(client, article)["override"] is not None


def test_a_publisher_whose_name_is_an_address_stays_unnamed_for_the_public(client):
    asker = make_publisher(username="one@example.org", first_name="", last_name="")
    article = make_overridden_article(asker, shown_to_readers=True)
    editing.take(article, "confirm_override", by=make_publisher())

    assert read(client, article)["override"]["asked_by"] == "a member of the desk"
    client.force_login(make_editor())
    assert read(client, article)["override"]["asked_by"] == "one@example.org"


def test_staff_are_told_of_an_embargo(client, draft):
    article = draft
    until = datetime(2999, 5, 1, tzinfo=UTC)
    set_embargo(article, until, by=make_publisher(), note="The report is out then.")
    client.force_login(make_editor())

    assert read(client, article)["embargoed_until"] == "2999-05-01T00:00:00Z"
