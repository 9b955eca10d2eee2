"""Comments on a claim: who may, whom they tell, what the record keeps; they block nothing."""

import json

import pytest
from django.contrib.auth.models import User

from articles import ledger, text
from articles.errors import Conflict, Invalid, NotAllowed
from articles.models import LedgerEntry
from claims import discussion, notices, workflow
from claims.models import Claim, Comment, Notice, Status
from tests import factories as make
from tests.claims.admin_pages import sentences, url

pytestmark = pytest.mark.django_db

SECRET = "Ask for the blue folder."


@pytest.fixture(scope="module")
def claim_key(made_once):
    return make.make_claim().pk


@pytest.fixture
def claim(claim_key):
    """A claim that nobody has taken up."""
    return Claim.objects.get(pk=claim_key)


@pytest.fixture(scope="module")
def decided_key(made_once):
    return make.make_decided_claim().pk


@pytest.fixture
def decided(decided_key):
    """A claim whose verdict is in force, in a draft."""
    return Claim.objects.get(pk=decided_key)


def say(claim, words="Look at the minutes.", by=None):
    return discussion.comment(claim, by=by or make.make_editor(), comment=words)


def mentioned():
    return list(Notice.objects.filter(kind="mentioned").values_list("person", flat=True))


# --- the door ----------------------------------------------------------------------------------


@pytest.mark.parametrize("make_person", [make.make_editor, make.make_reviewer, make.make_publisher])
def test_every_role_may_comment_resolve_and_reopen(claim, make_person):
    person = make_person(first_name="Person", last_name="One")
    comment = say(claim, by=person)
    discussion.resolve(comment, by=person)
    resolved = Comment.objects.get()
    discussion.reopen(comment, by=person)

    comment = Comment.objects.get()
    assert (comment.author_name, comment.text) == ("Person One", "Look at the minutes.")
    assert (resolved.resolved_by, resolved.resolved_by_name) == (person, "Person One")
    assert (comment.resolved_by, comment.resolved_by_name, comment.resolved_at) == (None, "", None)


@pytest.mark.parametrize("deed", [discussion.resolve, discussion.reopen])
def test_whoever_may_see_no_claims_does_nothing_to_a_comment(claim, deed):
    comment = say(claim)

    with pytest.raises(NotAllowed):
        deed(comment, by=make.make_user())
    with pytest.raises(NotAllowed):
        say(claim, by=make.make_user())

    assert Comment.objects.count() == 1


@pytest.mark.parametrize("words", ["", "  \n ", "\u202e"])
def test_a_comment_without_words_is_refused(claim, words):
    with pytest.raises(Invalid, match="Write what you want to say"):
        say(claim, words)


def test_a_comment_that_is_too_long_is_refused_with_a_sentence(claim):
    with pytest.raises(Invalid, match="Shorten the comment to 5,000 characters"):
        say(claim, "x" * 5001)


def test_what_turns_the_direction_of_writing_is_taken_out(claim):
    assert say(claim, "Call \u202e051\u202c now.").text == "Call 051 now."


def test_of_two_who_resolve_it_the_second_is_told(claim):
    comment = say(claim)
    discussion.resolve(comment, by=make.make_editor())

    with pytest.raises(Conflict, match="resolved already"):
        discussion.resolve(comment, by=make.make_editor())


def test_a_comment_that_is_open_is_not_reopened(claim):
    with pytest.raises(Conflict, match="open already"):
        discussion.reopen(say(claim), by=make.make_editor())


def test_the_record_keeps_the_deeds_and_not_the_words(claim):
    comment = say(claim, SECRET)
    discussion.resolve(comment, by=make.make_editor())
    discussion.reopen(comment, by=make.make_editor())

    entries = list(LedgerEntry.objects.filter(action__startswith="comment."))

    assert [entry.action for entry in entries] == [
        "comment.add", "comment.resolve", "comment.reopen",
    ]  # fmt: skip
    assert json.loads(entries[0].payload) == {
        "claim": comment.claim_id,
        "comment": comment.pk,
        "salted_sha256": text.sha256(Comment.objects.get().salt + SECRET),
    }
    assert list(ledger.verify()) == []


def test_the_same_words_have_another_digest_in_the_record_each_time(claim):
    say(claim, "Yes.")
    say(claim, "Yes.")

    told = LedgerEntry.objects.filter(action="comment.add").values_list("payload", flat=True)

    assert len({json.loads(payload)["salted_sha256"] for payload in told}) == 2


def test_the_comment_outlives_the_account(claim):
    author = make.make_editor(first_name="Person", last_name="One")
    say(claim, by=author)

    User.objects.filter(pk=author.pk).delete()

    assert Comment.objects.get().author_name == "Person One"


def test_a_comment_that_was_refused_leaves_nothing(claim):
    before = LedgerEntry.objects.count()

    with pytest.raises(Invalid):
        say(claim, "Ask @nobody about it.")

    assert (Comment.objects.count(), LedgerEntry.objects.count()) == (0, before)


