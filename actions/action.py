"""What all actions share: read the turn, answer it, hand the answer to Rasa."""

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import wiring
from actions.reply import Reply
from actions.talk import Talk
from actions.turn import Turn
from bot.current import held

# Rasa runs `validate_<form>` in every turn of a form.
TAKES_TURNS_OF = "validate_"


class HotlineAction(Action, ABC):
    """An action by its name in domain.yml.

    Errors of the shop are not caught here or in any action: the action server then answers 500, Rasa's
    channel reports the turn as failed, and the server apologises and offers a person.
    """

    action_name: str

    def __init__(self, source: wiring.Source = wiring.hotline) -> None:
        self._source = source

    @property
    def form(self) -> str | None:
        """The form this action takes the turns of, None for an action on its own."""
        return self.action_name.removeprefix(TAKES_TURNS_OF) if TAKES_TURNS_OF in self.action_name else None

    def name(self) -> str:
        """The name Rasa calls it by."""
        return self.action_name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer one turn."""
        turn = Turn.read(tracker, self.form)
        reply = Reply(turn, dispatcher)
        with held():
            self.answer(Talk(turn, reply, self._source()))
        return reply.events()

    @abstractmethod
    def answer(self, talk: Talk) -> None:
        """Say, ask and remember what this turn calls for; saying nothing at all refuses the turn."""
