"""The tagging surface in Chromium, as a person uses it: mouse, keys, finger, dark and light."""

from pathlib import Path

import pytest

from articles import editing, ingest
from articles.models import Article
from claims.models import Claim, Status
from tests.factories import (
    BODY,
    WORDS,
    make_article,
    make_claim,
    make_decided_claim,
    make_editor,
    make_reviewer,
)

from .at_the_desk import drag, faults, open_surface, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEED = Path(__file__).resolve().parents[2] / "seeds" / "004_54155669578c2b3d.txt"
FIGURE = "Kazakhstan has been a home for over 150K Azerbaijanis who immigrated or were deported"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

# What a finger leaves when it has pulled the handles: a selection, and no mouse.
TOUCH = """([words]) => {
    const text = document.getElementById("surface-text");
    const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    document.dispatchEvent(new PointerEvent("pointerdown", {pointerType: "touch"}));
    while (nodes.nextNode()) {
        const start = nodes.currentNode.data.indexOf(words);
        if (start < 0) continue;
        const node = nodes.currentNode;
        document.getSelection().setBaseAndExtent(node, start, node, start + words.length);
        return;
    }
}"""

GO_OFFLINE = """() => {
    window.online = window.fetch;
    window.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
}"""


def form(page):
    page.wait_for_selector("#surface-form form")
    return page.locator("#surface-form")


def said(page, sentence):
    """Wait until the desk says it."""
    page.locator("#surface-said", has_text=sentence).wait_for()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def selection(page):
    return page.evaluate("document.getSelection().toString()")


def test_the_figure_of_the_seed_is_tagged_with_the_mouse(desk):
    editor = make_editor(username="editor")
    ingest_seed = list(ingest.ingest(SEED.name, SEED.read_bytes(), by=editor))
    article = Article.objects.get()
    assert len(ingest_seed) == 1

    with desk("editor") as page:
        open_surface(page, article)
        drag(page, FIGURE)
        fields = form(page)
        assert fields.locator("[name=statement]").input_value() == FIGURE
        assert fields.locator("[name=kind]").input_value() == "figure"
        page.fill("#tag-claimant", "Writer A")
        fields.get_by_role("button", name="Tag", exact=True).click()
        said(page, "Tagged as claim")

        claim = Claim.objects.get()
        assert (claim.exact, claim.claimant, claim.kind) == (FIGURE, "Writer A", "figure")
        assert page.locator("mark.claim").first.inner_text() == FIGURE
        assert page.locator(f"#row-{claim.pk} .row-words").inner_text().startswith("Kazakhstan")
        assert page.locator("#surface-form").is_hidden()


