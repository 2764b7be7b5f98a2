"""The carrier asks again, one by one or all at once: every deed is done once, every answer is the same."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conversations.orders import Orders, sayings
from tests.robustness.webhooks import CALLER, Answer, HandMadeCall, Webhooks
from tests.stack import HOTLINE

TIMES = 6


@pytest.fixture
def words(hooks: Webhooks) -> dict[str, str]:
    """How the owner of an order that can be cancelled speaks of it."""
    return sayings(Orders(hooks.stack).one({"status": "placed"}, own=True), "de")


def at_the_question(hooks: Webhooks, words: dict[str, str]) -> HandMadeCall:
    """A call in which only the yes to a cancellation is missing."""
    call = HandMadeCall(hooks)
    call.say(f"stornieren sie die bestellung {words['spoken']}")
    answer = call.say(words["postcode_spoken"])
    assert "Soll ich" in answer.text
    return call


def cancellations(hooks: Webhooks, number: str) -> int:
    """How often the order was cancelled."""
    query = "SELECT count(*) AS n FROM shop_cancellations WHERE order_number = :n"
    return int(hooks.stack.rows(query, n=number)[0]["n"])


def test_the_same_turn_again_gets_the_same_answer(hooks: Webhooks, words: dict[str, str]) -> None:
    call = at_the_question(hooks, words)
    path = call.turn_path
    answers = {call.say("ja", path).body for _ in range(TIMES)}
    assert len(answers) == 1
    assert len(call.turns()) == 4
    assert cancellations(hooks, words["number"]) == 1


def test_the_same_turn_all_at_once_is_taken_once(hooks: Webhooks, words: dict[str, str]) -> None:
    call = at_the_question(hooks, words)
    path = call.turn_path
    with ThreadPoolExecutor(TIMES) as pool:
        answers: list[Answer] = list(pool.map(lambda _: call.say("ja", path), range(TIMES)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert "ist storniert" in answers[0].text
    assert len(call.turns()) == 4
    assert cancellations(hooks, words["number"]) == 1
    events = "SELECT count(*) AS n FROM events WHERE conversation_id = :id AND what = 'wish_settled'"
    assert hooks.stack.rows(events, id=call.conversation["id"])[0]["n"] == 1


def test_an_old_turn_again_changes_nothing_later(hooks: Webhooks, words: dict[str, str]) -> None:
    call = HandMadeCall(hooks)
    first_path = call.turn_path
    first = call.say("wo ist meine bestellung")
    call.say(words["spoken"])
    assert call.say("wo ist meine bestellung", first_path).body == first.body
    assert "Ihre Bestellung" in call.say(words["postcode_spoken"]).text


def test_two_yeses_on_two_lines_cancel_once(hooks: Webhooks, words: dict[str, str]) -> None:
    calls = [at_the_question(hooks, words) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda call: call.say("ja"), calls))
    assert {answer.status for answer in answers} == {200}
    assert cancellations(hooks, words["number"]) == 1
    assert all("storniert" in answer.text for answer in answers)


def test_an_incoming_call_again_gets_the_same_greeting(hooks: Webhooks) -> None:
    call = HandMadeCall(hooks)
    with ThreadPoolExecutor(TIMES) as pool:
        answers = list(pool.map(lambda _: call.start(), range(TIMES)))
    assert {answer.body for answer in answers} == {call.answer.body}
    query = "SELECT count(*) AS n FROM conversations WHERE call_sid = :sid"
    assert hooks.stack.rows(query, sid=call.sid)[0]["n"] == 1


def test_a_new_call_announced_several_times_at_once_is_one(hooks: Webhooks) -> None:
    fields = {"CallSid": "CA" + secrets.token_hex(16), "From": CALLER, "To": HOTLINE}
    with ThreadPoolExecutor(TIMES) as pool:
        answers = list(pool.map(lambda _: hooks.post("/twilio/voice", fields), range(TIMES)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1


def message(hooks: Webhooks, sid: str, sender: str, body: str = "MITARBEITER") -> Answer:
    """One text message with a given sid."""
    fields = {"MessageSid": sid, "From": sender, "To": HOTLINE, "Body": body, "NumMedia": "0"}
    return hooks.post("/twilio/sms", fields)


def test_the_same_message_again_gets_the_same_answer(hooks: Webhooks) -> None:
    sid, sender = "SM" + secrets.token_hex(16), "+491713928101"
    first = message(hooks, sid, sender)
    assert {message(hooks, sid, sender).body for _ in range(TIMES)} == {first.body}
    assert "Vorgangsnummer" in first.text
    assert cases_of(hooks, sender) == 1


def test_the_same_message_all_at_once_is_answered_once(hooks: Webhooks) -> None:
    sid, sender = "SM" + secrets.token_hex(16), "+491713928102"
    with ThreadPoolExecutor(TIMES) as pool:
        answers = list(pool.map(lambda _: message(hooks, sid, sender), range(TIMES)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert cases_of(hooks, sender) == 1


def test_two_messages_at_once_are_one_thread_and_both_are_kept(hooks: Webhooks) -> None:
    sender, bodies = "+491713928103", ["Was kostet der Versand?", "Wann habt ihr in Köln auf?"]
    with ThreadPoolExecutor(2) as pool:
        sids = ["SM" + secrets.token_hex(16) for _ in bodies]
        answers = list(
            pool.map(lambda pair: message(hooks, pair[0], sender, pair[1]), zip(sids, bodies, strict=True))
        )
    assert {answer.status for answer in answers} == {200}
    query = (
        "SELECT t.heard AS heard FROM turns t JOIN conversations c ON c.id = t.conversation_id "
        "WHERE c.caller = :sender AND t.heard IS NOT NULL"
    )
    assert {row["heard"] for row in hooks.stack.rows(query, sender=sender)} == set(bodies)
    threads = "SELECT count(*) AS n FROM conversations WHERE caller = :sender"
    assert hooks.stack.rows(threads, sender=sender)[0]["n"] == 1


def cases_of(hooks: Webhooks, sender: str) -> int:
    """How many cases the texting person has."""
    query = (
        "SELECT count(*) AS n FROM handovers h JOIN conversations c ON c.id = h.conversation_id "
        "WHERE c.caller = :sender"
    )
    return int(hooks.stack.rows(query, sender=sender)[0]["n"])
