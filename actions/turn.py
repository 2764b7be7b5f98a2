"""What a caller said in this turn, and what the dialogue remembers, read from Rasa's tracker."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

# Rasa's own actions, which answer nobody.
SILENT = ("action_listen", "action_session_start", "action_extract_slots", "action_deactivate_loop")


@dataclass(frozen=True)
class Turn:
    """One turn as an action sees it. `entities` come ready-made from the server, best reading in `value`.

    A form that is `resumed` hears nothing: another action has answered, the form repeats its open question.
    """

    conversation_id: str
    text: str
    intent: str
    entities: tuple[Mapping[str, Any], ...]
    slots: Mapping[str, Any]
    resumed: bool

    @classmethod
    def read(cls, tracker: Tracker, form: str | None = None) -> "Turn":
        """The turn a tracker stands in, as this form (or an action without one) sees it."""
        resumed = form is not None and _resumed(tracker.events, form)
        message = {} if resumed else tracker.latest_message
        return cls(
            conversation_id=tracker.sender_id,
            text=message.get("text") or "",
            intent=(message.get("intent") or {}).get("name") or "",
            entities=tuple(message.get("entities") or ()),
            slots=tracker.slots,
            resumed=resumed,
        )

    @property
    def requested(self) -> str | None:
        """What the bot had asked for, unless something else was answered meanwhile."""
        return None if self.resumed else self.slots.get("requested_slot")

    @property
    def attempt(self) -> int:
        """How often the open question went unanswered."""
        return int(self.slots.get("attempt") or 0)

    @property
    def language(self) -> str:
        """ "de" or "en"."""
        return self.slots.get("language") or "de"

    @property
    def channel(self) -> str:
        """ "voice" or "sms"."""
        return self.slots.get("channel") or "voice"

    @property
    def customers(self) -> tuple[str, ...]:
        """Customers whose stored number is the caller's: a hint, never a proof."""
        return tuple(self.slots.get("caller_customers") or ())

    @property
    def caller(self) -> str | None:
        """What wrong attempts of the calling number are counted under; None when it is withheld."""
        return self.slots.get("caller")

    def entity(self, kind: str) -> Mapping[str, Any] | None:
        """The last thing of this kind the caller said: whoever corrects himself does so at the end."""
        return next((found for found in reversed(self.entities) if found.get("entity") == kind), None)

    def value(self, kind: str) -> str | None:
        """Its best reading in canonical form."""
        found = self.entity(kind)
        return str(found["value"]) if found else None

    def said(self, slot: str) -> str | None:
        """The words that answer this open question; a mere yes or hello answers none."""
        answered = self.requested == slot and self.intent not in ("affirm", "greet")
        return self.text or None if answered else None

    def answers(self, slot: str, intent: str) -> bool:
        """This is a yes or no (`intent`) to just this question, not one left over from before."""
        return self.requested == slot and self.intent == intent


def _resumed(events: list[dict[str, Any]], form: str) -> bool:
    # When Rasa runs a form after another action in the same turn, the caller's words have had their answer.
    for event in reversed(events):
        if event["event"] == "user":
            return False
        if event["event"] == "action" and event["name"] not in (form, *SILENT):
            return True
    return False