def test_words_are_tagged_with_the_keyboard_alone(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        tab_to(page, "#surface-text")
        press(page, "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight")
        press(page, "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
        assert selection(page) == "council has 40 members"
        assert page.locator("#surface-heard").inner_text() == "4 words: council has 40 members"
        press(page, "Enter")
        form(page)
        page.locator("[name=statement]:focus").wait_for()
        page.keyboard.type("The council ")
        tab_to(page, "#surface-form button[type=submit]")
        press(page, "Enter")
        said(page, "Tagged as claim")

        assert page.evaluate("document.activeElement.id") == "surface-text"
        assert Claim.objects.get().exact == "council has 40 members"


def test_words_are_tagged_with_a_finger(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor", **PHONE) as page:
        open_surface(page, article)
        page.evaluate(TOUCH, [WORDS])
        page.get_by_role("button", name="Tag these words").tap()
        fields = form(page)
        sheet = fields.bounding_box()
        assert (sheet["x"], sheet["width"], round(sheet["y"] + sheet["height"])) == (0, 390, 844)
        fields.get_by_role("button", name="Tag", exact=True).tap()
        said(page, "Tagged as claim")

        assert Claim.objects.get().exact == WORDS


def test_two_overlapping_claims_are_told_apart_and_each_leads_to_its_row(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        for words in ("council has 40 members", "40 members. It was founded"):
            drag(page, words)
            form(page).get_by_role("button", name="Tag", exact=True).click()
            said(page, words)
        first, second = Claim.objects.order_by("pk")

        both = page.locator(f'mark[data-claims="{first.pk} {second.pk}"]')
        assert both.inner_text() == "40 members"
        lines = "element => getComputedStyle(element).backgroundImage.split('gradient').length - 1"
        counts = [mark.evaluate(lines) for mark in page.locator("#surface-text mark").all()]
        assert counts == [1, 2, 1]
        for claim in (first, second):
            page.locator(f'a.claim-ref[href="#row-{claim.pk}"]').click()
            assert page.evaluate("document.activeElement.closest('.row').id") == f"row-{claim.pk}"
            assert page.locator(".row.is-current").get_attribute("id") == f"row-{claim.pk}"


def test_from_a_claim_to_its_words_and_back_with_keys(desk):
    article = make_article()
    first, second = make_claim(article, "town council"), make_claim(article, "ended at noon")
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        press(page, "n", "n")
        assert page.evaluate("document.activeElement.hash") == f"#row-{second.pk}"
        assert page.locator("mark.is-current").inner_text() == "ended at noon"
        assert (
            page.locator("#surface-heard").inner_text() == f"Claim {second.pk}, open: ended at noon"
        )
        press(page, "p", "o")
        page.wait_for_selector(f"#row-{first.pk} .row-details")
        assert page.evaluate("document.activeElement.closest('.row').id") == f"row-{first.pk}"
        press(page, "o")
        assert page.evaluate("document.activeElement.hash") == f"#row-{first.pk}"


def test_a_claim_is_widened_with_keys_and_put_back(desk):
    claim = make_claim(words="40 members")
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, claim.article)
        press(page, "n", "[", "[", "u")
        form(page).get_by_role("button", name="Use these words").focus()
        press(page, "Enter")
        said(page, f"Claim {claim.pk} now stands on “council has 40 members”.")
        claim.refresh_from_db()
        assert claim.exact == "council has 40 members"

        press(page, "z")
        said(page, f"Claim {claim.pk} now stands on “40 members”.")
        claim.refresh_from_db()
        assert claim.exact == "40 members"


def test_before_a_verdict_falls_the_form_warns(desk):
    claim = make_decided_claim(make_claim(words="40 members"))
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, claim.article)
        press(page, "n", "[", "u")
        assert "The verdict falls." in form(page).inner_text()
        press(page, "Escape", "Escape")

        claim.refresh_from_db()
        assert (claim.exact, claim.status) == ("40 members", Status.VERIFIED)


def test_a_lost_claim_is_put_onto_other_words_from_the_tray(desk):
    claim = make_claim()
    editing.revise(
        claim.article, by=make_editor(), based_on=1, html=BODY.replace(f"<p>{WORDS} ", "<p>")
    )
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, claim.article)
        page.get_by_role("button", name="Select other words").click()
        drag(page, "proud of our 40 members")
        form(page).get_by_role("button", name="Use these words").click()
        said(page, f"Claim {claim.pk} now stands on “proud of our 40 members”.")

        claim.refresh_from_db()
        assert (claim.exact, claim.anchor) == ("proud of our 40 members", "exact")
        assert "None: the words of every claim" in page.locator("#surface-tray").inner_text()


def test_a_row_of_the_tray_opens_where_it_stands(desk):
    article = make_claim().article
    editing.revise(article, by=make_editor(), based_on=1, html=BODY.replace("has 40", "has 50"))
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        page.locator("#surface-tray .row-more").click()
        page.wait_for_selector("#surface-tray .row-details")

        assert page.locator("#surface-rows .row-details").count() == 0
        assert page.locator("#surface-tray .row-details").is_visible()
        assert page.evaluate("document.querySelector('.surface-side').scrollTop") == 0


def test_an_ambiguous_claim_is_put_onto_one_of_the_places_that_are_offered(desk):
    claim = make_claim(make_article(html="<p>😀 It rained.</p>"), "It rained.")
    three = "<p>😀 It rained. It rained. It rained.</p>"
    editing.revise(claim.article, by=make_editor(), based_on=1, html=three)
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, claim.article)
        page.get_by_role("button", name="This place (2)").click()
        form(page).get_by_role("button", name="Use these words").click()
        said(page, f"Claim {claim.pk} now stands on")

        claim.refresh_from_db()
        assert (claim.start, claim.end) == (13, 23)


