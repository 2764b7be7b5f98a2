"""A hundred callers talk while models are promoted and rolled back ten times; no turn fails."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.running.surroundings import surroundings
from bot.tuning.switching import By
from bot.understanding.rasa_client import RasaClient
from bot.wiring_models import Checkout, ModelSide, build_models
from tests.robustness.callers_at_once import GREETING, CallersAtOnce
from tests.robustness.repacked import copied, repacked
from tests.robustness.webhooks import HandMadeCall, Webhooks
from tests.stack import ROOT, Stack

CALLERS, PACE_S, TIMES, BETWEEN_S = 100, 6.0, 10, 1.2
BEFORE, AFTER = "Guten Tag. Worum geht es?", "Willkommen. Worum geht es?"
OVERRULED = By(None, "a test of the switch, not of the models", override=True)
BY = By(None, "a test")


@dataclass
class World:
    """The running hotline, its versions, and two more of them."""

    stack: Stack
    side: ModelSide
    first: int
    same: int
    other: int

    def greeted(self) -> str:
        """What a new caller hears when they say hello."""
        return HandMadeCall(Webhooks(self.stack)).say(GREETING).text

    def turns(self, since: int) -> list[dict[str, Any]]:
        """Turns after this one, with their conversation's version."""
        query = "SELECT t.*, c.model_version AS own, c.call_sid FROM turns t JOIN conversations c"
        return self.stack.rows(f"{query} ON c.id = t.conversation_id WHERE t.id > :since", since=since)

    def last_turn(self) -> int:
        """The newest turn's id."""
        return int(self.stack.rows("SELECT coalesce(max(id), 0) AS n FROM turns")[0]["n"])


@pytest.fixture
def world(stack: Stack) -> Iterator[World]:
    """Rolled back to where it was afterwards."""
    side = models_of(stack)
    serving = side.versions.now()
    assert serving
    live = serving.live
    file = ROOT / "models" / f"{live.rasa_model}.tar.gz"
    with (
        copied(file, f"same-{os.getpid()}") as same,
        repacked(file, f"other-{os.getpid()}", BEFORE, AFTER) as other,
    ):
        ids = [
            side.versions.add(made.name.removesuffix(".tar.gz"), live.gate_model, None, {}, "test")
            for made in (same, other)
        ]
        yield World(stack, side, live.id, *ids)
        serving = side.versions.now()
        if serving and serving.live != live:
            side.switching.promote(live.id, OVERRULED)


def models_of(stack: Stack) -> ModelSide:
    """As `hotline models` has them, beside the running hotline."""
    launch = surroundings({**os.environ, **stack.settings})
    secrets = json.loads((stack.data_dir / "secrets.json").read_text("utf-8"))
    rasa = RasaClient(launch.settings.rasa_url, secrets["RASA_TOKEN"])
    return build_models(Checkout(ROOT, stack.engine, launch.settings.clock()), rasa, with_gates=False)


def test_a_hundred_calls_go_on_while_models_are_promoted_and_rolled_back(world: World) -> None:
    callers, since = CallersAtOnce(world.stack, CALLERS, PACE_S), world.last_turn()
    switching, heard = world.side.switching, []
    with callers.talking():
        for time_of in range(TIMES):
            switching.promote(world.other if time_of % 2 else world.same, OVERRULED)
            heard.append(world.greeted())
            time.sleep(BETWEEN_S)
            switching.roll_back(BY)
            time.sleep(BETWEEN_S)
    turns = world.turns(since)
    slowest = sorted(callers.seconds)
    print(f"{len(turns)} turns, p95 {slowest[int(len(slowest) * 0.95)]:.2f} s, slowest {slowest[-1]:.2f} s")  # noqa: T201
    assert callers.faults == []
    failed = [turn for turn in turns if turn["failure"] or turn["said"] is None]
    assert [(turn["heard"], turn["failure"]) for turn in failed] == []
    assert {turn["own"] for turn in turns} == {world.first, world.same, world.other}
    # Whoever began with a version was answered by it to the end.
    assert [turn for turn in turns if turn["model_version"] != turn["own"]] == []
    assert len(callers.stayed) == len(range(0, CALLERS, 3))
    stayed = [turn for turn in turns if turn["call_sid"] in callers.stayed]
    assert {turn["model_version"] for turn in stayed} == {world.first}
    greeted = [turn for turn in turns if turn["intent"] == "greet" and turn["number"]]
    assert {(turn["own"] == world.other, AFTER in turn["said"]) for turn in greeted} == {
        (True, True),
        (False, False),
    }
    assert [AFTER in words for words in heard] == [bool(time_of % 2) for time_of in range(TIMES)]


def test_a_rollback_restores_the_earlier_answers_exactly(world: World) -> None:
    before = [spoken(world), spoken(world)]
    world.side.switching.promote(world.other, OVERRULED)
    assert spoken(world) != before[0]
    world.side.switching.roll_back(BY)
    assert [spoken(world), spoken(world)] == before


def spoken(world: World) -> list[str]:
    """What a new caller is told, word for word."""
    call, since = HandMadeCall(Webhooks(world.stack)), world.last_turn()
    for words in (GREETING, "wann haben Sie geöffnet", "Leipzig"):
        call.say(words)
    return [turn["said"] for turn in world.turns(since) if turn["call_sid"] == call.sid]


def test_at_a_terminal_the_same_can_be_done(world: World) -> None:
    stack = world.stack
    assert f"v{world.first}  live" in stack.command("models", "list", given="")
    told = stack.command(
        "models", "promote", f"v{world.other}", "--reason", "a test at the terminal", given=""
    )
    assert f"v{world.other}" in told
    assert AFTER in world.greeted()
    assert f"v{world.first}" in stack.command("models", "rollback", given="")
    assert BEFORE in world.greeted()
