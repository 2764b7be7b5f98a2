"""How what the settings speak of is worded on their pages: labels, faults, values."""

from babel import Locale

from bot.phrases.interface import known
from bot.staff.shown import page_language, words
from bot.tuning.settings_form import COUNTRY, Fault, Words

# Faults of a sentence are worded by those who made the rules.
WORDING, WORDED_BY = "wording.", "intents.wording."
OWN = "tuning_settings.faults."
# Values that are codes of countries.
OF_COUNTRIES = ("country", "countries")


def said(label: Words) -> str:
    """In the language of this page; the text itself where it has the same name everywhere."""
    if label.path.startswith(COUNTRY):
        return _country(label.path.removeprefix(COUNTRY))
    return words()(label.path, **label.values) if label.path else label.values["text"]


def fault_words(fault: Fault) -> str:
    """One plain sentence, which names countries as people do."""
    data = {name: _countries(text) if name in OF_COUNTRIES else text for name, text in fault.data.items()}
    if not fault.code.startswith(WORDING):
        return words()(f"{OWN}{fault.code}", **data)
    path = WORDED_BY + fault.code.removeprefix(WORDING)
    if known(path):
        return words()(path, **data)
    return words()(f"{OWN}wording", code=fault.code.removeprefix(WORDING))


def _countries(codes: str) -> str:
    return ", ".join(map(_country, codes.split(", ")))


def _country(code: str) -> str:
    return str(Locale(page_language()).territories.get(code, code))


def shown_value(field_kind: str, value: str) -> str:
    """What stands in a field, or that nothing does."""
    if field_kind == "check":
        return words()(f"tuning_settings.{'on' if value else 'off'}")
    return value or words()("tuning_settings.nothing")
