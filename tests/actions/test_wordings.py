"""Every sentence of domain.yml: there in both languages, short, and said by somebody."""

import itertools
import re
from pathlib import Path

import pytest

from bot.phrases.values import for_eye
from tests.actions.wordings import domain, responses, worded

ACTIONS = Path(__file__).parents[2] / "actions"
RULES = Path(__file__).parents[2] / "data" / "rules.yml"
SAMPLES = {
    "order_number": "WM-104823",
    "reference": "WR-100001",
    "to": "m…r@example.org",
    "label": "Das Rücksendeetikett kommt per E-Mail oder liegt im Kundenkonto bereit.",
    "name": "Bratpfanne beschichtet 24 cm",
    "first": "Bratpfanne Eisen 28 cm",
    "second": "Bratpfanne beschichtet 24 cm",
    "cities": "Berlin, Hamburg, Köln, München, Leipzig, Dresden, Wien",
    "last": "Graz",
    "city": "Frankfurt am Main",
    "street": "Karl-Liebknecht-Straße 36",
    "postcode": "04107",
    "country": "die Niederlande",
    "holiday": "Zweiter Weihnachtstag",
    **dict.fromkeys(("day", "eta", "until", "last_day", "restock"), "2026-12-24"),
    **dict.fromkeys(("time", "opens", "closes", "pause_from", "pause_to"), "13:00"),
    **dict.fromkeys(("total", "refund", "cost", "free_from", "bulky", "price"), "1552.80"),
    "house": "12b",
    "carrier": "DHL",
    "email": "max.mustermann@example.org",
    "value": "max.mustermann@example.org",
    "means": "Kreditkarte",
    "carried": "Zwei Leute tragen alles bis in die Wohnung.",
    "minutes": "30",
    **dict.fromkeys(("day_1", "day_2"), "2026-12-24"),
    **dict.fromkeys(("start", "end", "from_1", "to_1", "from_2", "to_2"), "13:00"),
    **dict.fromkeys(("proof_to", "contact"), "rechnung@shop.example"),
    **dict.fromkeys(("due", "paused", "delivery", "charge"), "2026-12-24"),
    **dict.fromkeys(("days", "weeks", "pieces", "points"), "12"),
    "names": "Kaffee-Abo, Wasserfilter-Abo",
    "balance": "135.50",
    "item": "Handtücher Frottee 4er-Set",
    "part": "Glasdeckel 24 cm",
    "parts": "Knethaken",
    "labels": "90 x 200, 140 x 200",
    "number": "48120701",
    "text": "Bringen Sie bitte die Bestellnummer und einen Ausweis mit.",
    **dict.fromkeys(("ordered", "quantity"), "3"),
    **dict.fromkeys(("amount", "difference"), "135.50"),
    **dict.fromkeys(("keep_until", "expected", "deadline", "arrived"), "2026-12-24"),
    "statement": "Mit weichem Schwamm und Spülmittel, ohne Stahlwolle und ohne Scheuermilch.",
    "facts": "Kaltschaum, mittelfest, 90 mal 200 Zentimeter, Bezug waschbar",
    "where": "auf dem Schild am Boden hinter dem Wort Charge",
    "hazard": "Der Akku kann sich beim Laden entzünden.",
    "batch": "2517",
    "note": "Nur von Konten in Deutschland und Österreich",
    "about": "Fragen zum Unternehmen",
    "phone": "+493023125260",
    "code": "WILLKOMMEN10",
    "minimum": "50.00",
    "excluded": "Möbel und Lebensmittel",
    **dict.fromkeys(("shipping", "sum", "now", "then", "before"), "135.50"),
    "phone_number": "+4917139200990",
    "left": "3",
    **dict.fromkeys(("items", "least", "most", "period", "usual", "latest"), "14"),
}
WORDINGS = ("first", "known", "again", "last")
LISTS = {"utter_claim_which", "utter_store_none_there", "utter_which_of_two", "utter_return_how_label"}


def variants(response: str, channel: str) -> list[str]:
    """All words of a response in one channel, in both languages and all wordings it has."""
    asked_anew = any(c["name"] == "wording" for w in responses()[response] for c in w["condition"])
    known = {c["value"] for w in responses()[response] for c in w["condition"] if c["name"] == "wording"}
    return [
        worded(response, {"language": language, "channel": channel, "wording": wording}, SAMPLES)
        for language, wording in itertools.product(("de", "en"), known if asked_anew else ("first",))
    ]


@pytest.mark.parametrize("response", sorted(responses()))
def test_each_language_and_channel_has_exactly_one_wording(response: str) -> None:
    for channel in ("voice", "sms"):
        assert all(variants(response, channel))


@pytest.mark.parametrize("response", sorted(set(responses()) - LISTS))
def test_on_the_phone_at_most_two_sentences_of_twenty_words(response: str) -> None:
    for text in variants(response, "voice"):
        sentences = re.split(r"(?<=[.?!])\s+", re.sub(r"\[\[\w+:[^\]]*\]\]", "X", text))
        assert len(sentences) <= 2, text
        assert all(len(sentence.split()) <= 20 for sentence in sentences), text


@pytest.mark.parametrize("response", sorted(responses()))
def test_a_text_message_names_no_keys_and_stays_short(response: str) -> None:
    for text in variants(response, "sms"):
        assert not re.search(r"tippen|drücken|press|key in|sagen Sie|\bsay\b", text, re.IGNORECASE), text
        assert len(for_eye(text, "de")) <= 200


def test_every_question_on_the_phone_says_how_to_key_it_when_asked_again() -> None:
    for question in ("utter_ask_order_number", "utter_ask_postcode"):
        for language in ("de", "en"):
            again = worded(question, {"language": language, "channel": "voice", "wording": "again"}, {})
            assert re.search("eintippen|key", again)


def test_german_dates_are_not_followed_by_a_full_stop() -> None:
    # The written date ends in one itself: "25.11.."
    texts = (w["text"] for ws in responses().values() for w in ws if w["condition"][0]["value"] == "de")
    assert not [text for text in texts if re.search(r"\[\[date:[^\]]*\]\]\.", text)]


def test_every_response_is_used_and_every_one_used_exists() -> None:
    source = "".join(path.read_text("utf-8") for path in (*ACTIONS.glob("*.py"), RULES))
    named = set(re.findall(r"utter_\w+", source)) | {f"utter_ask_{slot}" for slot in domain()["slots"]}
    families = (*re.findall(r"utter_\w+(?={)", source), "utter_withdrawal_")
    unused = {name for name in responses() if name not in named and not name.startswith(families)}
    missing = {name for name in re.findall(r"\"(utter_\w+)\"", source) if name not in responses()}
    assert (unused, missing) == (set(), set())