# --- mentions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "@anna.b look",
        "See (@anna.b).",
        "Is it, @anna.b?",
        "@anna.b.",
        "@anna.b: @anna.b!",
        "«@anna.b»",
    ],
)
def test_whoever_is_mentioned_is_told_once(claim, words):
    anna = make.make_reviewer(username="anna.b")

    say(claim, words)

    assert mentioned() == [anna.pk]


def unread_mentions():
    return list(
        Notice.objects.filter(kind="mentioned", read_at=None).values_list("person", "by_name")
    )


def test_whoever_is_mentioned_again_is_told_again_and_has_the_newest_unread(claim):
    anna = make.make_reviewer(username="anna")
    say(claim, "@anna look")
    say(claim, "@anna look again", by=make.make_editor(first_name="Second", last_name="Editor"))

    assert (mentioned(), unread_mentions()) == ([anna.pk] * 2, [(anna.pk, "Second Editor")])


def test_each_notice_of_a_mention_leads_to_its_own_comment_the_unread_one_to_the_newest(
    client, claim
):
    anna = make.make_reviewer(username="anna")
    comments = [say(claim, words) for words in ("@anna look", "@anna look again")]
    told = [(f"comment-{one.pk}", one is comments[1]) for one in reversed(comments)]

    listed = [(one.place, one.read_at is None) for one in notices.of(anna)]

    assert listed == told
    for one in comments:
        assert f'<li id="comment-{one.pk}">' in page(client, claim, anna)


def test_of_a_mention_told_before_its_comment_was_kept_the_discussion_answers(claim):
    make.make_reviewer(username="anna")
    say(claim, "@anna look")
    Notice.objects.update(comment=None)

    assert Notice.objects.get().place == "discussion"


@pytest.mark.parametrize("deed", [discussion.resolve, None])
def test_whoever_answers_has_read_that_they_were_mentioned(claim, deed):
    anna, ben = make.make_reviewer(username="anna"), make.make_reviewer(username="ben")
    comment = say(claim, "@anna and @ben look")

    if deed:
        deed(comment, by=anna)
    else:
        say(claim, "I did.", by=anna)

    assert [person for person, _ in unread_mentions()] == [ben.pk]


def test_an_address_of_mail_mentions_nobody(claim):
    make.make_reviewer(username="example.org")

    say(claim, "Write to desk@example.org or a.b@example.org.")

    assert mentioned() == []


def test_whoever_mentions_themselves_is_not_told(claim):
    editor = make.make_editor(username="anna")

    say(claim, "As I, @anna, said.", by=editor)

    assert mentioned() == []


@pytest.mark.parametrize(
    "fields",
    [{"is_active": False}, {"is_staff": False}, {"username": "somebody"}],
)
def test_a_mention_of_whoever_cannot_read_claims_is_refused_by_name(claim, fields):
    make.make_reviewer(**({"username": "anna"} | fields))

    with pytest.raises(Invalid, match="Nobody who reads claims here has the account @anna"):
        say(claim, "@anna look")


def test_an_account_without_a_role_answers_as_one_that_does_not_exist(claim):
    make.make_user(username="anna")

    with pytest.raises(Invalid) as known:
        say(claim, "@anna look")
    with pytest.raises(Invalid) as unknown:
        say(claim, "@anne look")

    assert str(known.value).replace("@anna", "@anne") == str(unknown.value)


def test_a_crowd_is_not_mentioned_at_once(claim):
    with pytest.raises(Invalid, match="Mention at most 20 people"):
        say(claim, " ".join(f"@person{n}" for n in range(21)))


# --- they block nothing ------------------------------------------------------------------------


def test_comments_hold_up_no_step_from_the_tag_to_the_verdict_and_after():
    editor, reviewer, approver = make.make_editor(), make.make_reviewer(), make.make_reviewer()
    claim = make.make_claim(by=editor)

    def talked(claim):
        """What the page showed before somebody else commented on it."""
        say(claim, by=reviewer)
        say(claim, by=approver)
        return claim

    claim = workflow.take(talked(claim), "take_up", by=reviewer)
    make.make_evidence(talked(claim), reviewer)
    claim.refresh_from_db()
    said = {"verdict": "verified", "summary": "As the minutes say."}
    claim = workflow.take(talked(claim), "propose", by=reviewer, version=claim.version, **said)
    claim = workflow.take(talked(claim), "send_back", by=approver, note="Look again.")
    claim = workflow.take(talked(claim), "propose", by=reviewer, **said)
    claim = workflow.take(talked(claim), "approve", by=approver, version=claim.version)
    claim = workflow.take(talked(claim), "object", by=editor, note="It is old.")

    assert claim.status == Status.RECHECK
    assert Comment.objects.filter(resolved_at=None).count() == 14


def test_an_open_comment_keeps_no_article_from_going_out(decided):
    say(decided)

    assert make.publish(decided.article).status == "published"


@pytest.mark.parametrize("status", Status)
def test_a_claim_in_every_status_may_be_talked_of_and_stays_as_it_is(status):
    claim = make.make_claim_with_status(status)

    say(claim)

    after = Claim.objects.get(pk=claim.pk)
    assert (after.status, after.version) == (status, claim.version)


