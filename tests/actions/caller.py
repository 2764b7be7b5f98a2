"""A caller in front of the actions; Rasa's part is played with its own tracker JSON: slots in, events out."""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.action import HotlineAction
from actions.wiring import Hotline
from tests.actions.wordings import responses, worded

TRACKERS = Path(__file__).with_name("trackers.json")


def stored_tracker(name: str, form: str = "order_form") -> dict[str, Any]:
    """Tracker JSON as Rasa 3.6 sends it to an action server, in the middle of this form."""
    loaded: dict[str, Any] = json.loads(TRACKERS.read_text("utf-8").replace('"order_form"', f'"{form}"'))[
        name
    ]
    return loaded


@dataclass
class Answer:
    """What one turn brought: responses by name, their words, requests to the server, the open question."""

    responses: list[str] = field(default_factory=list)
    text: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    asks: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """No event at all: Rasa takes the form as not concerned."""
        return not self.events

    @property
    def done(self) -> list[str]:
        return [request["done"] for request in self.requests if "done" in request]

    @property
    def handover(self) -> dict[str, Any] | None:
        return next((request["handover"] for request in self.requests if "handover" in request), None)


class Caller:
    """One conversation with one action."""

    def __init__(self, action: type[HotlineAction], hotline: Hotline, **slots: Any) -> None:
        self._action = action(lambda: hotline)
        self.slots = {"language": "de", "channel": "voice", "caller_customers": [], "attempt": 0, **slots}

    def says(self, intent: str, text: str = "…", **entities: Any) -> Answer:
        """One turn; an entity is its value, or all its readings."""
        heard = {"intent": {"name": intent}, "text": text, "entities": _entities(entities)}
        return self._turn({**self._stored("answered"), "latest_message": heard})

    def is_back(self) -> Answer:
        """Another action has answered, and Rasa comes back to the form."""
        return self._turn(self._stored("resumed"))

    def _turn(self, state: dict[str, Any]) -> Answer:
        dispatcher = CollectingDispatcher()
        tracker = Tracker.from_dict({**state, "sender_id": "call-1", "slots": self.slots})
        events = asyncio.run(self._action.run(dispatcher, tracker, {}))
        self.slots |= {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        return self._answer(dispatcher.messages, events)

    def _stored(self, name: str) -> dict[str, Any]:
        return stored_tracker(name, self._action.form or "order_form")

    def _answer(self, messages: list[dict[str, Any]], events: list[dict[str, Any]]) -> Answer:
        asks = self.slots.get("requested_slot")
        said = [(m["response"], worded(m["response"], self.slots, m)) for m in messages if m["response"]]
        if asks and f"utter_ask_{asks}" in responses() and events:
            said.append((f"utter_ask_{asks}", worded(f"utter_ask_{asks}", self.slots, {})))
        return Answer(
            responses=[name for name, _ in said],
            text=" ".join(words for _, words in said),
            requests=[message["custom"] for message in messages if message["custom"]],
            asks=asks,
            events=events,
        )


def _entities(entities: dict[str, Any]) -> list[dict[str, Any]]:
    readings = {name: value if isinstance(value, list) else [value] for name, value in entities.items()}
    return [{"entity": name, "value": read[0], "readings": read} for name, read in readings.items()]
