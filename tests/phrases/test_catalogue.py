"""Every sentence is there in both languages, and every one is said somewhere.

How long it may be, and which words it must do without: tests/tuning/test_wording.py.
"""

import re
import string
from pathlib import Path
from typing import Any

import pytest

from bot.phrases.catalogue import LANGUAGES, Phrases, entries
from bot.understanding.intent_kinds import NOT_WISHES

ROOT = Path(__file__).resolve().parents[2]
PHRASES = Phrases(company="Muster & Co.")
STANDING = {"company"}
KEY = re.compile(r'["\']([a-z][a-z_0-9]+)["\']')


def wordings(entry: Any) -> dict[str, str]:
    """The sentence for each channel."""
    if isinstance(entry, str):
        return {"all": entry}
    return entry if isinstance(entry, dict) and set(entry) <= {"voice", "sms"} else {}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_of_a_key_names_the_same_values(language: str) -> None:
    for key, entry in entries(language).items():
        assert len({frozenset(placeholders(words)) for words in wordings(entry).values()}) <= 1, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said_on_both_channels(language: str) -> None:
    for key, entry in entries(language).items():
        for channel in ("voice", "sms") if wordings(entry) else ():
            needed = set().union(*map(placeholders, wordings(entry).values())) - STANDING
            assert PHRASES.say(key, language, channel, **dict.fromkeys(needed, "7")), key


def test_both_languages_have_the_same_channels() -> None:
    for key in entries("de"):
        assert wordings(entries("de")[key]).keys() == wordings(entries("en")[key]).keys(), key


def test_every_phrase_is_said_somewhere() -> None:
    code = sources()
    named = set(KEY.findall(code))
    # Some keys are put together: f"silence_{count}", f"delicate_{code}".
    beginnings = tuple(set(re.findall(r'f"([a-z_]+_)\{', code)))
    unused = [key for key in entries("de") if key not in named and not key.startswith(beginnings)]
    assert unused == []


def test_every_phrase_that_is_said_is_there() -> None:
    said = re.findall(r'\bsay\(\s*"([a-z_0-9]+)"', sources())
    assert set(said) - set(entries("de")) == set()
    assert len(said) > 20


def test_every_place_gives_the_values_its_phrase_needs() -> None:
    for key, arguments in re.findall(r'turn\.say\(\s*"([a-z_0-9]+)"((?:[^()]|\([^()]*\))*)\)', sources()):
        needed = set().union(*map(placeholders, wordings(entries("de")[key]).values())) - STANDING
        given = set(re.findall(r"(\w+)=", arguments))
        assert needed <= given or "**" in arguments, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_ten_digits(language: str) -> None:
    assert len(PHRASES.words("digits", language)) == 10


def test_wishes_are_named_in_both_languages_and_what_is_no_wish_is_not() -> None:
    assert PHRASES.wish("order_status", "de") == "den Stand einer Bestellung"
    assert PHRASES.wish("affirm", "de") is None
    assert entries("de")["wishes"].keys() == entries("en")["wishes"].keys()  # type: ignore[union-attr]


def test_every_wish_that_may_be_offered_has_a_name() -> None:
    from ruamel.yaml import YAML

    intents = set(YAML(typ="safe").load((ROOT / "domain.yml").read_text("utf-8"))["intents"])
    assert intents - NOT_WISHES - set(entries("de")["wishes"]) == set()


def test_an_unknown_key_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        PHRASES.say("nobody_wrote_this", "de", "voice")


@pytest.mark.parametrize("key", ["digits"])
def test_a_list_is_no_sentence_and_a_sentence_no_list(key: str) -> None:
    with pytest.raises(TypeError):
        PHRASES.say(key, "de", "voice")
    with pytest.raises(TypeError):
        PHRASES.words("goodbye", "de")


@pytest.mark.parametrize("evil", ["{company.__class__}", "{0}", "{case!r:>1000000}", "[[order:x]]"])
def test_what_a_caller_said_is_never_taken_for_a_template(evil: str) -> None:
    assert evil in PHRASES.say("clarify", "de", "voice", first=evil, second="b")


@pytest.mark.parametrize("company", ["{x}", "Müller & Söhne", "[[odd"])
def test_any_company_name_can_be_said(company: str) -> None:
    assert company in Phrases(company=company).say("disclosure", "de", "voice")


def test_the_example_of_an_order_number_is_nobody_s(tmp_path: Path) -> None:
    """A caller who copies the example must not be asked about a stranger's order."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import select

    from bot.clock import FixedClock
    from bot.shop.demo import seed_if_empty
    from bot.store.database import make_engine, table_of
    from bot.store.migrate import upgrade
    from bot.store.shop_tables import OrderRow

    url = f"sqlite:///{tmp_path}/shop.db"
    upgrade(url)
    engine = make_engine(url)
    seed_if_empty(engine, FixedClock(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Berlin"))))
    shown = {number for language in LANGUAGES for number in re.findall(r"WM-\d{6}", str(entries(language)))}
    orders = table_of(OrderRow)
    with engine.connect() as db:
        numbers = set(db.scalars(select(next(c for c in orders.columns if "number" in c.name))))
    engine.dispose()
    assert shown
    assert len(numbers) >= 300
    assert shown & numbers == set()