# --- the page ----------------------------------------------------------------------------------


def page(client, claim, person):
    client.force_login(person)
    return client.get(url("change", claim)).content.decode()


def test_it_is_said_resolved_and_reopened_on_the_page_of_the_claim(client, claim):
    editor = make.make_editor()
    client.force_login(editor)

    made = client.post(url("comment", claim), {"comment": "Look at the minutes."})
    comment = Comment.objects.get()
    one = url("turn_comment", claim, comment.pk)
    resolved = client.post(one, {"deed": "resolve"}, follow=True)
    reopened = client.post(one, {"deed": "reopen"}, follow=True)

    assert made.url == f"{url('change', claim)}#comment-{comment.pk}"
    assert sentences(resolved)[-1] == "The comment is resolved."
    assert 'class="badge">resolved</span> by' in resolved.content.decode()
    assert sentences(reopened)[-1] == "The comment is open again."


def test_markup_in_a_comment_arrives_escaped(client, claim):
    say(claim, "1 <b onclick=go()> & 2\n\nSecond.")

    found = page(client, claim, make.make_reviewer())

    assert (
        '<div dir="auto"><p>1 &lt;b onclick=go()&gt; &amp; 2</p>\n\n<p>Second.</p></div>' in found
    )


def test_a_refused_comment_is_shown_again_with_its_sentence(client, claim):
    client.force_login(make.make_editor())

    response = client.post(url("comment", claim), {"comment": "Ask @nobody."})

    found = response.content.decode()
    assert (response.status_code, "has the account @nobody. Correct" in found) == (400, True)
    assert "Ask @nobody.</textarea>" in found


def test_a_comment_is_added_whatever_was_written_on_the_claim_meanwhile(client, claim):
    client.force_login(make.make_editor())
    workflow.take(claim, "take_up", by=make.make_reviewer())

    client.post(url("comment", claim), {"comment": "Look.", "version": claim.version})

    assert Comment.objects.get().text == "Look."


def test_staff_without_a_role_neither_read_nor_write_comments(client, claim):
    comment = say(claim, SECRET)
    stranger = make.make_user()

    found = page(client, claim, stranger)
    said = client.post(url("comment", claim), {"comment": "Me too."})
    turned = client.post(url("turn_comment", claim, comment.pk), {"deed": "resolve"})

    assert (SECRET in found, said.status_code, turned.status_code) == (False, 403, 403)
    assert Comment.objects.filter(resolved_at=None).count() == 1


@pytest.mark.parametrize("person", [None, make.make_user, make.make_publisher])
def test_comments_are_in_no_page_of_the_readers_and_nowhere_in_the_api(client, decided, person):
    say(decided, SECRET)
    article = make.publish(decided.article)
    if person:
        client.force_login(person())

    found = [
        client.get(address).content.decode()
        for address in (
            "/",
            article.get_absolute_url(),
            f"/api/v1/claims/{decided.pk}/",
            f"/api/v1/articles/{article.slug}/",
            "/api/v1/claims/",
        )
    ]

    assert [SECRET in page for page in found] == [False] * 5


def test_a_comment_of_another_claim_is_not_turned_here(client, claim):
    comment, other = say(claim), make.make_claim()
    client.force_login(make.make_editor())

    response = client.post(url("turn_comment", other, comment.pk), {"deed": "resolve"})

    assert (response.status_code, Comment.objects.get().resolved_at) == (404, None)


@pytest.mark.parametrize("deed", ["", "remove"])
def test_a_deed_that_does_not_exist_is_refused(client, claim, deed):
    comment = say(claim)
    client.force_login(make.make_editor())

    response = client.post(url("turn_comment", comment.claim, comment.pk), {"deed": deed})

    assert (response.status_code, Comment.objects.get().resolved_at) == (404, None)


@pytest.mark.parametrize("name", ["comment", "turn_comment"])
def test_looking_at_the_address_changes_nothing(client, claim, name):
    comment = say(claim)
    client.force_login(make.make_editor())
    args = [comment.pk] if name == "turn_comment" else []

    response = client.get(url(name, comment.claim, *args))

    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.parametrize("count", [1, 3])
def test_comments_cost_one_query_however_many_there_are(
    client, claim, django_assert_num_queries, count
):
    for _ in range(count):
        discussion.resolve(say(claim), by=make.make_reviewer())
    client.force_login(make.make_editor())

    with django_assert_num_queries(9):
        found = client.get(url("change", claim)).content.decode()

    assert found.count('id="comment-') == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_comment_costs_the_same_for_one_mention_and_for_three(
    client, claim, django_assert_num_queries, count
):
    editor = make.make_editor()
    names = [make.make_reviewer().username for _ in range(count)]
    editor.has_perm(discussion.SEE)

    with django_assert_num_queries(12):
        say(claim, " ".join(f"@{name}" for name in names), by=editor)

    assert len(mentioned()) == count
