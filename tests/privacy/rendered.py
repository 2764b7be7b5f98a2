"""What callers say of themselves, made up: who, where, which number, in many ways of saying it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tests.understanding.spoken import renderers as said

# Of every kind: frequent ones, and such as stand in no list.
NAMES = {
    "de": (
        *(
            "Petra Kühn",
            "Jörg Müller",
            "Fatma Yılmaz",
            "Hans-Peter Lindner",
            "Anna-Lena Groß",
            "Wolfgang Koch",
            "Milan Nowak",
        ),
        *(
            "Sabine Klein",
            "Tomke Brodersen",
            "Xaver Obermoser",
            "Ayodele Okonkwo",
            "Özgür Karagöz",
            "Svetlana Petrowa",
        ),
        *(
            "Leonie von der Heide",
            "Thi Mai Nguyen",
            "Ilse Schwarz",
            "Bożena Wróbel",
            "Dejan Stojković",
            "Uwe Lang",
            "Gesa Tjarks",
        ),
    ),
    "en": (
        *(
            "Emily Watson",
            "John Smith",
            "Priya Raghunathan",
            "Oliver O'Brien",
            "Siobhan Gallagher",
            "Mary-Jane Cook",
        ),
        *(
            "Thomas Baker",
            "Ngozi Adeyemi",
            "Will Turner",
            "Fatima Hussain",
            "Grace Young",
            "Kwame Boateng",
            "Hamish McTavish",
        ),
    ),
}
STREETS = {
    "de": (
        *(
            "Bahnhofstraße",
            "Gartenweg",
            "Lindenallee",
            "Hauptstraße",
            "Mühlenweg",
            "Kirchgasse",
            "Goethestraße",
            "Zum Bach",
        ),
        *(
            "Am Markt",
            "Berliner Straße",
            "An der Alten Mühle",
            "Schillerplatz",
            "Rotdornring",
            "Kurfürstendamm",
            "Steinkamp",
        ),
    ),
    "en": (
        "Baker Street",
        "Station Road",
        "Elm Grove",
        "Victoria Avenue",
        "Church Lane",
        "Oak Tree Close",
        "Kings Crescent",
    ),
}
TELLING = {
    "name": {
        "de": (
            *(
                "mein Name ist {}",
                "ich heiße {}",
                "guten Tag, {} mein Name",
                "{} am Apparat",
                "hier ist {}",
                "ja hier spricht {}",
            ),
            *(
                "ich bin {}",
                "hallo, hier ist Frau {}, ich warte auf mein Paket",
                "der Name ist {}, wie man es spricht",
            ),
            *(
                "das läuft auf den Namen {}",
                "bestellt hat meine Frau, {}",
                "Viele Grüße, {}",
                "mein Name ist {} und ich habe eine Frage",
            ),
            *("ich möchte zu Herrn {}", "der Nachname ist {}", "hallo {} hier, wo bleibt meine Lieferung"),
        ),
        "en": (
            *(
                "my name is {}",
                "hi this is {}",
                "{} speaking",
                "it's {} here",
                "I'm {} and I have a question",
                "the name is {}",
            ),
            *(
                "Mrs {} is my name",
                "the order is under the name {}",
                "my husband {} ordered it",
                "Kind regards, {}",
            ),
            *("good morning, my name's {}, I'm calling about a parcel", "you spoke to my wife {} yesterday"),
        ),
    },
    "street": {
        "de": (
            *(
                "ich wohne {} {}",
                "die Adresse ist {} {}",
                "{} {}",
                "liefern Sie bitte an {} {} in 01067 Dresden",
            ),
            *(
                "ich bin umgezogen, neue Adresse {} {}",
                "das Paket liegt bestimmt in der {} {}",
                "meine Anschrift lautet {} {}",
            ),
        ),
        "en": (
            "i live at {1} {0}",
            "my address is {1} {0}",
            "it should go to {1} {0} please",
            "{1} {0}",
            "we moved to {1} {0}",
        ),
    },
    "order_number": {
        "de": (
            "meine Bestellnummer ist {}",
            "es geht um {}",
            "{}",
            "ich habe bestellt unter {} und warte",
            "die {} bitte stornieren",
        ),
        "en": (
            "my order number is {}",
            "it is about {}",
            "{}",
            "i ordered under {} and am waiting",
            "please cancel {}",
        ),
    },
    "phone_number": {
        "de": ("meine Nummer ist {}", "rufen Sie mich unter {} an", "{}", "erreichbar bin ich unter der {}"),
        "en": ("my number is {}", "call me on {}", "{}", "you can reach me at {} after five"),
    },
    "email": {
        "de": ("meine E-Mail ist {}", "schicken Sie es an {}", "{}", "ich bin unter {} angemeldet"),
        "en": ("my email is {}", "send it to {}", "{}", "the account is under {}"),
    },
    "date_of_birth": {
        "de": ("ich bin am {} geboren", "geboren am {}", "mein Geburtsdatum ist der {}"),
        "en": ("i was born on {}", "my date of birth is {}", "born {}"),
    },
    "bank_account": {
        "de": ("meine IBAN ist {}", "{} ist mein Konto"),
        "en": ("my iban is {}", "refund it to {}"),
    },
    "card": {
        "de": ("meine Kartennummer ist {}", "ich zahle mit {}"),
        "en": ("my card number is {}", "charge {}"),
    },
    "postcode": {
        "de": ("ich wohne in {}", "die Postleitzahl ist {}"),
        "en": ("the postcode is {}", "i live in {}"),
    },
}
GENERIC = ("Straße", "Street", "Road", "Lane", "Avenue", "Grove", "Close", "Crescent", "Markt")
HOUSES = ("12", "3", "5 b", "127", "48", "21a")
DIALS = ("de", "en")
MAILS = (
    "{0} punkt {1} ät gmx punkt de",
    "{0}.{1}@web.de",
    "{0} unterstrich {1} at gmail punkt com",
    "{0}{1}@mail.example",
)
MAILS_EN = ("{0} dot {1} at gmail dot com", "{0}.{1}@mail.example", "{0} underscore {1} at outlook dot com")
SPEAKERS: tuple[Callable[[str, str], str], ...] = (
    *(said.one_by_one, said.with_zwo_and_oh, said.in_pairs, said.in_triples, said.doubled, said.as_digits),
    *(said.spaced_digits, said.digit_pairs, said.dotted_triples, said.with_fillers),
)
BIRTHS = {
    "de": (
        "12.3.1975",
        "3. Mai 1982",
        "ersten April neunzehnhundertsechzig",
        "24.12.58",
        "siebzehnten achten neunzehnhundertneunzig",
    ),
    "en": ("12 March 1975", "the third of May 1982", "1975-03-12", "April first nineteen sixty"),
}
ACCOUNTS = ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "AT61 1904 3002 3457 3201")
CARDS = ("4111 1111 1111 1111", "5500005555555559", "3782 822463 10005")


@dataclass(frozen=True)
class Example:
    """A sentence, and the pieces of it of which none may be left (`digits`: at most two of them in a row)."""

    kind: str
    language: str
    text: str
    telling: tuple[str, ...] = ()
    digits: str = ""

    def leaks(self, redacted: str) -> bool:
        """Whether anything personal is still there."""
        left = redacted.casefold()
        words = any(re.search(rf"(?<!\w){re.escape(one.casefold())}(?!\w)", left) for one in self.telling)
        return words or (bool(self.digits) and _run(left, self.language) >= 4)


def examples(size: int, seed: int = 1) -> Iterator[Example]:
    """So many of every kind and language, half of them as a recogniser writes (small letters)."""
    random = Random(seed)
    for kind, languages in TELLING.items():
        for language, sentences in languages.items():
            for at in range(size):
                example = MAKERS[kind](random, language, random.choice(sentences))
                plain = at % 2 and kind not in ("bank_account",)
                yield (
                    Example(kind, language, example.text.lower(), example.telling, example.digits)
                    if plain
                    else example
                )


def _name(random: Random, language: str, sentence: str) -> Example:
    name = random.choice(NAMES[language])
    if any(title in sentence for title in ("Frau", "Herrn", "Mrs", "Nachname")):
        name = name.partition(" ")[2]
    parts = [part for part in re.split(r"[ -]", name) if part[0].isupper()]
    return Example("name", language, sentence.format(name), tuple(parts))


def _street(random: Random, language: str, sentence: str) -> Example:
    street, house = random.choice(STREETS[language]), random.choice(HOUSES)
    if random.random() < 0.5 and house.isdigit():
        house = said.as_number(house, language)
    parts = tuple(
        part for part in street.split() if part[0].isupper() and len(part) > 3 and part not in GENERIC
    )
    return Example("street", language, sentence.format(street, house), parts or (street,))


def _order(random: Random, language: str, sentence: str) -> Example:
    digits = f"{random.randrange(100000, 999999)}"
    number = f"{random.choice(said.PREFIXES[language])} {random.choice(SPEAKERS)(digits, language)}"
    return Example("order_number", language, sentence.format(number), digits=digits)


def _phone(random: Random, language: str, sentence: str) -> Example:
    digits = random.choice(("0151", "0171", "030", "0664")) + f"{random.randrange(10**6, 10**8)}"
    speaker = random.choice(
        (said.one_by_one, said.with_zwo_and_oh, said.as_digits, said.digit_pairs, said.in_pairs)
    )
    return Example("phone_number", language, sentence.format(speaker(digits, language)), digits=digits)


def _email(random: Random, language: str, sentence: str) -> Example:
    first, last = random.choice(
        (("petra", "kuehn"), ("j", "mueller"), ("tomke", "brodersen"), ("emily", "watson"))
    )
    mail = random.choice(MAILS if language == "de" else MAILS_EN).format(first, last)
    return Example("email", language, sentence.format(mail), (last, f"{first}{last}"))


def _birth(random: Random, language: str, sentence: str) -> Example:
    born = random.choice(BIRTHS[language])
    return Example(
        "date_of_birth",
        language,
        sentence.format(born),
        tuple(part for part in born.split() if len(part) > 3),
    )


def _fixed(kind: str, values: tuple[str, ...]) -> Callable[[Random, str, str], Example]:
    def make(random: Random, language: str, sentence: str) -> Example:
        value = random.choice(values)
        return Example(kind, language, sentence.format(value), digits=value)

    return make


def _postcode(random: Random, language: str, sentence: str) -> Example:
    digits = f"{random.randrange(10000, 99999)}"
    speaker = random.choice((said.one_by_one, said.as_digits, said.in_pairs))
    return Example("postcode", language, sentence.format(speaker(digits, language)), digits=digits)


def _run(text: str, language: str) -> int:
    """The longest row of digits and number words."""
    units = "|".join({*said.UNITS[language], *said.TEENS[language], *said.TENS[language], "zwo", "oh"})
    pattern = rf"(?:(?:\d|\b(?:(?:{units})und)?(?:{units})\b)[\s.,-]*)+"
    runs = [found[0] for found in re.finditer(pattern, text)]
    return max((len(re.findall(rf"\d|\b(?:(?:{units})und)?(?:{units})\b", run)) for run in runs), default=0)


MAKERS: dict[str, Callable[[Random, str, str], Example]] = {
    "name": _name,
    "street": _street,
    "order_number": _order,
    "phone_number": _phone,
    "email": _email,
    "date_of_birth": _birth,
    "bank_account": _fixed("bank_account", ACCOUNTS),
    "card": _fixed("card", CARDS),
    "postcode": _postcode,
}
