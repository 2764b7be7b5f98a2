"""A conversation read again by those who tune: everything that was said, nobody who said it."""

import pytest
from sqlalchemy import insert

from bot.store.database import table_of
from bot.store.tables import HandoverRow
from tests.console.hall import ConsoleHall


@pytest.fixture
def talk(hall: ConsoleHall) -> str:
    facts = {"name": {"value": "Xaver Immergrün", "how": "spoken", "turn": 2}}
    flags = [{"code": "anger", "level": "clear", "turn": 1, "quote": "immergrün"}]
    talk = hall.talk(
        "a", memory={"facts": facts, "flags": flags}, model_version=3, closed_because="said_goodbye"
    )
    understood = {
        "how": "model",
        "expecting": None,
        "entities": [{"name": "order_number", "value": "WM-104823", "score": 1}],
    }
    said = "Ihre Bestellung [[order:WM-104823]] kommt am [[date:2026-11-30]], Herr Immergrün."
    timings = {"answer": 412.3, "understand": 88.0}
    hall.say(talk, "wo bleibt WM-104823", said=said, understood=understood, timings=timings)
    hall.say(
        talk, "hier ist der immergrün, unter 0171 2345678", failure="ShopUnavailable: down", route="clarify"
    )
    return talk


def test_all_that_was_said_is_there_and_nobody_who_said_it(hall: ConsoleHall, talk: str) -> None:
    page = hall.browser().get(f"/console/conversations/{talk}").text
    assert "wo bleibt [order_number]" in page
    assert "Ihre Bestellung [order_number] kommt am Mo., 30.11., Herr [name]." in page
    for personal in ("104823", "mmergrün", "2345678", "+49"):
        assert personal not in page


def test_it_says_how_each_turn_was_understood(hall: ConsoleHall, talk: str) -> None:
    page = hall.browser().get(f"/console/conversations/{talk}").text
    for expected in (
        "90 %",
        "412 ms",
        "v3",
        "Shopsystem antwortete nicht",
        "nachgefragt",
        "Bestellnummer",
        'id="t2"',
    ):
        assert expected in page


def test_what_became_of_it_is_told_without_the_case(hall: ConsoleHall, talk: str) -> None:
    values = {
        "id": "h1",
        "case_number": "4711",
        "conversation_id": talk,
        "turn": 2,
        "kind": "person",
        "language": "de",
    }
    values |= {"reason": "asked_for_person", "priority": "P2", "status": "open", "packet": {}}
    with hall.engine.begin() as db:
        db.execute(insert(table_of(HandoverRow)).values(created_at=hall.now, **values))
    page = hall.browser().get(f"/console/conversations/{talk}").text
    assert "wollte einen Menschen sprechen" in page
    assert "verabschiedet" in page
    assert "4711" not in page


def test_what_people_told_each_other_is_not_for_the_console(hall: ConsoleHall) -> None:
    talk = hall.talk("b", channel="sms", owner="expert")
    hall.say(talk, None, said="Guten Tag, geheime Worte", route="expert", intent=None, understood=None)
    hall.say(
        talk, "meine geheime Antwort", said=None, intent=None, route=None, understood={}, confidence=None
    )
    page = hall.browser().get(f"/console/conversations/{talk}").text
    assert "geheime" not in page
    assert page.count("Hier haben Menschen miteinander gesprochen") == 2


def test_the_sentences_of_the_inbox_lead_to_their_labels(hall: ConsoleHall, talk: str) -> None:
    hall.collect()
    page = hall.browser().get(f"/console/conversations/{talk}").text
    assert 'href="/console/utterances/1"' in page
    assert f'href="/console/conversations/{talk}/test"' in page


def test_a_lead_may_read_but_not_tune(hall: ConsoleHall, talk: str) -> None:
    hall.collect()
    page = hall.browser("lena").get(f"/console/conversations/{talk}").text
    assert "wo bleibt [order_number]" in page
    assert "/console/utterances/" not in page
    assert hall.browser("arne").get(f"/console/conversations/{talk}").status_code == 403


def test_reading_is_written_down_once_in_ten_minutes(hall: ConsoleHall, talk: str) -> None:
    browser, entry = hall.browser(), ("olga", "conversation_replayed", f"conversation:{talk}")
    for _ in range(3):
        browser.get(f"/console/conversations/{talk}")
    assert hall.audited().count(entry) == 1
    hall.later(minutes=11)
    hall.browser().get(f"/console/conversations/{talk}")
    assert hall.audited().count(entry) == 2


def test_a_conversation_there_is_not_is_not_found(hall: ConsoleHall) -> None:
    assert hall.browser().get("/console/conversations/nobody").status_code == 404


def test_silence_and_keys_are_told(hall: ConsoleHall) -> None:
    talk = hall.talk("c")
    hall.say(talk, None, keyed="104823", said="Danke.")
    hall.say(talk, None, said="Sind Sie noch da?", intent=None, understood=None, confidence=None)
    page = hall.browser().get(f"/console/conversations/{talk}").text
    assert "(6 Tasten gedrückt)" in page
    assert "Stille" in page
    assert "104823" not in page
