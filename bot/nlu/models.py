"""Several models in one Rasa process, side by side: a turn says which it wants.

A model is loaded in a thread of its own while other turns go on; who asks for one that is not there yet waits
a moment and is then refused, so that the server can let another version answer. Stores and locks are shared:
one conversation has one dialogue and one turn at a time, whatever model answers it.
"""

import asyncio
import copy
import re
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, AsyncIterator, Dict, List, Optional

from rasa.core.agent import Agent
from rasa.shared.exceptions import RasaException

from bot.nlu.action_endpoint import BoundedActions
from bot.nlu.fields import BodyRefused
from bot.nlu.parses import parses
from bot.nlu.turn import unguarded

# Beside the one Rasa was started with, which never goes.
KEPT = 3
# Of a turn's time: another version can still answer it afterwards.
PATIENCE_S = 1.5
ENDING = ".tar.gz"
# A file of the models folder, never a path.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
LONGEST_NAME = 80


class ModelMissing(BodyRefused):
    """This model cannot be used now; the message says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, 404)


class Loaded:
    """A model in memory, and how many turns are running on it."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent
        self.turns = 0


class Models:
    """All models of one Rasa process; everything here happens in its event loop but the loading itself."""

    def __init__(self) -> None:
        # The least recently used first.
        self._loaded: Dict[str, Loaded] = {}
        self._loading: Dict[str, "asyncio.Task[Loaded]"] = {}
        # One at a time: two would hold up the turns twice as much.
        self._turnstile: Optional[asyncio.Lock] = None

    @asynccontextmanager
    async def using(
        self, main: Agent, name: Optional[str], patience_s: float = PATIENCE_S
    ) -> AsyncIterator[Agent]:
        """The named model, or the one Rasa was started with; raises ModelMissing."""
        if name is None or name == name_of(main):
            yield main
            return
        loaded = self._loaded.get(name) or await self._soon(main, checked(name), patience_s)
        self._loaded[name] = self._loaded.pop(name, loaded)
        loaded.turns += 1
        try:
            yield loaded.agent
        finally:
            loaded.turns -= 1

    def names(self, main: Agent) -> List[str]:
        """What could answer at once."""
        return sorted({*self._loaded, *filter(None, [name_of(main)])})

    async def close(self) -> None:
        """Drop every connection."""
        for loaded in self._loaded.values():
            await _close(loaded.agent)

    async def _soon(self, main: Agent, name: str, patience_s: float) -> Loaded:
        task = self._loading.get(name)
        if task is None:
            task = self._loading[name] = asyncio.ensure_future(self._load(main, name))
            # Whoever asked may have given up by the time it fails.
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            return await asyncio.wait_for(asyncio.shield(task), patience_s)
        except asyncio.TimeoutError:
            raise ModelMissing(f"{name} is still being loaded") from None

    async def _load(self, main: Agent, name: str) -> Loaded:
        try:
            self._turnstile = self._turnstile or asyncio.Lock()
            async with self._turnstile:
                loop = asyncio.get_running_loop()
                loaded = Loaded(await loop.run_in_executor(None, load, main, name))
            self._loaded[name] = loaded
            await self._let_go(name)
            return loaded
        finally:
            del self._loading[name]

    async def _let_go(self, newest: str) -> None:
        """Of those nobody is just using, the least recently used."""
        idle = [name for name, loaded in self._loaded.items() if not loaded.turns and name != newest]
        for name in idle[: max(0, len(self._loaded) - KEPT)]:
            await _close(self._loaded.pop(name).agent)


def checked(name: str) -> str:
    """The name, if it is one of a file in the models folder; raises ModelMissing."""
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise ModelMissing("that is not the name of a model")
    return name


def name_of(agent: Agent) -> Optional[str]:
    """The file name of an agent's model without its ending; None while it has none."""
    return agent.processor.model_filename.replace(ENDING, "") if agent.processor else None


def load(main: Agent, name: str) -> Agent:
    """A model from beside the one Rasa was started with, ready to answer; raises ModelMissing."""
    file = _folder(main) / f"{name}{ENDING}"
    if not file.is_file():
        raise ModelMissing(f"there is no model {name}")
    # The same connection to the dialogues, but every model knows slots of its own.
    store = copy.copy(unguarded(main.tracker_store))
    try:
        agent = Agent.load(
            file, tracker_store=store, lock_store=main.lock_store, action_endpoint=main.action_endpoint
        )
        # What is read when first used must not be while somebody waits on the line.
        parses(agent.processor, ["hallo"], "de")
    except (RasaException, ValueError, KeyError, OSError, EOFError) as error:
        raise ModelMissing(f"{name} cannot be loaded: {type(error).__name__}") from error
    return agent


def _folder(main: Agent) -> Path:
    if main.processor is None:
        return Path("models")
    path = Path(main.processor.model_path)
    return path if path.is_dir() else path.parent


async def _close(agent: Any) -> None:
    if isinstance(agent.action_endpoint, BoundedActions):
        await agent.action_endpoint.close()