def test_a_claim_is_dismissed_and_undone_with_keys(desk):
    claim = make_claim()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, claim.article)
        press(page, "n", "d")
        page.locator("[name=note]:focus").wait_for()
        page.keyboard.type("An opinion: not to be checked.")
        tab_to(page, ".row-details [data-deed=dismiss] button")
        press(page, "Enter")
        said(page, f"Claim {claim.pk} is now dismissed.")
        assert page.locator("#surface-text mark").count() == 0

        press(page, "z")
        said(page, f"Claim {claim.pk} is now open.")
        assert page.locator("#surface-text mark").inner_text() == WORDS


def test_a_tag_is_undone(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        drag(page, WORDS)
        form(page).get_by_role("button", name="Tag", exact=True).click()
        page.get_by_role("button", name="Undo: tagging of claim").click()
        said(page, "is now dismissed.")

        assert Claim.objects.get().status == Status.DISMISSED
        assert page.locator("#surface-text mark").count() == 0


def test_a_selection_made_backwards_is_the_same(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        drag(page, "council has 40", backwards=True)

        assert form(page).locator("[name=statement]").input_value() == "council has 40"


def test_escape_closes_the_form_and_keeps_the_selection(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        page.focus("#surface-text")
        press(page, "ArrowDown", "Enter")
        form(page)
        page.locator("[name=statement]:focus").wait_for()
        press(page, "Escape")

        assert page.locator("#surface-form").is_hidden()
        assert selection(page) == "The town council met on Monday."
        assert page.evaluate("document.activeElement.id") == "surface-text"


def test_what_was_typed_is_kept_until_the_second_escape(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        drag(page, WORDS)
        form(page).locator("[name=statement]").fill("Typed with care.")
        press(page, "Escape")
        said(page, "What you typed is kept")
        press(page, "t")
        assert form(page).locator("[name=statement]").input_value() == "Typed with care."

        press(page, "Escape", "Escape")
        said(page, "What you typed was thrown away.")
        drag(page, WORDS)
        assert form(page).locator("[name=statement]").input_value() == WORDS


def test_what_was_typed_for_a_tag_is_not_put_into_the_next(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        drag(page, WORDS)
        form(page).locator("[name=statement]").fill("Typed with care.")
        form(page).get_by_role("button", name="Tag", exact=True).click()
        said(page, "Tagged as claim")

        drag(page, "ended at noon")
        assert form(page).locator("[name=statement]").input_value() == "ended at noon"


def test_a_mouse_that_cuts_words_selects_them_whole(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        drag(page, "uncil has 40 mem")

        words = "council has 40 members"
        assert form(page).locator("[name=statement]").input_value() == words


def test_part_of_a_word_is_selected_with_keys(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        page.focus("#surface-text")
        press(page, "ArrowRight", "ArrowRight", "Control+Shift+ArrowLeft", "Enter")

        assert form(page).locator("[name=statement]").input_value() == "tow"


def test_a_deed_is_undone_once(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        drag(page, WORDS)
        form(page).get_by_role("button", name="Tag", exact=True).click()
        said(page, "Tagged as claim")
        press(page, "z")
        said(page, "is now dismissed.")
        press(page, "z")
        said(page, "There is nothing to undo.")

        assert Claim.objects.get().status == Status.DISMISSED


def test_a_tag_leaves_the_other_paragraphs_and_rows_as_they_are(desk):
    claim = make_claim()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, claim.article)
        kept = page.evaluate_handle("[...document.querySelectorAll('#surface-text p, .row')]")
        drag(page, "ended at noon")
        form(page).get_by_role("button", name="Tag", exact=True).click()
        said(page, "Tagged as claim")

        gone = kept.evaluate("all => all.filter(one => !one.isConnected).map(one => one.innerText)")
        assert gone == ["The meeting ended at noon."]
        assert page.locator("#surface-rows .row").count() == 2


def test_the_filter_says_all_of_what_it_is_set_to(desk):
    claim = make_claim()
    make_editor(username="editor")

    with desk("editor", viewport={"width": 1280, "height": 800}) as page:
        open_surface(page, claim.article)

        wider = """select => {
            const whole = select.cloneNode(true);
            whole.id = "";
            Object.assign(whole.style, {width: "auto", maxWidth: "none", position: "absolute"});
            whole.replaceChildren(select.selectedOptions[0].cloneNode(true));
            select.after(whole);
            const need = whole.offsetWidth;
            whole.remove();
            return need - select.offsetWidth;
        }"""
        needs = [one.evaluate(wider) for one in page.locator("#surface-filter select").all()]
        assert [need > 0 for need in needs] == [False, False]


def test_letters_typed_in_a_field_are_letters(desk):
    claim = make_claim()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, claim.article)
        page.focus("#filter-words")
        page.keyboard.type("napzd?")

        assert page.input_value("#filter-words") == "napzd?"
        assert page.locator("#surface-keys").is_hidden()


def test_single_letters_can_be_switched_off_and_stay_so(desk):
    claim = make_claim()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, claim.article)
        press(page, "?")
        page.get_by_label("Single letters are keys").uncheck()
        open_surface(page, claim.article)
        press(page, "n")

        assert page.locator(".is-current").count() == 0


def test_the_panel_shows_what_the_filter_asks_for(desk):
    article = make_article()
    make_editor(username="editor")
    mine = make_claim(article, "town council", by=make_reviewer_editor(), kind="membership")
    make_claim(article, "founded in 1901", kind="date")
    decided = make_decided_claim(make_claim(article, "40 members."))

    with desk("both") as page:
        open_surface(page, article)

        def shown():
            visible = page.locator("#surface-rows .row:visible").all()
            return [int(row.get_attribute("data-claim")) for row in visible]

        page.get_by_label("Mine").check()
        assert shown() == [mine.pk]
        page.get_by_label("Mine").uncheck()
        page.select_option("#filter-status", "verified")
        assert shown() == [decided.pk]
        page.select_option("#filter-status", "")
        page.fill("#filter-words", "TOWN")
        assert shown() == [mine.pk]
        assert page.locator("#surface-count").inner_text() == "1 of 3 claims"


def make_reviewer_editor():
    """The person whose claims are "mine" in the test above."""
    return make_editor(username="both")


def test_a_refused_tag_keeps_what_was_typed_and_opens_at_the_field(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        drag(page, WORDS)
        fields = form(page)
        fields.locator("[name=statement]").fill("Typed with care.")
        page.evaluate("document.getElementById('tag-claimant').removeAttribute('maxlength')")
        fields.locator("[name=claimant]").fill("x" * 201)
        fields.get_by_role("button", name="Tag", exact=True).click()
        said(page, "Nothing was saved.")

        page.locator("[name=claimant]:focus").wait_for()
        assert page.input_value("#tag-statement") == "Typed with care."


def test_whoever_was_too_slow_sees_the_new_text_and_keeps_what_was_typed(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        drag(page, WORDS)
        fields = form(page)
        fields.locator("[name=statement]").fill("Typed with care.")
        editing.revise(article, by=make_editor(), based_on=1, html=f"<p>😀 New.</p>{BODY}")
        fields.get_by_role("button", name="Tag", exact=True).click()
        said(page, "The article has changed: revision 2 is the newest")
        drag(page, "council has 40")
        page.locator(".surface-words", has_text="“council has 40”").wait_for()
        assert page.input_value("#tag-statement") == "Typed with care."
        fields.get_by_role("button", name="Tag", exact=True).click()
        said(page, "Tagged as claim")

        claim = Claim.objects.get()
        assert (claim.exact, claim.statement) == ("council has 40", "Typed with care.")


def test_whoever_is_logged_out_or_offline_keeps_what_was_typed(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        drag(page, WORDS)
        fields = form(page)
        fields.locator("[name=statement]").fill("Typed with care.")
        cookies = page.context.cookies()
        page.context.clear_cookies()
        fields.get_by_role("button", name="Tag", exact=True).click()
        said(page, "You are logged out. What you typed is still here")
        page.context.add_cookies(cookies)
        page.evaluate(GO_OFFLINE)
        fields.get_by_role("button", name="Tag", exact=True).click()
        said(page, "The desk cannot be reached. What you typed is still here")
        page.evaluate("window.fetch = window.online")
        assert page.input_value("#tag-statement") == "Typed with care."
        fields.get_by_role("button", name="Tag", exact=True).click()
        said(page, "Tagged as claim")

        assert Claim.objects.get().statement == "Typed with care."


def test_whoever_logged_in_again_in_another_tab_goes_on(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        drag(page, WORDS)
        fields = form(page)
        page.context.clear_cookies()
        other = page.context.new_page()
        other.goto("/admin/login/")
        other.fill("#id_username", "editor")
        other.fill("#id_password", "secret")
        other.press("#id_password", "Enter")
        other.wait_for_url("**/admin/")
        fields.get_by_role("button", name="Tag", exact=True).click()
        said(page, "Tagged as claim")

        assert Claim.objects.get().exact == WORDS


def test_a_selection_that_reaches_beyond_the_text_is_told(desk):
    article = make_article(standfirst="What it is about.")
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        page.evaluate("""() => {
            const before = document.querySelector(".standfirst").firstChild;
            const inside = document.querySelector("#surface-text p").firstChild;
            const seen = new Promise(resolve => addEventListener("selectionchange", resolve, true));
            document.getSelection().setBaseAndExtent(before, 2, inside, 5);
            return seen.then(() => true);
        }""")
        press(page, "t")

        said(page, "The selection reaches beyond the article's text.")
        assert page.locator("#surface-form").is_hidden()


def test_nothing_selected_is_told(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        press(page, "t")

        said(page, "No words are selected.")
        assert page.locator("#surface-form").is_hidden()


def test_a_reviewer_suggests(desk):
    article = make_article()
    make_reviewer(username="reviewer")

    with desk("reviewer") as page:
        open_surface(page, article)
        drag(page, WORDS)
        form(page).get_by_role("button", name="Suggest", exact=True).click()
        said(page, "Suggested as claim")

        assert Claim.objects.get().status == Status.SUGGESTED


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(desk):
    article = make_article(html=f"{BODY}<p>It rained.</p><p>{'a-long-word-' * 30}</p>")
    for words in (WORDS, "40 members.", "has 40", "It rained."):
        make_claim(article, words)
    make_decided_claim(make_claim(article, "founded in 1901"), verdict="refuted")
    make_claim(article, "town council", by=make_reviewer(), suggested=True)
    changed = BODY.replace("at noon", "at one").replace("town council", "town board")
    changed = f"{changed}<p>It rained. It rained.</p><p>{'a-long-word-' * 30}</p>"
    editing.revise(article, by=make_editor(), based_on=1, html=changed)
    make_editor(username="editor")

    with desk("editor") as page:
        open_surface(page, article)
        page.locator(".row-more").last.click()
        page.wait_for_selector(".row-details")
        press(page, "?")
        page.focus("#surface-text")
        press(page, "ArrowDown", "Enter")
        form(page).locator("summary").click()

        assert faults(page) == []
