"""The channel as the server meets it: token, bodies, parses."""

import json

import pytest

from tests.rasa_side.rasa_process import RasaProcess


@pytest.mark.parametrize("path", ["turn", "parse"])
@pytest.mark.parametrize("token", [None, "", "wrong", "Ünsinn"])
def test_nobody_is_served_without_the_token(rasa: RasaProcess, path: str, token: str | None) -> None:
    status, answer = rasa.ask("POST", path, b"{}", token and token.encode().decode("latin-1"))
    assert (status, list(answer)) == (401, ["error"])


def test_readiness_needs_the_token_too_and_names_the_model(rasa: RasaProcess) -> None:
    assert rasa.ask("GET", "ready", token=None)[0] == 401
    status, answer = rasa.ask("GET", "ready")
    assert (status, len(answer["model"])) == (200, 32)


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 400), (b"[]", 400), (b"\xff", 400), (b"{}", 400), (b" " * 300_000, 413)]
)
@pytest.mark.parametrize("path", ["turn", "parse"])
def test_a_bad_body_is_refused_with_a_reason(rasa: RasaProcess, path: str, body: bytes, status: int) -> None:
    answered, answer = rasa.ask("POST", path, body)
    assert answered == status
    assert list(answer) == ["error"]
    assert "Traceback" not in answer["error"]


def test_intents_are_found_in_both_languages_in_the_order_of_the_texts(rasa: RasaProcess) -> None:
    parses = rasa.parse("Wann haben Sie OFFEN?", "where's my order", "danke schön")
    assert [parse["intent"] for parse in parses] == ["opening", "order", "thank"]
    assert [parse["text"] for parse in parses] == ["Wann haben Sie OFFEN?", "where's my order", "danke schön"]


def test_a_ranking_holds_five_intents_best_first(rasa: RasaProcess) -> None:
    (parse,) = rasa.parse("wo ist meine bestellung")
    ranks = [entry["confidence"] for entry in parse["ranking"]]
    assert len(ranks) == 5
    assert ranks == sorted(ranks, reverse=True)
    assert parse["ranking"][0] == {"intent": parse["intent"], "confidence": parse["confidence"]}


def test_an_empty_text_has_no_intent(rasa: RasaProcess) -> None:
    assert [parse["intent"] for parse in rasa.parse("", "  ", "/", "ja")] == [None, None, None, "affirm"]


def test_a_caller_cannot_name_an_intent_the_way_developers_do(rasa: RasaProcess) -> None:
    parses = rasa.parse("/restart", "/order", " //order")
    assert "restart" not in {parse["intent"] for parse in parses}
    assert max(parse["confidence"] for parse in parses) < 1.0


def test_odd_texts_are_parsed_too(rasa: RasaProcess) -> None:
    odd = ["😀", "?", "äh", "x" * 10_000, "a\u0000b", "'; DROP TABLE rasa_dialogues;--", "<Hangup/>"]
    assert [parse["text"] for parse in rasa.parse(*odd)] == odd


def test_a_parse_leaves_no_trace(rasa: RasaProcess) -> None:
    before = rasa.dialogues()
    rasa.parse("wo ist meine bestellung")
    assert rasa.dialogues() == before


def test_rasas_own_api_is_closed(rasa: RasaProcess) -> None:
    assert rasa.http.request("GET", "/conversations/x/tracker").status == 404
    assert rasa.http.request("POST", "/model/parse", body=json.dumps({"text": "x"})).status == 404
