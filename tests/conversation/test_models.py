"""A turn is answered by its conversation's models, or by the next best, and the record says so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.models import Look, OneModel, Pair
from bot.conversation.state import Conversation, Heard
from bot.conversation.take_turn import result_of, take_turn
from bot.conversation.turn import Services, Turn
from bot.store.database import make_engine
from bot.understanding.understand import Understand
from tests.builders import ScriptedRasa, conversation, flag, handover_on, said, services, sure


class TwoVersions:
    """Version 1 runs on `old`, version 2, which is live, on `new`."""

    def assign(self, talk: Conversation) -> None:
        talk.model_version = 2

    def pairs(self, version: int | None) -> Iterator[Pair]:
        if version == 1:
            yield Pair(1, "old")
        yield Pair(2, "new")
        yield Pair()

    def gate(self, version: int | None) -> Look | None:
        return lambda text, language: (flag("threat"),) if version == 1 and "drohung" in text else ()


def given(rasa: ScriptedRasa, **changes: Any) -> Services:
    changes = {"understand": Understand(rasa, on=rasa.on), "models": TwoVersions(), **changes}
    return services(rasa, **changes)


def asked(rasa: ScriptedRasa, version: int | None) -> tuple[Turn, int | None]:
    """A turn of a conversation with this version, and the version that answered."""
    rasa.intents["wo ist sie"] = sure("order_status")
    rasa.answers = [said("Welche Nummer?", "order_number")]
    reply, turn = take_turn(conversation(model_version=version), Heard("wo ist sie"), given(rasa), 5)
    assert "Welche Nummer?" in reply.text()
    return turn, result_of(turn, reply).model_version


def test_its_own_model_answers() -> None:
    rasa = ScriptedRasa()
    turn, answered_by = asked(rasa, 1)
    assert (rasa.asked[0]["model"], answered_by) == ("old", 1)
    assert [what for what, _ in turn.events] == []


def test_a_model_that_is_gone_is_stood_in_for_by_the_live_one_and_the_turn_does_not_fail() -> None:
    rasa = ScriptedRasa(missing={"old"})
    turn, answered_by = asked(rasa, 1)
    assert (rasa.asked[0]["model"], answered_by, turn.failure) == ("new", 2, None)
    assert turn.events == [("model_missing", {"model": "old"})]


def test_where_none_of_them_can_be_used_rasa_answers_with_what_it_has() -> None:
    rasa = ScriptedRasa(missing={"old", "new"})
    turn, answered_by = asked(rasa, 1)
    assert ("model" in rasa.asked[0], answered_by, turn.failure) == (False, None, None)


def test_a_hotline_without_versions_asks_for_no_model() -> None:
    rasa = ScriptedRasa({"wo ist sie": sure("order_status")}, [said("Welche?", "order_number")])
    _, turn = take_turn(conversation(), Heard("wo ist sie"), services(rasa, models=OneModel()), 5)
    assert "model" not in rasa.asked[0]
    assert turn.models.version is None


def test_a_turn_that_needs_no_model_is_its_conversations() -> None:
    reply, turn = take_turn(conversation(model_version=1), Heard(), given(ScriptedRasa()), 5)
    assert result_of(turn, reply).model_version == 1


def test_the_record_says_what_was_asked_for_before_the_turn() -> None:
    talk = conversation()
    talk.memory.expecting = "order_number"
    rasa = ScriptedRasa({"wo ist sie": sure("order_status")}, [said("Wohin?", "postcode")])
    reply, turn = take_turn(talk, Heard("wo ist sie"), services(rasa), 5)
    assert result_of(turn, reply).understood["expecting"] == "order_number"
    assert talk.memory.expecting == "postcode"


@pytest.mark.parametrize(("version", "heard"), [(1, ["threat"]), (2, [])])
def test_the_gate_is_the_versions_own(tmp_path: Path, version: int, heard: list[str]) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/hotline.db")
    situations = handover_on(engine, lambda text, language: (flag("crisis"),)).delicate
    turn = Turn(conversation(model_version=version), Heard("eine drohung"), given(ScriptedRasa()), 1e12)
    situations.heard(turn)
    assert [one.code for one in turn.flags] == heard
