"""What people at the desk and readers do, by the names of what they press and see.

Each takes the page of whoever does it.
"""


def press(page, button, of=None):
    with page.expect_navigation():
        (of or page).get_by_role("button", name=button, exact=True).click()


def follow(page, link):
    with page.expect_navigation():
        page.get_by_role("link", name=link).first.click()


def open_article(page, headline):
    page.goto("/admin/articles/article/")
    follow(page, headline)


def give_headline(page, headline):
    follow(page, "Edit")
    page.fill("input[name=headline]", headline)
    press(page, "Save")


def tag(page, words, kind):
    page.fill("#tag-words", words)
    page.locator("#tag summary").click()
    page.select_option("#tag-kind", kind)
    press(page, "Tag")


def open_queue(page, queue):
    page.goto(f"/admin/claims/claim/queues/?queue={queue}")


def waiting(page, queue):
    """The words of the claims that wait in a queue."""
    open_queue(page, queue)
    return page.locator("a.queue-claim").all_inner_texts()


def open_claim(page, words, queue):
    open_queue(page, queue)
    follow(page, words)


def status(page):
    return page.locator(".claim-head .badge").first.inner_text()


def take_up(page, words, queue="mine"):
    open_claim(page, words, queue)
    press(page, "Take up")


def add_passage(page, excerpt, of, stance):
    page.select_option("#evidence-kind", "passage")
    page.fill("#evidence-title", "An article in our archive")
    page.fill("#evidence-excerpt", excerpt)
    page.fill("#evidence-passage_of", of)
    page.select_option("#evidence-stance", stance)
    page.select_option("#evidence-tier", "secondary")
    press(page, "Add evidence")


def upload(page, path, excerpt):
    page.select_option("#evidence-kind", "document")
    page.fill("#evidence-title", "What was said at the meeting")
    page.fill("#evidence-excerpt", excerpt)
    page.set_input_files("#evidence-file", path)
    page.select_option("#evidence-stance", "supports")
    page.select_option("#evidence-tier", "secondary")
    press(page, "Add evidence")


def propose(page, verdict, summary):
    page.select_option("#step-propose-verdict", verdict)
    page.fill("#step-propose-summary", summary)
    press(page, "Propose verdict")


def approve(page, words):
    open_claim(page, words, "approval")
    press(page, "Approve verdict")


def send_back(page, why):
    page.fill("#step-send_back-note", why)
    press(page, "Send back")


def told(page):
    """What the notices on the first page of the desk say, newest first."""
    page.goto("/admin/")
    return page.locator(".notice p:nth-of-type(2)").all_inner_texts()


def declare_same(page, other, why):
    follow(page, "Find the same fact elsewhere")
    page.fill("#same-q", other)
    press(page, "Search", of=page.locator("#content"))
    follow(page, "Compare with claim")
    page.fill("#declare-note", why)
    press(page, "Declare them the same")


def read(page, headline):
    page.goto("/")
    follow(page, headline)
    return marked(page)


def read_again(page):
    page.reload()
    return marked(page)


def marked(page):
    return page.locator("mark.claim").all_inner_texts()
