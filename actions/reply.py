"""What an action wants said, asked, remembered and done: collected here, handed to Rasa once."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn

REQUESTED = "requested_slot"
# Responses that ask are worded differently each time; `wording` is what their conditions look at.
REPEATED = ("again", "last")


class Reply:
    """Collects one turn's answer. Values said must be canonical; the channel renders the markup."""

    def __init__(self, turn: Turn, dispatcher: CollectingDispatcher) -> None:
        self._turn = turn
        self._dispatcher = dispatcher
        self._slots: dict[str, Any] = {}
        self._next: str | None = None

    def say(self, response: str, **values: object) -> None:
        """Utter a response of domain.yml in the caller's language."""
        self._dispatcher.utter_message(response=response, **values)

    def remember(self, **slots: Any) -> None:
        """Keep values for later turns."""
        self._slots.update(slots)

    def recall(self, slot: str) -> Any:
        """A slot's value, as of now in this turn."""
        return self._slots[slot] if slot in self._slots else self._turn.slots.get(slot)

    def ask(self, slot: str, first: str = "first") -> None:
        """Leave this as the open question; Rasa utters `utter_ask_<slot>` where the domain has it.

        `first` is the wording for the first time it is asked.
        """
        repeated = self._turn.attempt if self._turn.slots.get(REQUESTED) == slot else 0
        self.remember(**{REQUESTED: slot, "wording": (first, *REPEATED)[min(repeated, len(REPEATED))]})

    @property
    def asks(self) -> bool:
        """A question has been left open in this turn."""
        return bool(self._slots.get(REQUESTED))

    def close(self) -> None:
        """No question is open any more: the form ends."""
        self.remember(**{REQUESTED: None})

    def done(self, wish: str) -> None:
        """Tell the server that a wish is settled."""
        self._custom({"done": wish})

    def hand_over(self, reason: str, kind: str, summary: Mapping[str, Any]) -> None:
        """Ask the server for a person; it decides when and tells the caller."""
        facts = {name: value for name, value in summary.items() if value is not None}
        self._custom({"handover": {"reason": reason, "kind": kind, "summary": facts}})

    def record(self, **facts: Any) -> None:
        """Facts for the conversation's record."""
        self._custom({"record": facts})

    def receipt(self, **facts: Any) -> None:
        """What the server must confirm to the caller in writing."""
        self._custom({"receipt": facts})

    def send_code(self, **request: Any) -> None:
        """Have the server send a one-time code; which, only the server and the caller's phone know."""
        self._custom({"send_code": request})

    def must_hear(self, token: str, responses: Sequence[str]) -> None:
        """These responses are read out uninterrupted; whether they were, the slot `heard` says next turn."""
        self._custom({"must_hear": {"token": token, "responses": list(responses)}})

    def confirm_order(self, order_number: str) -> None:
        """Have the server send the order's confirmation now."""
        self._custom({"confirm_order": {"order_number": order_number}})

    def hint(self, words: Sequence[str]) -> None:
        """Words likely in the answer to the question asked in this turn, for the speech recogniser."""
        if words:
            self._custom({"hints": list(words)})

    def go_on_with(self, action: str) -> None:
        """Run this action next, in the same turn."""
        self._next = action

    def events(self) -> list[EventType]:
        """All of it as Rasa's events."""
        slots = [SlotSet(name, value) for name, value in self._slots.items()]
        return [*slots, *([FollowupAction(self._next)] if self._next else [])]

    def _custom(self, payload: dict[str, Any]) -> None:
        self._dispatcher.utter_message(json_message=payload)
