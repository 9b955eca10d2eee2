"""What news sites leave around an article, recognised line by line, on good evidence only.

A line that might be the writer's stays in the body: showing a stray line is a blemish,
dropping a sentence is a loss.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from .base import Author
from .page_credits import BYLINE, credited_by_agency, read_byline
from .page_dates import read_date_line
from .vocabulary import BUTTONS, HOME

LONGEST_FURNITURE = 800  # code points; banners of consent are long


@dataclass(frozen=True)
class Found:
    """A line that is not body: its kind, for the notes, and what it says of the article."""

    kind: str
    section: str | None = None
    headline: str | None = None
    publication: str | None = None
    published_at: datetime | None = None
    byline: tuple[Author, ...] = ()
    image_caption: str | None = None
    standfirst: str | None = None
    handle: str | None = None
    reporters: tuple[Author, ...] = ()
    is_doubtful: bool = False


CRUMBS = (" / ", " > ", " » ", " › ", " → ", " :: ", " | ")

RULE = re.compile(r"^(?:[-–—_*=~•·#]\s?){3,}$")
COUNT = re.compile(r"\s*(?:[(:]\s*)?\d[\d,.]*[kKmM]?\s*\)?$")
# What announces other texts of the site: with words behind the colon, or over a list.
RELATED = re.compile(
    r"^(?:(?:also read|read also|həmçinin oxuyun|читайте также|read more|read next"
    r"|see also|related(?: (?:articles?|news|stories"
    r"|topics|content|posts|coverage))?|more (?:stories|news|on this(?: story| topic)?|like this)"
    r"|more (?:from|in)(?-i:(?: [^\W_a-z][\w.&’'-]*){1,4})|more (?:top )?stories from .{1,30}"
    r"|you (?:may|might) also (?:like|be interested in)|you may like"
    r"|what to read next|up next|recommended(?: for you| stories| reading)?|latest (?:news|stories)"
    r"|most (?:read|popular|viewed)|top stories|trending(?: now)?"
    r"|in case you missed it"
    r"|editor['’]?s['’]? (?:picks?|choice))\s*(?P<colon>:?))(?P<rest>.*)$",
    re.IGNORECASE,
)
# The site asks for an address or a click: no sentence of an article is written like that.
INVITATION = re.compile(
    r"^(?:(?:please )?(?:sign up|subscribe)\b.*\b(?:newsletters?|your inbox|our)\b.*"
    r"|get .*\b(?:in|to|into) your inbox\b.*|get our .*\b(?:newsletter|app|alerts|briefing)\b.*"
    r"|(?:join|follow) (?:us|our \w+(?: \w+)?) on .*|(?:download|install) (?:our|the) \w* ?app\b.*"
    r"|share (?:this )?(?:article|story|post|page|video)?(?: ?(?:on|via|with) [\w, &]{1,40})?"
    r"|(?:tap|click) to (?:enlarge|expand|share|copy|play|view)\b.{0,20}"
    r"|(?:you can )?unsubscribe (?:at )?any ?time.*|enter your e-?mail.*"
    r"|by (?:signing up|subscribing|clicking)\b.*\b(?:you agree|our terms|privacy policy)\b.*"
    r"|(?:this )?(?:article|story|advertisement)?[ :–-]*continue[sd]? (?:reading )?"
    r"(?:below|after|for|the story)\b.{0,40}"
    r"|support our (?:work|journalism|newsroom)\b.*|have (?:a|any) (?:news )?tips?\?.*"
    r"|.{0,20}\bleave (?:a|your) comments? below)[.!:]?$",
    re.IGNORECASE,
)
LONGEST_INVITATION = 30  # words
# Sentences of the site about itself; they count at the head and the foot of a page only.
APPEALS = re.compile(
    r"^(?:follow (?:us|@)|subscribe\b|sign up (?:for|to)\b|join (?:us|our)\b|share (?:this|on|via)"
    r"|like us on|find us on|download our|click here|support our|get (?:our|the) (?:app|newsletter)"
    r"|for more (?:news|stories),? (?:visit|follow)|tags?:|topics?:|keywords?:|categor(?:y|ies):"
    r"|filed under|views?:|hits:|page views|comments are closed|\d[\d,. ]* (?:views|comments|shares"
    r"|min(?:ute)?s? read)$|\d+ min(?:ute)?s? read|(?:this site|we) uses? cookies|cookie"
    r"|(?:we value )?your privacy"
    r"|(?:the )?(?:views|opinions) expressed (?:in|by|here)|our standards:"
    r"|privacy (?:policy|notice|settings)|terms (?:of|and)|contact us|about us|all rights reserved"
    r"|reproduction|reading time|read time|estimated reading)",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(
    r"^(?:copyright\b\s*)?(?:©|\(c\)|copyright\b)\s*(?:©\s*)?(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?\s*"
    r"(?:by )?(?P<name>.*?)[\s.,|]*(?:\d{4}(?:\s?[-–]\s?\d{4})?[\s.,|]*)?"
    r"(?:all rights reserved.*)?$",
    re.IGNORECASE,
)
# A banner of consent speaks of cookies and of choosing; the site says we, or you.
COOKIES = re.compile(r"\bcookies?\b", re.IGNORECASE)
CONSENT = re.compile(
    r"\b(?:consent|accept|reject|agree|manage|preferences|settings|partners|browsing|experience"
    r"|privacy|by (?:using|continuing))\b",
    re.IGNORECASE,
)
SITE_SPEAKS = re.compile(r"\b(?:we|us|our|you|your|this (?:web)?site)\b", re.IGNORECASE)
LONGEST_BANNER = 120  # words
CAPTION_LABEL = (
    r"(?:photo|image|picture|video)s? (?:caption|credit|source)s?|photograph|photos?|foto|фото"
    r"|images?|file (?:photo|picture|image)|pictures?|pictured|caption|illustration|infographic"
)
PHOTO = re.compile(
    rf"^[(\[]?(?:(?:{CAPTION_LABEL})(?:\s*[:/]|(?P<by> (?:by|courtesy of))\s*:?)"
    r"|(?-i:FILE)\s+[–—-])\s*(?P<rest>[^\s/].*?)[)\]]?$",
    re.IGNORECASE,
)
LONGEST_CAPTION = 60  # words
LONGEST_CREDIT = 12  # words
REPORTS = re.compile(
    r"(?:^|[,.] )(?P<name>[^\W\d_a-z][\w.-]*(?: [^\W\d_a-z][\w.-]*){0,2}),?"
    r" (?:reports|has reported)\b"
)
NO_PAPER = re.compile(
    r"ministry|committee|office|department|police|bank|government|president|it|he|she|they|service"
    r"|bureau|minister|council|company|court",
    re.IGNORECASE,
)


def crumbs_of(text):
    """Return the parts of a breadcrumb, without the home page, or None.

    `A / B` and `A | B` count only with a home page in front: prose and titles use them too.
    """
    for mark in CRUMBS:
        parts = [part.strip() for part in (text + " ").split(mark)]
        at_home = parts[0].lower() in HOME
        if len(parts) < 2 or not (at_home or mark in (" > ", " » ", " › ", " → ")):
            continue
        if all(len(part.split()) <= 4 for part in parts[:-1]):
            return [part for part in parts[at_home:] if part]
    return None


def read_notice(text):
    """Return the Found of a line that is furniture wherever it stands, or None."""
    if len(text) > LONGEST_FURNITURE:
        return None
    bare = COUNT.sub("", text.strip(" »›>→…:.")).casefold()
    if RULE.match(text):
        return Found("rule")
    if bare in BUTTONS and text[-1] not in ".!?":
        return Found("button of the page")
    related = RELATED.match(text)
    if related and related["colon"] and related["rest"] and len(text.split()) <= 30:
        return Found("link to another article")
    if INVITATION.match(text) and len(text.split()) <= LONGEST_INVITATION:
        return Found("invitation of the site")
    networks = text.casefold().removeprefix("share").split()
    if len(networks) > 1 and all(word in BUTTONS for word in networks):
        return Found("button of the page")
    return None


def heads_a_list_of_links(text):
    """Say whether `text` stands over other articles of the site ("Related", "Also read:")."""
    related = RELATED.match(text)
    return bool(related) and not related["rest"].strip(" :")


def read_appeal(text):
    """Return the Found of a line of the site about itself, or None."""
    if len(text) > LONGEST_FURNITURE:
        return None
    if (match := COPYRIGHT.match(text)) and len(text.split()) <= 20:
        name = match["name"].strip()
        return Found("copyright", publication=name if 0 < len(name.split()) <= 5 else None)
    if APPEALS.match(text) and len(text.split()) <= 30:
        return Found("appeal of the site")
    if _asks_for_consent(text):
        return Found("cookie banner")
    return None


def _asks_for_consent(text):
    signs = (COOKIES, CONSENT, SITE_SPEAKS)
    return len(text.split()) <= LONGEST_BANNER and all(sign.search(text) for sign in signs)


def read_photo(text):
    """Return the Found of a caption that calls itself one, or None."""
    match = PHOTO.match(text) if len(text) <= LONGEST_FURNITURE else None
    longest = LONGEST_CREDIT if match and match["by"] else LONGEST_CAPTION
    if not match or len(text.split()) > longest:
        return None
    words = match["rest"].split()
    # "Photo: Jane Doe" is a credit and needs its label; a description stands for itself.
    is_credit = match["by"] or len(words) < 3 or all(word[0].isupper() for word in words)
    return Found("caption", image_caption=text if is_credit else match["rest"])


def read_agency_credit(text):
    """Return the Found of "(Reporting by A; Editing by B)", or None."""
    reporters = credited_by_agency(text)
    return None if reporters is None else Found("credit of the agency", reporters=reporters)


def read_credit_line(text):
    """Return the Found of a line of dates and bylines, in any order, or None."""
    if len(text) > LONGEST_FURNITURE:
        return None
    if date := read_date_line(text):
        return _dated(date, ())
    for left, right in _cuts(text):
        date = read_date_line(left) or read_date_line(right)
        authors = read_byline(left) if BYLINE.match(left) or read_date_line(right) else ()
        authors = authors or (read_byline(right) if BYLINE.match(right) else ())
        if date and authors:
            return _dated(date, authors)
    authors = read_byline(text)
    return Found("byline", byline=authors) if authors else None


def _cuts(text):
    """Yield every way to cut a line in two at a separator, or before a "by"."""
    for match in re.finditer(r"\s*[|•·,]\s*|\s+[–—-]\s+|\s+(?=by )", text, re.IGNORECASE):
        yield text[: match.start()], text[match.end() :]


def _dated(date, authors):
    kind = f"date that {date.why}" if date.why else "date"
    return Found(kind, published_at=date.moment, byline=authors)


def reporting_publication(text):
    """Return the paper in "…, NAME reports", or None."""
    match = REPORTS.search(text)
    if match and not any(NO_PAPER.fullmatch(word) for word in match["name"].split()):
        return match["name"].strip(".")
    return None
