"""What is taken as the body of a parse or a turn."""

import json
from typing import Any

import pytest

from bot.nlu.bodies import ParseBody, TurnBody
from bot.nlu.fields import MAX_BODY, MAX_ENTITIES, MAX_TEXTS, BodyRefused

PARSE: dict[str, Any] = {"texts": ["hallo"], "language": "de", "channel": "voice"}
TURN: dict[str, Any] = {
    "conversation_id": "c1",
    "channel": "sms",
    "language": "en",
    "text": "WM-104823",
    "intent": "inform",
    "confidence": 0.8,
    "entities": [{"name": "order_number", "value": "WM-104823", "readings": ["WM-104823", "WN-104823"]}],
    "facts": {"caller_customers": ["C1042"], "attempt": 1},
}


def written(body: Any) -> bytes:
    return json.dumps(body).encode()


def test_a_parse_body_gives_its_texts_in_order() -> None:
    assert ParseBody.read(written({**PARSE, "texts": ["eins", "", "drei"]})).texts == ["eins", "", "drei"]


def test_a_turn_body_gives_entities_in_rasas_form_with_all_their_readings() -> None:
    entity = {"entity": "order_number", "value": "WM-104823", "readings": ["WM-104823", "WN-104823"]}
    assert TurnBody.read(written(TURN)).entities == [entity]


def test_facts_language_and_channel_become_slots() -> None:
    facts = {"caller_customers": ["C1042"], "attempt": 1}
    assert TurnBody.read(written(TURN)).slots == {**facts, "language": "en", "channel": "sms"}


def test_a_fact_cannot_change_the_channel() -> None:
    assert TurnBody.read(written({**TURN, "facts": {"channel": "voice"}})).slots["channel"] == "sms"


def test_an_utterance_nobody_understood_has_no_intent() -> None:
    assert TurnBody.read(written({**TURN, "intent": None})).intent is None


def test_confidence_entities_and_facts_may_be_missing() -> None:
    bare = {key: TURN[key] for key in ("conversation_id", "channel", "language", "text", "intent")}
    body = TurnBody.read(written(bare))
    assert (body.confidence, body.entities) == (1.0, [])


def test_half_a_character_is_replaced() -> None:
    assert (
        TurnBody.read(
            b'{"text": "a\\ud800b", ' + written(TURN | {"text": 0})[1:].replace(b'"text": 0, ', b"")
        ).text
        == "a?b"
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"conversation_id": ""}, "conversation_id"),
        ({"conversation_id": "a\nb"}, "conversation_id"),
        ({"conversation_id": "x" * 256}, "conversation_id"),
        ({"conversation_id": 7}, "conversation_id"),
        ({"channel": "fax"}, "channel"),
        ({"language": "fr"}, "language"),
        ({"text": None}, "text"),
        ({"intent": 3}, "intent"),
        ({"confidence": "high"}, "confidence"),
        ({"confidence": 1.5}, "confidence"),
        ({"confidence": True}, "confidence"),
        ({"confidence": float("nan")}, "confidence"),
        ({"entities": {"order_number": "x"}}, "entities"),
        ({"entities": [{"name": "order_number"}]}, "entities"),
        ({"entities": [{"value": "x"}]}, "entities"),
        ({"entities": [{"name": "a", "value": 1}] * (MAX_ENTITIES + 1)}, "entities"),
        ({"facts": ["C1042"]}, "facts"),
    ],
)
def test_a_turn_with_a_wrong_field_is_refused_by_its_name(change: dict[str, Any], named: str) -> None:
    with pytest.raises(BodyRefused, match=named):
        TurnBody.read(written({**TURN, **change}))


@pytest.mark.parametrize("texts", [None, [], "hallo", [1], ["x"] * (MAX_TEXTS + 1)])
def test_a_parse_without_a_list_of_texts_is_refused(texts: Any) -> None:
    with pytest.raises(BodyRefused, match="texts"):
        ParseBody.read(written({**PARSE, "texts": texts}))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(BodyRefused, match="JSON"):
        TurnBody.read(body)


def test_a_body_that_is_too_large_is_refused_as_too_large() -> None:
    with pytest.raises(BodyRefused) as refusal:
        TurnBody.read(b" " * (MAX_BODY + 1))
    assert refusal.value.status == 413


def test_a_refusal_does_not_quote_the_caller() -> None:
    with pytest.raises(BodyRefused) as refusal:
        TurnBody.read(written({**TURN, "text": ["my secret"]}))
    assert "secret" not in str(refusal.value)
