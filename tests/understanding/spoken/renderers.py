"""How people say numbers: every renderer turns digits or dates into one spoken form."""

from collections.abc import Callable, Sequence
from datetime import date

from hypothesis import strategies as st


def _words(text: str) -> list[str]:
    return text.split()


UNITS = {
    "de": _words("null eins zwei drei vier fünf sechs sieben acht neun"),
    "en": _words("zero one two three four five six seven eight nine"),
}
TEENS = {
    "de": _words("zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"),
    "en": _words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"),
}
TENS = {
    "de": _words("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"),
    "en": _words("twenty thirty forty fifty sixty seventy eighty ninety"),
}
PREFIXES = {
    "de": [
        *(
            "W M",
            "WM",
            "wm",
            "W. M.",
            "we em",
            "Wilhelm Martha",
            "Wuppertal München",
            "W wie Wilhelm, M wie Mama",
        ),
        *(
            "Whiskey Mike",
            "W wie Willi M wie Marta",
            "weh em",
            "Wilhelm, Marie",
            "W M Strich",
            "wm-",
            "also W M äh",
        ),
    ],
    "en": [
        *("W M", "WM", "wm", "double u m", "Whiskey Mike", "W as in William M as in Mike", "double u em"),
        *("W for Whiskey, M for Mother", "W M dash", "uh W M", "W like water M like mother"),
    ],
}
Speaker = Callable[[str, str], str]


def below_hundred(number: int, language: str) -> str:
    if number < 10:
        return UNITS[language][number]
    if number < 20:
        return TEENS[language][number - 10]
    tens, unit = divmod(number, 10)
    tens_word = TENS[language][tens - 2]
    if not unit:
        return tens_word
    unit_word = "ein" if unit == 1 and language == "de" else UNITS[language][unit]
    return f"{unit_word}und{tens_word}" if language == "de" else f"{tens_word} {unit_word}"


def below_thousand(number: int, language: str) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return below_hundred(rest, language)
    if language == "de":
        head = ("ein" if hundreds == 1 else UNITS["de"][hundreds]) + "hundert"
        return head + (below_hundred(rest, "de") if rest else "")
    head = f"{UNITS['en'][hundreds]} hundred"
    return f"{head} and {below_hundred(rest, 'en')}" if rest else head


def as_number(group: str, language: str) -> str:
    """A group of digits as one number; leading zeros are said one by one."""
    zeros = len(group) - len(group.lstrip("0"))
    said = [UNITS[language][0]] * zeros
    return " ".join(said + ([below_thousand(int(group), language)] if group.lstrip("0") else []))


def grouped(digits: str, sizes: Sequence[int]) -> list[str]:
    groups, at = [], 0
    for size in sizes:
        groups.append(digits[at : at + size])
        at += size
    return groups


def one_by_one(digits: str, language: str) -> str:
    return " ".join(UNITS[language][int(digit)] for digit in digits)


def with_zwo_and_oh(digits: str, language: str) -> str:
    return one_by_one(digits, language).replace("zwei", "zwo").replace("zero", "oh")


def in_pairs(digits: str, language: str) -> str:
    return " ".join(as_number(pair, language) for pair in grouped(digits, [2] * ((len(digits) + 1) // 2)))


def in_triples(digits: str, language: str) -> str:
    return ", ".join(
        as_number(triple, language) for triple in grouped(digits, [3] * ((len(digits) + 2) // 3))
    )


def doubled(digits: str, language: str) -> str:
    """ "doppel sieben" for 77."""
    said, at = [], 0
    while at < len(digits):
        twice = digits[at : at + 2] == digits[at] * 2
        word = UNITS[language][int(digits[at])]
        said.append((("doppel " if language == "de" else "double ") if twice else "") + word)
        at += 2 if twice else 1
    return " ".join(said)


def as_digits(digits: str, language: str) -> str:
    return digits


def spaced_digits(digits: str, language: str) -> str:
    return " ".join(digits)


def digit_pairs(digits: str, language: str) -> str:
    return " ".join(grouped(digits, [2] * ((len(digits) + 1) // 2)))


def dotted_triples(digits: str, language: str) -> str:
    return ".".join(grouped(digits, [3] * ((len(digits) + 2) // 3)))


def with_fillers(digits: str, language: str) -> str:
    filler = {"de": " äh also ", "en": " um "}[language]
    return one_by_one(digits[:2], language) + filler + one_by_one(digits[2:], language)


def corrected(digits: str, language: str) -> str:
    """The third digit wrong at first."""
    wrong = str((int(digits[2]) + 1) % 10)
    said = one_by_one(digits[:2] + wrong, language)
    return f"{said}, {'nein' if language == 'de' else 'no'}, {one_by_one(digits[2:], language)}"


def started_again(digits: str, language: str) -> str:
    wrong = digits[:-1] + str((int(digits[-1]) + 3) % 10)
    again = {"de": ", falsch, ", "en": ", wrong, "}[language]
    return one_by_one(wrong, language) + again + one_by_one(digits, language)


SPEAKERS: list[Speaker] = [
    one_by_one,
    with_zwo_and_oh,
    in_pairs,
    in_triples,
    doubled,
    as_digits,
    spaced_digits,
    digit_pairs,
    dotted_triples,
    with_fillers,
    corrected,
    started_again,
]
languages = st.sampled_from(["de", "en"])
order_digits = st.integers(100000, 999999).map(str)
MONTHS = {
    "de": _words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    "en": _words("January February March April May June July August September October November December"),
}
ORDINALS = {
    "de": _words("erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft"),
    "en": _words("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"),
}


def ordinal(number: int, language: str) -> str:
    """German without its ending."""
    if number <= 12:
        return ORDINALS[language][number - 1]
    if language == "de":
        return below_hundred(number, "de") + ("t" if number < 20 else "st")
    if number < 20:
        return below_hundred(number, "en") + "th"
    tens, unit = divmod(number, 10)
    tens_word = TENS["en"][tens - 2]
    return f"{tens_word} {ordinal(unit, 'en')}" if unit else tens_word.replace("ty", "tieth")


def day_and_month_name(day: date, language: str) -> str:
    month = MONTHS[language][day.month - 1]
    if language == "de":
        return f"am {ordinal(day.day, 'de')}en {month} {day.year}"
    return f"on the {ordinal(day.day, 'en')} of {month} {day.year}"


def month_name_first(day: date, language: str) -> str:
    month = MONTHS[language][day.month - 1]
    return f"{month} {day.day}, {day.year}" if language == "en" else f"{day.day}. {month} {day.year}"


def two_ordinals(day: date, language: str) -> str:
    if language == "de":
        return f"{ordinal(day.day, 'de')}er {ordinal(day.month, 'de')}er {day.year}"
    return f"the {ordinal(day.day, 'en')} of the {ordinal(day.month, 'en')} {day.year}"


def in_figures(day: date, language: str) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def iso(day: date, language: str) -> str:
    return day.isoformat()


DATE_SPEAKERS = [day_and_month_name, month_name_first, two_ordinals, in_figures, iso]
