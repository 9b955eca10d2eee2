"""How a page sets the words of an article: which way they run, and what its body needs. Pure."""

# Primary subtags of languages that are written from right to left, and the scripts that are, as
# the IANA registry of BCP 47 names them.
RIGHT_TO_LEFT = {
    "ar", "arc", "arz", "azb", "bal", "bgn", "ckb", "dv", "fa", "glk", "he", "khw", "ks", "lrc",
    "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi",
}  # fmt: skip
RIGHT_TO_LEFT_SCRIPTS = {
    "adlm", "arab", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa",
}  # fmt: skip
SCRIPT_LENGTH = 4

# A reader with a keyboard scrolls what can be focused.
SCROLLS = '<div class="scrolls" tabindex="0" role="group" aria-label="Table"><table>'


def direction(language):
    """Return "rtl", or "auto" where each line tells by its first letter: the value of `dir`.

    language  BCP 47 tag; "" if unknown.
    """
    primary, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == SCRIPT_LENGTH and part.isalpha()), None)
    is_rtl = script in RIGHT_TO_LEFT_SCRIPTS if script else primary in RIGHT_TO_LEFT
    return "rtl" if is_rtl else "auto"


def typeset(body):
    """Return a body as it stands in a page; its text is unchanged.

    body  canonical HTML, with marks or without: a table has no attributes in it, and a "<" of
          its words is escaped.

    A wide table scrolls in itself, and a picture is fetched when it comes near.
    """
    body = body.replace("<table>", SCROLLS).replace("</table>", "</table></div>")
    return body.replace("<img ", '<img loading="lazy" decoding="async" ')
