"""Run by Rasa's own interpreter: scenarios for stores and locks, their results as JSON on the last line."""

import asyncio
import json
import os
import sys
from typing import Any


def _store(**more: Any) -> Any:
    from rasa.shared.core.domain import Domain

    from bot.nlu.stores import DialogueStore

    slots = {"slots": {"order_number": {"type": "text", "mappings": [{"type": "custom"}]}}}
    return DialogueStore(Domain.from_dict(slots), **more)


def _conversation(name: str, said: str) -> Any:
    from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    heard = UserUttered(said, {"name": "greet", "confidence": 1.0})
    events = [ActionExecuted("action_listen"), heard, SlotSet("order_number", "WM-104823")]
    return DialogueStateTracker.from_events(name, events)


async def round_trip() -> list[Any]:
    """Saved, then read by another store on the same database."""
    await _store().save(_conversation("odd", "Grüß Gott 😀 '; DROP TABLE x;-- \x00"))
    found = await _store().retrieve("odd")
    return [found.latest_message.text, found.get_slot("order_number"), len(found.events)]


async def replaced() -> list[Any]:
    """Saved twice: what counts is the second."""
    store = _store()
    for said in ("eins", "zwei"):
        await store.save(_conversation("twice", said))
    found = await store.retrieve("twice")
    return [list(await store.keys()).count("twice"), found.latest_message.text]


async def unknown() -> Any:
    """Nobody has said anything."""
    return await _store().retrieve("nobody")


async def cleaned() -> list[str]:
    """What rested for longer than kept is gone when the store is opened again."""
    await _store(now=lambda: 0.0).save(_conversation("old", "x"))
    await _store(now=lambda: 47 * 3600.0).save(_conversation("young", "x"))
    return sorted({"old", "young"} & set(await _store(now=lambda: 49 * 3600.0).keys()))


async def locked() -> dict[str, int]:
    """Ten turns each in two conversations: how many ran at once, in one and over all."""
    from bot.nlu.locks import ConversationLocks

    locks, inside, most = ConversationLocks(), {"a": 0, "b": 0}, {"a": 0, "b": 0, "both": 0}

    async def turn(name: str) -> None:
        async with locks.lock(name):
            inside[name] += 1
            most[name] = max(most[name], inside[name])
            most["both"] = max(most["both"], sum(inside.values()))
            await asyncio.sleep(0.005)
            inside[name] -= 1

    await asyncio.gather(*(turn(name) for name in "ab" * 10))
    return most


async def released() -> str:
    """A turn that breaks leaves its conversation open."""
    from bot.nlu.locks import ConversationLocks

    locks = ConversationLocks()
    try:
        async with locks.lock("a"):
            raise ValueError
    except ValueError:
        pass
    async with locks.lock("a"):
        return "open"


async def impatient() -> str:
    """A turn that never ends: the next one gives up."""
    from rasa.core.lock_store import LockError

    from bot.nlu import locks as module

    module.PATIENCE_S = 0.05
    locks = module.ConversationLocks()
    async with locks.lock("a"):
        try:
            async with locks.lock("a"):
                return "both"
        except LockError as error:
            return type(error).__name__


async def several_workers() -> str:
    """Sanic with two workers and no Redis."""
    from bot.nlu.locks import ConversationLocks

    try:
        ConversationLocks(environ={**os.environ, "SANIC_WORKERS": "2"})
    except Exception as error:
        return str(error)
    return ""


async def intents() -> dict[str, Any]:
    """A model of three intents: what it says of new words, and after it was saved and loaded."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from bot.nlu.intent_model import IntentModel

    things = ("lampe", "stuhl", "tisch", "regal", "sofa")
    wishes = {
        "cancel": "ich will den %s stornieren",
        "status": "wo bleibt mein %s",
        "hours": "wann offen wegen %s",
    }
    texts = [wish % thing for wish in wishes.values() for thing in things]
    german = ["de"] * len(texts)
    model = IntentModel.trained(texts, german, [name for name in wishes for _ in things])
    new = ["bitte schrank stornieren", "wo ist der schrank", "offen heute", "😀"]
    with TemporaryDirectory() as folder:
        model.save(Path(folder) / "intents.npz")
        loaded = IntentModel.load(Path(folder) / "intents.npz").rank(new, german[: len(new)])
    rankings = model.rank(new, german[: len(new)])
    best = [(ranking[0]["name"], round(ranking[0]["confidence"], 4)) for ranking in rankings]
    return {
        "found": [name for name, _ in best[:3]],
        "sums": [round(sum(entry["confidence"] for entry in ranking), 3) for ranking in rankings],
        "unsure": best[3][1] < 0.6,
        "same": best == [(ranking[0]["name"], round(ranking[0]["confidence"], 4)) for ranking in loaded],
    }


async def two_intents() -> list[str]:
    """The fewest possible, with one example each."""
    from bot.nlu.intent_model import IntentModel

    model = IntentModel.trained(["ja gern", "nein danke"], ["de", "de"], ["affirm", "deny"])
    return [ranking[0]["name"] for ranking in model.rank(["ja", "nein"], ["de", "de"])]


async def calibrated() -> list[float]:
    """The sharpness found for margins that are right nine times in ten, and for margins that say nothing."""
    import numpy as np

    from bot.nlu.sharpness import sharpness

    right = np.zeros(100, dtype=int)
    telling, mute = np.zeros((100, 2)), np.zeros((100, 2))
    telling[:90, 0], telling[90:, 1], mute[::2, 0], mute[1::2, 1] = 0.4, 0.4, 0.4, 0.4
    return [sharpness(telling, right), sharpness(mute, right)]


if __name__ == "__main__":
    results = {name: asyncio.run(globals()[name]()) for name in sys.argv[1:]}
    sys.stdout.write(json.dumps(results))
