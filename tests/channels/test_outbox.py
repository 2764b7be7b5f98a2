"""Messages owed are sent once, tried again where that may help, and never to somebody who wants none."""

from contextlib import suppress
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import Engine, RowMapping, select, update

from bot.channels.outbox import MESSAGES, TRIES, MessageRefused, Outbox, opt_in, opt_out
from bot.clock import system_time
from bot.errors import CarrierUnavailable
from tests.builders import CALLER


class Carrier:
    """Takes messages, or fails as told."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.taken: list[tuple[str, str]] = []

    def __call__(self, to: str, body: str) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append((to, body))
        return f"SM{len(self.taken)}"


def rows(engine: Engine) -> list[RowMapping]:
    with engine.connect() as db:
        return list(db.execute(select(MESSAGES).order_by(MESSAGES.c.id)).mappings())


def make_due(engine: Engine) -> None:
    """Let the waiting time pass."""
    with engine.begin() as db:
        db.execute(update(MESSAGES).values(next_try_at=system_time() - timedelta(seconds=1)))


def owing(engine: Engine, carrier: Carrier) -> Outbox:
    """An outbox with one message in it."""
    outbox = Outbox(engine, carrier)
    assert outbox.put(CALLER, "Ihr Widerruf ist da.", "withdrawal_receipt", None)
    return outbox


def test_a_message_is_sent_once(engine: Engine) -> None:
    outbox = owing(engine, carrier := Carrier())
    assert (outbox.send_due(), outbox.send_due()) == (1, 0)
    assert carrier.taken == [(CALLER, "Ihr Widerruf ist da.")]
    assert (rows(engine)[0]["status"], rows(engine)[0]["message_sid"]) == ("queued", "SM1")


def test_messages_go_out_in_the_order_they_were_owed(engine: Engine) -> None:
    outbox = owing(engine, carrier := Carrier())
    outbox.put(CALLER, "Noch etwas.", "x", None)
    outbox.send_due()
    assert [body for _, body in carrier.taken] == ["Ihr Widerruf ist da.", "Noch etwas."]


def test_a_carrier_that_is_away_is_tried_again_later(engine: Engine) -> None:
    outbox = owing(engine, carrier := Carrier(CarrierUnavailable("503")))
    outbox.send_due()
    assert outbox.send_due() == 0
    make_due(engine)
    assert outbox.send_due() == 1
    assert len(carrier.taken) == 1


def test_the_waits_grow(sqlite: Engine) -> None:
    outbox, waits = owing(sqlite, Carrier(*[CarrierUnavailable("503")] * 3)), []
    for _ in range(3):
        outbox.send_due()
        waits.append(rows(sqlite)[0]["next_try_at"] - system_time())
        make_due(sqlite)
    assert waits == sorted(waits)
    assert waits[2] > 2 * waits[0]


def test_after_enough_tries_it_is_given_up(engine: Engine) -> None:
    outbox = owing(engine, carrier := Carrier(*[CarrierUnavailable("503")] * TRIES))
    for _ in range(TRIES + 2):
        outbox.send_due()
        make_due(engine)
    assert (rows(engine)[0]["status"], carrier.taken) == ("failed", [])
    assert rows(engine)[0]["attempts"] == TRIES


def test_what_the_carrier_refuses_is_never_tried_again(engine: Engine) -> None:
    outbox = owing(engine, carrier := Carrier(MessageRefused("21610")))
    outbox.send_due()
    make_due(engine)
    assert outbox.send_due() == 0
    assert (rows(engine)[0]["status"], rows(engine)[0]["error_code"], carrier.taken) == (
        "refused",
        "21610",
        [],
    )


def test_an_unforeseen_fault_with_one_message_does_not_hold_up_the_others(engine: Engine) -> None:
    outbox = owing(engine, carrier := Carrier(TypeError("odd")))
    outbox.put(CALLER, "Noch etwas.", "x", None)
    outbox.send_due()
    assert [body for _, body in carrier.taken] == ["Noch etwas."]


def test_an_unforeseen_fault_is_not_tried_for_ever(sqlite: Engine) -> None:
    outbox = owing(sqlite, Carrier(*[TypeError("odd")] * 20))
    for _ in range(10):
        with suppress(TypeError):
            outbox.send_due()
        make_due(sqlite)
    assert rows(sqlite)[0]["status"] == "failed"


def test_nothing_is_owed_to_who_opted_out(engine: Engine) -> None:
    with engine.begin() as db:
        opt_out(db, CALLER, "stopp")
    assert not Outbox(engine, Carrier()).put(CALLER, "x", "y", None)
    assert rows(engine) == []


def test_what_was_owed_before_the_opt_out_is_not_sent_after_it(engine: Engine) -> None:
    outbox = owing(engine, carrier := Carrier())
    with engine.begin() as db:
        opt_out(db, CALLER, "stopp")
    outbox.send_due()
    assert carrier.taken == []


def test_after_opting_in_again_messages_are_welcome(engine: Engine) -> None:
    with engine.begin() as db:
        opt_out(db, CALLER, "stopp")
        opt_in(db, CALLER)
    assert Outbox(engine, Carrier()).put(CALLER, "x", "y", None)


@pytest.mark.parametrize(
    ("said", "final"),
    [
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent"], "delivered"),
        (["delivered", "undelivered"], "delivered"),
        (["sent", "queued"], "sent"),
        (["undelivered", "sent"], "undelivered"),
        (["failed"], "failed"),
        (["accepted"], "queued"),
        (["nonsense", ""], "queued"),
    ],
)
def test_the_carrier_s_words_count_in_any_order(engine: Engine, said: list[str], final: str) -> None:
    outbox = owing(engine, Carrier())
    outbox.send_due()
    for status in said:
        outbox.status("SM1", status, None)
    assert rows(engine)[0]["status"] == final


def test_a_status_about_somebody_else_s_message_changes_nothing(engine: Engine) -> None:
    outbox = owing(engine, Carrier())
    outbox.send_due()
    outbox.status("SM2", "failed", "30003")
    assert rows(engine)[0]["status"] == "queued"


def test_only_one_of_two_processes_sends(engine: Engine) -> None:
    taken = Carrier()

    def nested(to: str, body: str) -> str:
        assert second.send_due() == 0
        return taken(to, body)

    first, second = owing(engine, Carrier()), Outbox(engine, taken)
    first._send = nested
    stale = first._due(system_time())
    assert first.send_due() == 1
    for row in stale:
        second._try(row)
    assert len(taken.taken) == 1


def test_a_process_that_died_while_sending_is_replaced_after_a_while(engine: Engine) -> None:
    outbox = owing(engine, Carrier())
    (row,) = outbox._due(system_time())
    assert outbox._claim(row)
    assert outbox.send_due() == 0
    make_due(engine)
    assert outbox.send_due() == 1


def test_the_thread_sends_what_an_earlier_process_left_and_what_comes(sqlite: Engine) -> None:
    sent: list[str] = []
    both = Event()

    def send(to: str, body: str) -> str:
        sent.append(body)
        if len(sent) == 2:
            both.set()
        return f"SM{len(sent)}"

    owing(sqlite, Carrier())
    outbox = Outbox(sqlite, send)
    outbox.worker.start()
    outbox.put(CALLER, "Noch etwas.", "x", None)
    assert both.wait(5)
    outbox.worker.stop()
    assert sent == ["Ihr Widerruf ist da.", "Noch etwas."]
