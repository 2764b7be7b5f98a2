"""Streets and house numbers in what somebody says, German and English. Pure."""

import re
from collections.abc import Iterator

from bot.privacy.spans import Span

STREET = "street"
_ONES = "eins|ein|eine|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun"
_TENS = "zwanzig|dreißig|dreissig|vierzig|fünfzig|fuenfzig|sechzig|siebzig|achtzig|neunzig"
_TEENS = "zehn|elf|zwölf|zwoelf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn"
_BELOW = rf"(?:(?:{_ONES})und(?:{_TENS})|{_TEENS}|{_TENS}|{_ONES})"
_SAID_DE = rf"(?:(?:(?:{_ONES})?hundert(?:und)?)?{_BELOW}|(?:{_ONES})?hundert)"
_EN = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
)
_HOUSE_DE = (
    rf"(?:\d{{1,4}}|{_SAID_DE})(?:\s?[a-h](?![\w]))?(?:\s?(?:bis|-|–|/)\s?(?:\d{{1,4}}|{_SAID_DE})\b)?"
)
_HOUSE_EN = rf"(?:\d{{1,4}}\s?[a-h]?|(?:flat\s\w+,?\s)?(?:(?:{_EN})(?:[\s-]|$)(?:and\s)?){{1,4}})"
_LETTERS = r"[^\W\d_]"
# Nothing but streets end like this.
_SURE = rf"{_LETTERS}{{3,}}(?:straße|strasse|strass|gasse|allee|chaussee|promenade)"
_NEAR = rf"{_LETTERS}{{2,}}(?:-{_LETTERS}+)*[\s-](?:straße|strasse|str\.|allee|gasse|promenade|chaussee)"
_SHORT = rf"{_LETTERS}{{2,}}str\."
_PERHAPS = (
    rf"{_LETTERS}{{2,}}(?:weg|platz|ring|damm|ufer|stieg|steig|pfad|hof|wall|markt|winkel|graben|kamp|twiete)"
)
_LEADING = (
    r"(?:am|an\sder|an\sden|an\sdem|auf\sder|auf\sdem|im|in\sder|in\sden|zum|zur|unter\sden|hinter\sder|"
    r"vor\sdem|beim)"
)
_NO_START = r"(?:ab|seit|vom|von|ich|ihr|wir|alle[sn]?|nicht|schon|noch|in\s\d)\b"
_DAYS = (
    r"(?:laden|\w*stand|\w*(?:tag|woche|monat|jahr|abend|morgen|mittag|nacht|uhr|stunden?)|januar|februar|märz|april|"
    r"mai|juni|juli|august|\w+ber)\b"
)
_LIVE = (
    r"(?:ich\s)?(?:wohn\w*|gezogen|umgezogen|adresse|anschrift|straße|strasse)"
    r"(?:\s(?:ich|jetzt|wir|ist|lautet|heißt|nun|neu))*[\s:,]+"
)
# Ordinary words that end like a street.
_NO_STREETS = re.compile(
    r"(?:einbahn|neben|seiten|haupt|auto|land|meine[rn]?|diese[rn]?|der|die|eine[rn]?|unsere[rn]?|ganze[rn]?|selbe[rn]?|"
    r"gleiche[rn]?|andere[rn]?|richtige[rn]?|falsche[rn]?|welche[rn]?|ihre[rn]?|deine[rn]?|keine[rn]?|neue[rn]?|alte[rn]?)"
    r"[\s-]?(?:straße|strasse|str\.|gasse|allee)",
    re.IGNORECASE,
)
_NO_PLACES = re.compile(
    r"(?:um|rück|heim|hin|her|vor|unter|aus|ab|einzel|arbeits|park|stell|lager|abstell|sitz|bau|super|verbraucher|fach|floh|"
    r"wochen|gar|geh|rad|fahr|zu|weg|haus|bahn|bauern|innen|hinter|gebraucht|durch|bürger|post|möbel|getränke|welt|aktien|schwarz)"
    r"(?:weg|platz|markt|hof|steig|winkel|ring)s?",
    re.IGNORECASE,
)
_ROAD = (
    "street|road|avenue|lane|drive|crescent|terrace|gardens|square|grove|mews|boulevard|close|court|way|place|"
    "row|hill"
)
_SURE_ROAD = "street|road|avenue|lane|crescent|mews|boulevard"
_NO_ROAD = (
    r"(?:the|a|my|our|your|this|that|same|other|wrong|right|main|high|across|down|whole|next|one|every|any|which|what|in|by|on|"
    r"of|to|no|new|old|per|market|correct|different)"
)
_FLAGS = re.IGNORECASE
PATTERNS = {
    "de": (
        re.compile(
            rf"\b{_LIVE}(?:{_LEADING}\s)?(?!{_NO_START})(?:{_LETTERS}+\.?[\s-]){{1,3}}(?!eine?\b){_HOUSE_DE}\b(?!\.)",
            _FLAGS,
        ),
        re.compile(
            rf"\b(?:{_SURE}|{_SHORT}|{_NEAR})(?!{_LETTERS})(?:,?\s(?:nummer\s|nr\.?\s?)?{_HOUSE_DE}\b)?",
            _FLAGS,
        ),
        re.compile(rf"\b{_PERHAPS},?\s(?:nummer\s|nr\.?\s?)?{_HOUSE_DE}\b", _FLAGS),
        re.compile(rf"\bstraße\sdes\s\S+(?:\s\w+)?\s{_HOUSE_DE}\b", _FLAGS),
        # "am alten markt drei", when nothing else is said or the place follows.
        re.compile(
            rf"(?:^|(?<=\san\s)|(?<=\sder\s)){_LEADING}\s(?!{_DAYS})(?:{_LETTERS}+\s){{1,2}}{_HOUSE_DE}\b(?=\W*$|,|\sin\s)",
            _FLAGS,
        ),
        # Written as a name, with a number: "Am Alten Markt 3".
        re.compile(
            rf"\b(?i:{_LEADING})\s(?:[A-ZÄÖÜ]{_LETTERS}+\s){{1,2}}\d{{1,4}}\s?[a-h]?\b(?!\s?(?:Uhr|%|€|\.))"
        ),
    ),
    "en": (
        re.compile(
            rf"\b{_HOUSE_EN}\s?,?\s?(?:{_LETTERS}+['’]?{_LETTERS}*\s){{1,2}}(?:{_ROAD}|st|rd|ave|ln)\b\.?",
            _FLAGS,
        ),
        re.compile(
            rf"\b(?!{_NO_ROAD}\b){_LETTERS}{{3,}}\s(?:{_SURE_ROAD})\b(?:\s(?:number\s)?{_HOUSE_EN})?", _FLAGS
        ),
        re.compile(
            rf"\b(?:i|we)\s(?:now\s)?live\s(?:at|on|in)\s{_HOUSE_EN}\s?(?:{_LETTERS}+\s?){{1,2}}", _FLAGS
        ),
        # German addresses are said in English too.
        re.compile(rf"\b(?:{_SURE}|{_SHORT})(?:,?\s(?:number\s)?{_HOUSE_EN})?", _FLAGS),
    ),
}
_LEAD = re.compile(rf"{_LIVE}(?:{_LEADING}\s)?", _FLAGS)


def streets(text: str, language: str) -> Iterator[Span]:
    """Each with its number, if it is said."""
    for pattern in PATTERNS[language]:
        for found in pattern.finditer(text):
            said = found[0]
            if _NO_STREETS.fullmatch(said) or _NO_PLACES.fullmatch(said.split()[0]):
                continue
            lead = _LEAD.match(said)
            start = found.start() + (lead.end() if lead else 0)
            end = found.start() + len(said.rstrip(" ,."))
            yield Span(min(start, end), end, STREET)
