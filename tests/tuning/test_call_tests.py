"""A call that went wrong becomes a whole-call test: nobody's values in it, read by the tests as they are."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML
from sqlalchemy import insert, update

from bot.errors import NotPossible, NotThere
from bot.tuning.call_steps import Expected
from bot.tuning.call_tests import CONVERSATIONS, CallTests
from bot.tuning.label_rows import UTTERANCES
from tests.conversations import scenario
from tests.conversations.scenario import Scenario
from tests.tuning.desk_of_labels import OLGA, TURNS, LabelDesk

TALK = "00000001-2222-4222-8222-222222222222"
EXPECTED = Expected(
    "Bestellstand, erst falsch verstanden", 9, order="shipped", intent="order_status", owner="bot"
)


@pytest.fixture
def desk(tmp_path: Path) -> LabelDesk:
    return LabelDesk(tmp_path)


@pytest.fixture
def tests(desk: LabelDesk) -> CallTests:
    return CallTests(desk.place.root, desk.engine, desk.clock, desk.files)


def a_call(desk: LabelDesk) -> None:
    """An order number spoken, a postcode keyed, a menu's key, silence."""
    desk.say("wo bleibt das ding", heard="wo bleibt das ding")
    desk.say("die nummer ist [order_number] von [name]", heard="die nummer ist w m 104823 von huber")
    for number, keyed, asked in ((3, "01067", "postcode"), (4, "2", "yes_no"), (5, None, None)):
        place = {"conversation_id": TALK, "number": number, "at": desk.clock.now(), "language": "de"}
        place |= {"keyed": keyed, "said": "Gern.", "understood": {"expecting": asked}}
        with desk.engine.begin() as db:
            db.execute(insert(TURNS).values(**place))


def read(desk: LabelDesk, monkeypatch: pytest.MonkeyPatch) -> list[Scenario]:
    """As the tests of whole calls read the checkout's."""
    monkeypatch.setattr(scenario, "FOLDER", desk.place.root / "tests/conversations")
    return list(scenario.scenarios())


def test_it_is_read_as_any_other_and_says_what_was_said_without_anybodys_values(
    desk: LabelDesk, tests: CallTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_call(desk)
    tests.write(tests.draft(TALK), EXPECTED, OLGA)
    [made] = read(desk, monkeypatch)
    assert (made.name, made.language, made.channel, made.file) == (EXPECTED.name, "de", "voice", "from_calls")
    assert (made.order, made.expect) == ({"status": "shipped"}, {"owner": "bot", "intents": ["order_status"]})
    first, spoken, *rest = made.steps[1:]
    assert (made.steps[0], first) == ({}, {"say": "wo bleibt das ding"})
    assert spoken["say"].startswith("die nummer ist {spoken} von ")
    assert rest == [{"press": "{postcode}"}, {"press": "2"}, {"silent": True}]
    text = desk.place.text("tests/conversations/de/from_calls.yml")
    assert not any(own in text for own in ("104823", "01067", "huber"))
    assert desk.place.git("log", "-1", "--format=%s").strip().endswith(EXPECTED.name)


def test_in_a_thread_it_is_written(desk: LabelDesk, tests: CallTests) -> None:
    desk.say("Wo bleibt [order_number]?", heard="Wo bleibt WM-104823?", channel="sms")
    with desk.engine.begin() as db:
        db.execute(update(CONVERSATIONS).values(channel="sms"))
    text = tests.text(tests.draft(TALK), EXPECTED)
    assert YAML(typ="safe").load(text)[0]["steps"] == [{"text": "Wo bleibt {number}?"}]


def test_it_ends_where_it_first_went_wrong_unless_somebody_wants_more(
    desk: LabelDesk, tests: CallTests
) -> None:
    ids = desk.say("eins", "zwei", "drei")
    with desk.engine.begin() as db:
        db.execute(update(UTTERANCES).where(UTTERANCES.c.id == ids[1]).values(clarified=True))
    draft = tests.draft(TALK)
    assert draft.until == 2
    kept = Expected("x", 2, hears="stand", handover=("person", "asked_for_person"))
    [made] = YAML(typ="safe").load(tests.text(draft, kept))
    assert made["steps"] == [{}, {"say": "eins"}, {"say": "zwei", "hears": "stand"}]
    assert made["expect"] == {"handovers": [{"kind": "person", "reason": "asked_for_person"}]}


@pytest.mark.parametrize(
    ("expected", "why"),
    [
        (Expected("", 9, order="paid"), "call_test"),
        (Expected("x", 0, order="paid"), "call_test"),
        (Expected("x", 9, order="lost"), "call_test"),
        (Expected("x", 9, order="paid", owner="me"), "call_test"),
        (Expected("x", 9, order="paid", handover=("gift", "y")), "call_test"),
        (Expected("x", 9), "call_test_order"),
    ],
)
def test_what_no_test_can_expect_is_refused(
    desk: LabelDesk, tests: CallTests, expected: Expected, why: str
) -> None:
    a_call(desk)
    with pytest.raises(NotPossible) as refused:
        tests.text(tests.draft(TALK), expected)
    assert refused.value.code == why


def test_a_second_one_stands_below_the_first_and_no_name_twice(
    desk: LabelDesk, tests: CallTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_call(desk)
    draft = tests.draft(TALK)
    tests.write(draft, EXPECTED, OLGA)
    with pytest.raises(NotPossible, match="call_test_name"):
        tests.write(draft, EXPECTED, OLGA)
    tests.write(draft, Expected('noch "einer": #2', 9, order="paid"), OLGA)
    assert [one.name for one in read(desk, monkeypatch)] == [EXPECTED.name, 'noch "einer": #2']


def test_an_erasure_takes_it_out_again(
    desk: LabelDesk, tests: CallTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_call(desk)
    tests.write(tests.draft(TALK), EXPECTED, OLGA)
    tests.write(tests.draft(TALK), Expected("der zweite", 9, order="paid"), OLGA)
    assert desk.parts.provenance.withdraw([TALK], OLGA).not_found == ()
    assert read(desk, monkeypatch) == []
    assert not (desk.place.root / "tests/conversations/de/from_calls.yml").exists()


def test_what_is_not_there_or_not_read_yet_is_said(desk: LabelDesk, tests: CallTests) -> None:
    with pytest.raises(NotThere):
        tests.draft("nobody")
    desk.say("eins")
    with desk.engine.begin() as db:
        db.execute(UTTERANCES.delete())
    with pytest.raises(NotPossible, match="not_collected"):
        tests.draft(TALK)


def test_braces_are_not_taken_for_placeholders(desk: LabelDesk, tests: CallTests) -> None:
    desk.say("nimm {phone} bitte")
    assert "(phone)" in tests.text(tests.draft(TALK), Expected("x", 1))
