"""The English words by which saved pages are read; a language more is a list more."""


def _words(text):
    return frozenset(text.split())


# What people are who write for a paper.
ROLES = _words(
    """
    writer reporter editor correspondent journalist columnist contributor commentator producer
    photographer photojournalist blogger intern author
    """
)
# Small words inside names.
PARTICLES = _words(
    """
    van von der den de da di del della la le bin ibn al el oglu qizi
    """
)
# Capitalised words that show a heading or a company, not a person.
NOT_IN_NAMES = _words(
    """
    the this that us our your site news newspaper agency group company inc ltd llc ministry
    university center centre council committee party government organization organisation
    project article author program programme report reports read more and
    """
)
# How the first part of a breadcrumb is called.
HOME = _words(
    """
    home homepage main start front-page frontpage index
    """
)
# Words of office and address before a name.
TITLES = _words(
    """
    president minister premier chancellor king queen prince princess emir sultan pope bishop
    archbishop patriarch governor mayor senator deputy ambassador consul secretary secretary-
    general general colonel major captain lieutenant sergeant admiral marshal judge justice
    prosecutor director director-general chair chairman chairwoman chairperson speaker head
    chief leader commissioner representative envoy spokesman spokeswoman spokesperson official
    analyst expert professor dr doctor prof mr mrs ms miss sir lord lady dame coach ceo
    founder owner editor editor-in-chief economist lawyer academician mp vice-president vice-
    premier
    """
)
# Words that stand capitalised beside a name and are no part of it.
CALENDAR_AND_PRONOUNS = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december he she they it we
    """
)
# Small words inside a title ("Minister of the Interior").
SMALL = _words(
    """
    of the for and to in on de van von bin al
    """
)
# Whole lines, whatever their case, wherever they stand.
BUTTONS = frozenset(
    line.strip()
    for lines in """
    advertisement|advertisements|advertising|ad|ads|sponsored|sponsored content|promoted
    share|share this|share this article|share this story|share article|share on|tweet|print
    print this page|email|email this|copy link|link copied|save|save article|bookmark|listen
    listen to this article|comment|comments|leave a comment|post a comment|add a comment|reply
    facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|messenger|instagram|youtube
    read more|continue reading|show more|load more|see more|view all|more|next|previous|close
    subscribe|subscribe now|sign up|sign in|log in|login|register|newsletter|donate|menu|search
    skip to content|skip to main content|back to top|go back|home|loading|follow us|read aloud
    """.strip().splitlines()
    for line in lines.split("|")
)
