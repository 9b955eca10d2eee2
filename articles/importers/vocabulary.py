"""The words by which saved pages are read; a language more is a list more.

English throughout; of Azerbaijani and Russian the names of the months and the home page.
"""


def _words(text):
    return frozenset(text.split())


def _lines(text):
    return frozenset(part.strip() for line in text.strip().splitlines() for part in line.split("|"))


# What people are who write for a paper.
ROLES = _words(
    """
    writer reporter editor correspondent journalist columnist contributor commentator producer
    photographer photojournalist blogger intern author
    """
)
# Words in the names of papers.
MASTHEADS = _words(
    """
    gazette times herald news post tribune journal daily chronicle observer press mail telegraph
    agency tv media guardian star today online weekly review standard courier examiner bulletin
    """
)
# What menus, and labels over a headline, call the parts of a paper.
SECTIONS = _lines(
    """
    news|world|world news|local|local news|national|international|politics|business|economy
    finance|markets|money|opinion|opinions|comment|analysis|editorial|columnists|letters|culture
    arts|arts & culture|books|film|music|tv|entertainment|lifestyle|life|style|food|travel|health
    science|technology|tech|environment|climate|energy|education|sport|sports|football|society
    region|regions|europe|asia|africa|americas|middle east|us|uk|u.s.|video|videos|photos
    pictures|podcasts|audio|features|featured|interview|interviews|explainer|fact check|obituaries
    crime|law|defence|defense|diplomacy|nation|metro|city|investigations|long reads|in depth
    siyasət|iqtisadiyyat|dünya|cəmiyyət|mədəniyyət|idman|hadisə|region xəbərləri
    политика|экономика|мир|общество|культура|спорт|происшествия|новости|главные новости
    """
)
# What signs where no person does: the last word of a desk's name, and whole signatures.
DESKS = _words("desk newsroom bureau staff")
NAMELESS = _lines(
    """
    staff reporter|staff writer|staff correspondent|our correspondent|our reporter
    special correspondent|from our correspondent|editorial board|the editorial board|newsroom
    news desk|web desk|staff
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
HOME = _lines(
    """
    home|homepage|home page|main|start|front-page|front page|frontpage|index
    ana səhifə|əsas səhifə|главная|главная страница
    """
)
# Month names and their usual abbreviations, in small letters: {name: number}.
MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "jan feb mar apr may june july aug sept oct nov dec",
        "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
    for number, name in enumerate(names.split(), start=1)
}
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
# With them begins a title or an institution, not a person.
ARTICLES = frozenset({"The", "A", "An", "This", "That", "These", "Our", "His", "Her", "Their"})
# Words that make the name behind them somebody else's, or a place.
RELATING = _words(
    """
    of for to by with from at in on near into over under about after before as like than who
    whom whose which that where when while because if but against between via per
    """
)
# Small words inside a title ("Minister of the Interior").
SMALL = _words(
    """
    of the for and to in on de van von bin al
    """
)
# Whole lines, whatever their case, wherever they stand.
BUTTONS = _lines(
    """
    advertisement|advertisements|advertising|ad|ads|sponsored|sponsored content|promoted
    share|share this|share this article|share this story|share article|share on|tweet|print
    print this page|email|email this|copy link|link copied|save|save article|bookmark|listen
    listen to this article|comment|comments|leave a comment|post a comment|add a comment|reply
    facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|messenger|instagram|youtube
    read more|continue reading|show more|load more|see more|view all|more|next|previous|close
    subscribe|subscribe now|sign up|sign in|log in|login|register|newsletter|donate|menu|search
    accept all|accept|accept cookies|accept all cookies|reject all|reject|decline|i agree|got it
    manage preferences|manage settings|cookie settings|manage options|allow all|ok|dismiss
    most read|latest news|live|watch live|breaking news|gallery|view gallery|play video|watch
    threads|bluesky|mastodon|tiktok|flipboard|pocket|viber|vk|gmail|e-mail|copy|link|more options
    my account|account|subscriptions|e-paper|epaper|shop|games|crossword|weather|games|puzzles
    published|posted|updated|last updated|leave a reply|tags|contact|about|archive
    skip to content|skip to main content|back to top|go back|home|loading|follow us|read aloud
    """
)
