"""Editing an article on the desk, and what becomes of what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import editing
from articles.importers.base import Author
from articles.models import Article, Change, Picture
from tests.factories import (
    make_article,
    make_decided_claim,
    make_editor,
    make_picture,
    make_publisher,
    make_reviewer,
    picture_file,
    publish,
)
from tests.newsroom.admin_articles import page, sentences, state, url

pytestmark = pytest.mark.django_db


def typed(response, **told):
    """What a browser sends back from an edit page, with `told` typed into it."""
    form, byline = response.context["form"], response.context["byline"]
    fields = [*form, *(field for line in byline for field in line), *byline.management_form]
    sent = {field.html_name: field.value() for field in fields}
    published = sent.get("published_at")
    if published and not isinstance(published, str):
        sent["published_at"] = published.strftime("%Y-%m-%dT%H:%M:%S")
    sent["html"] = (sent["html"] or "").replace("\n", "\r\n")
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    return sent | told


def article_of(form):
    return Article.objects.get(pk=form.resolver_match.kwargs["pk"])


def opened(article, by, client=None):
    client = client or Client()
    client.force_login(by)
    return client.get(url("edit", article))


def save(client, form, *, follow=False, **told):
    """Send the form, as whoever opened it, with `told` typed into it."""
    client.force_login(form.wsgi_request.user)
    return client.post(url("edit", article_of(form)), typed(form, **told), follow=follow)


def edit(client, article, by, **told):
    return save(client, opened(article, by, client), follow=True, **told)


@pytest.fixture(scope="module")
def form(made_once):
    """As an editor opens it on a draft."""
    return opened(make_article(), make_editor())


@pytest.fixture
def article(form):
    return article_of(form)


@pytest.fixture(scope="module")
def published_form(made_once):
    """As a publisher opens it on what is published."""
    told = {"standfirst": "What it is about.", "dateline": "Town One", "language": "en"}
    return opened(publish(make_article(**told)), make_publisher())


@pytest.fixture
def published(published_form):
    return article_of(published_form)


@pytest.fixture(scope="module")
def checked_form(made_once):
    """As an editor opens it on a draft with a verdict in force."""
    return opened(make_decided_claim().article, make_editor())


def test_an_edit_makes_a_revision(client, form, article):
    response = save(client, form, follow=True, headline="Better", note="More exact.")

    article.refresh_from_db()
    assert (article.revision.number, article.headline) == (2, "Better")
    assert article.revision.note == "More exact."
    assert sentences(response) == ["Saved as revision 2."]


def test_the_form_sent_back_untouched_changes_nothing(client, published_form, published):
    before = state(published)

    response = save(client, published_form, follow=True)

    assert sentences(response) == ["Nothing was different: nothing was saved."]
    assert state(published) == before


def test_the_byline_is_edited_line_by_line(client):
    article = make_article(byline=(Author("Writer A", None, None), Author("Writer B", None, None)))

    told = {"byline-0-name": "", "byline-2-name": "Writer C", "byline-2-handle": "@c"}
    save(client, opened(article, make_editor()), **told)

    lines = article.byline_set.values_list("contributor__name", "contributor__handle")
    assert list(lines) == [("Writer B", ""), ("Writer C", "@c")]


@pytest.mark.parametrize(
    ("told", "field", "sentence"),
    [
        ({"headline": ""}, "headline", "Give the article a headline."),
        ({"headline": "x" * 301}, "headline", "Shorten the headline to 300 characters."),
        ({"html": ""}, "html", "The body has no words."),
        ({"language": "Azerbaijani!"}, "language", "Give the language as a tag"),
        ({"published_at": "yesterday"}, "published_at", "Enter a valid date/time."),
        ({"section": "x" * 201}, "section", "Ensure this value has at most 200 characters"),
        ({"based_on": "first"}, "based_on", "Enter a whole number."),
    ],
)
def test_a_field_that_cannot_be_used_says_so_and_the_rest_is_kept(
    client, form, article, told, field, sentence
):
    before = state(article)

    response = save(client, form, dateline="Typed with care", **told)

    assert response.status_code == 400
    assert response.context["form"].errors[field][0].startswith(sentence)
    assert 'value="Typed with care"' in page(response)
    assert state(article) == before


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ({"byline-1-role": "Editor"}, "Whose role or handle is it?"),
        (
            {"byline-1-name": "Writer A", "byline-1-handle": "@writer_a"},
            "Writer A stands in the byline twice.",
        ),
    ],
)
def test_a_line_of_the_byline_that_cannot_be_used_says_so(client, form, article, lines, sentence):
    before = state(article)

    response = save(client, form, **lines)

    assert response.status_code == 400
    assert response.context["byline"].forms[1].errors["name"][0].startswith(sentence)
    assert state(article) == before


def test_a_hostile_body_is_cleaned(client, form, article):
    save(client, form, html="<p onclick=x>Words</p><script>alert(1)</script>")

    article.refresh_from_db()
    assert article.revision.html == "<p>Words</p>"


@pytest.mark.parametrize("change", [Change.CORRECTION, Change.MINOR])
def test_a_published_article_is_changed_under_a_label(client, published_form, published, change):
    save(client, published_form, headline="Right", change=change, note="It was wrong.")

    published.refresh_from_db()
    assert (published.revision.change, published.revision.note) == (change, "It was wrong.")


@pytest.mark.parametrize(
    ("told", "field"), [({"note": "It was wrong."}, "change"), ({"change": "correction"}, "note")]
)
def test_a_published_article_is_not_changed_without_label_and_note(
    client, published_form, published, told, field
):
    before = state(published)

    response = save(client, published_form, headline="Right", **told)

    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert state(published) == before


@pytest.mark.parametrize(
    ("make_person", "is_published", "sentence"),
    [
        (make_reviewer, False, "Only editors may change articles."),
        (make_publisher, False, "Only editors may change articles."),
        (make_editor, True, "Only publishers may change a published article."),
    ],
)
def test_whoever_may_not_edit_is_told_before_typing(
    client, article, published, make_person, is_published, sentence
):
    response = opened(published if is_published else article, make_person(), client)

    assert (response.status_code, sentences(response)) == (403, [sentence])


def test_what_was_typed_is_kept_when_the_article_was_published_meanwhile(client, form, article):
    editing.take(article, "submit", by=make_editor())
    editing.take(article, "publish", by=make_publisher())
    before = state(article)

    response = save(client, form, headline="Typed with care")

    assert response.status_code == 403
    assert sentences(response) == ["Only publishers may change a published article."]
    assert 'value="Typed with care"' in page(response)
    assert state(article) == before


def test_a_withdrawn_article_is_restored_before_it_is_edited(client, published):
    article = editing.take(published, "withdraw", by=make_publisher(), note="It was wrong.")

    response = opened(article, make_publisher(), client)

    assert response.status_code == 409
    assert sentences(response)[0].startswith("This article is withdrawn.")


def test_a_page_of_a_revision_that_never_was_is_a_conflict_too(client, form):
    response = save(client, form, based_on="7", headline="My words")

    assert response.status_code == 409
    assert 'value="My words"' in page(response)


# What is taken out, and what is too much


def test_what_is_taken_out_of_the_body_is_told(client, form):
    response = save(
        client, form, follow=True, html="<p onclick=x>Words</p><script>alert(1)</script>"
    )

    assert sentences(response) == [
        "Taken out of the body, as it may not stand there: onclick of p; script, with what it "
        "holds.",
        "Saved as revision 2.",
    ]


def test_of_a_body_that_was_not_touched_nothing_is_told(client, form):
    response = save(client, form, follow=True, headline="Better")
    assert sentences(response) == ["Saved as revision 2."]


def test_a_body_of_five_megabytes_is_refused_and_what_was_typed_is_kept(client, form, article):
    before = state(article)

    response = save(client, form, html="<p>" + "x" * 5 * 2**20, dateline="Typed with care")

    assert response.status_code == 400
    assert response.context["form"].errors["html"][0].startswith("The body has 5,242,883 bytes")
    assert 'value="Typed with care"' in page(response)
    assert "x" * 5 * 2**20 in page(response)
    assert state(article) == before


# The lead picture

WORDS_FOR_IT = {"picture_alt": "A hall.", "picture_credit": "Agency A"}


def test_a_picture_is_uploaded_with_its_words(client, form, article):
    told = WORDS_FOR_IT | {"image_caption": "The hall."}

    save(client, form, picture_file=picture_file(), **told)

    article.refresh_from_db()
    assert (article.picture, article.picture_alt) == (Picture.objects.get(), "A hall.")
    assert (article.picture_credit, article.image_caption) == ("Agency A", "The hall.")


def test_the_words_of_a_picture_are_asked_for_and_its_file_is_not_asked_for_again(
    client, form, article
):
    refused = save(client, form, picture_file=picture_file())

    assert refused.status_code == 400
    assert refused.context["form"].errors == {
        "picture_alt": ["Say what the picture shows, for those who do not see it."]
    }
    assert f'src="{Picture.objects.get().get_absolute_url()}"' in page(refused)
    save(client, refused, **WORDS_FOR_IT)
    article.refresh_from_db()
    assert article.picture == Picture.objects.get()


def test_a_file_that_is_no_picture_is_refused_beside_its_field_and_the_rest_is_kept(
    client, form, article
):
    before = state(article)
    words = SimpleUploadedFile("picture.jpg", b"Words.", content_type="image/jpeg")

    response = save(client, form, picture_file=words, dateline="Typed with care")

    assert response.status_code == 400
    assert response.context["form"].errors["picture_file"][0].startswith("This is not a picture")
    assert 'value="Typed with care"' in page(response)
    assert state(article) == before


def test_a_picture_is_taken_off_with_its_words(client):
    article = make_article(picture=make_picture().sha256, **WORDS_FOR_IT)

    save(client, opened(article, make_editor()), picture_removed="on")

    article.refresh_from_db()
    assert (article.picture, article.picture_alt, article.picture_credit) == (None, "", "")
    assert article.revision.number == 2


def test_another_picture_takes_its_place(client):
    article = make_article(picture=make_picture().sha256, **WORDS_FOR_IT)

    save(client, opened(article, make_editor()), picture_file=picture_file(size=(20, 10)))

    article.refresh_from_db()
    assert (article.picture.width, article.revision.number) == (20, 2)


def test_whoever_may_not_edit_leaves_no_picture_behind(client, form, article):
    client.force_login(make_reviewer())

    response = client.post(url("edit", article), typed(form, picture_file=picture_file()))

    assert (response.status_code, Picture.objects.count()) == (403, 0)


def test_a_picture_chosen_survives_the_conflict(client, form, article):
    editing.revise(article, by=make_editor(), based_on=1, standfirst="Theirs.")

    shown = save(client, form, picture_file=picture_file(), **WORDS_FOR_IT)
    save(client, shown)

    article.refresh_from_db()
    assert (article.picture, article.standfirst) == (Picture.objects.get(), "Theirs.")


# The page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_one_as_for_many(
    client, django_assert_num_queries, count
):
    byline = tuple(Author(f"Writer {n}", None, None) for n in range(count))
    told = {"byline": byline, "picture": make_picture().sha256, "picture_alt": "A hall."}
    article, *_ = [make_article(section=f"Section {n}", **told) for n in range(count)]
    client.force_login(make_editor())

    with django_assert_num_queries(10):
        client.get(url("edit", article))


def test_a_forged_picture_is_refused_and_never_looked_for(client, form):
    with CaptureQueriesContext(connection) as queries:
        response = save(client, form, picture="a\0b")

    assert response.status_code == 400
    assert response.context["form"].errors["picture"] == ["Null characters are not allowed."]
    assert [one["sql"] for one in queries if '"articles_picture"."sha256" =' in one["sql"]] == []


def test_a_page_sent_after_somebody_else_logged_in_is_not_saved_in_their_name(
    client, form, article
):
    before = state(article)

    response = save(client, form, headline="Typed", draft_person="0")

    assert response.status_code == 409
    assert "this page was opened by somebody else" in sentences(response)[0]
    assert 'value="Typed"' in page(response)
    assert state(article) == before


def test_a_verdict_that_fell_with_an_edit_is_told_with_a_way_to_the_comparison(
    client, checked_form
):
    article = article_of(checked_form)

    response = save(client, checked_form, follow=True, html="<p>Other words.</p>")

    link = f'<a href="{url("compare", article)}?from=1&amp;to=2">Compare the words</a>'
    assert sentences(response) == [
        f"1 verdict fell: claim {article.claims.get().pk}. {link}",
        "Saved as revision 2.",
    ]


def test_an_edit_beside_the_verdicts_says_nothing_of_them(client, checked_form):
    response = save(client, checked_form, follow=True, headline="Another")

    assert sentences(response) == ["Saved as revision 2."]


def test_what_is_typed_runs_in_the_direction_of_its_script(form):
    typed_lines = {field.name: 'dir="auto"' in str(field) for field in form.context["form"]}
    expected = {"headline": True, "standfirst": True, "html": False, "note": True, "section": True}
    assert {name: typed_lines[name] for name in expected} == expected
