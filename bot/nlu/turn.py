"""One turn of the dialogue: what was understood goes in, what the bot says comes out. No NLU runs here.

A turn either happens or it does not: when an action cannot be executed, nothing of the turn is kept, so that
the caller can say the same again and the dialogue has not believed in something that never ran.
"""

import logging
from typing import Any, Dict, List

from rasa.core.actions.action import Action, ActionExecutionRejection, ActionExtractSlots
from rasa.core.agent import Agent
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.tracker_store import TrackerStore
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.events import ActionExecutionRejected, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.errors import DialogueUnavailable
from bot.nlu.answers import answer
from bot.nlu.bodies import TurnBody
from bot.nlu.outputs import output_for
from bot.nlu.sessions import new_session, shortened

# The kind of value that nobody may read later.
CODE = "code"

logger = logging.getLogger(__name__)


class ActionFailed(DialogueUnavailable):
    """An action could not be executed; the message is its name."""


class Turn:
    """A turn with the agent's present model."""

    def __init__(self, agent: Agent, body: TurnBody) -> None:
        self._processor = agent.processor
        self._domain = agent.processor.domain
        self._model = agent.model_id
        self._locks = agent.lock_store
        self._store = unguarded(agent.tracker_store)
        self._body = body
        self._said = output_for(body.channel)

    async def run(self) -> Dict[str, Any]:
        """The answer of the contract; raises what the store or the lock raises."""
        async with self._locks.lock(self._body.conversation_id):
            tracker = await self._tracker()
            try:
                await self._play(tracker)
            except ActionFailed as failure:
                logger.warning("action %s failed: %s", failure, failure.__cause__.__class__.__name__)
                return self._answer(await self._tracker(), failed=True)
            _forget_codes(tracker)
            await self._store.save(tracker)
            return self._answer(tracker, failed=False)

    async def _tracker(self) -> DialogueStateTracker:
        conversation = self._body.conversation_id
        stored = await self._store.retrieve(conversation)
        return shortened(stored, self._domain) if stored else new_session(conversation, self._domain)

    def _answer(self, tracker: DialogueStateTracker, failed: bool) -> Dict[str, Any]:
        return {**answer(tracker, self._said), "failed": failed, "model": self._model}

    async def _play(self, tracker: DialogueStateTracker) -> None:
        tracker.update_with_events([*self._news(tracker), self._utterance()], self._domain)
        await self._extract_slots(tracker)
        listening = False
        while not listening:
            action, prediction = self._next_action(tracker)
            await self._act(tracker, action, prediction)
            listening = not self._processor.should_predict_another_action(action.name())

    def _news(self, tracker: DialogueStateTracker) -> List[Event]:
        known = {name: slot.value for name, slot in tracker.slots.items()}
        said = self._body.slots.items()
        return [SlotSet(name, value) for name, value in said if name in known and known[name] != value]

    def _utterance(self) -> UserUttered:
        body = self._body
        intent = {"name": body.intent, "confidence": body.confidence}
        parse_data = {"text": body.text, "intent": intent, "entities": body.entities}
        return UserUttered(body.text, intent, body.entities, parse_data, input_channel=body.channel)

    def _next_action(self, tracker: DialogueStateTracker) -> Any:
        try:
            return self._processor.predict_next_with_tracker_if_should(tracker)
        except ActionLimitReached as error:
            raise ActionFailed("too many actions in one turn") from error

    async def _extract_slots(self, tracker: DialogueStateTracker) -> None:
        extraction = ActionExtractSlots(self._processor.action_endpoint)
        events = await self._run(extraction, tracker)
        tracker.update_with_events(events, self._domain)
        await self._say(tracker, events)

    async def _act(self, tracker: DialogueStateTracker, action: Action, prediction: PolicyPrediction) -> None:
        name, policy, confidence = action.name(), prediction.policy_name, prediction.max_confidence
        try:
            events = await self._run(action, self._with(prediction.events, tracker))
        except ActionExecutionRejection:
            tracker.update(ActionExecutionRejected(name, policy, confidence))
            return
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self._domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self._domain)
        if any(isinstance(event, UserUttered) for event in events):
            await self._extract_slots(tracker)
        await self._say(tracker, events)

    async def _run(self, action: Action, tracker: DialogueStateTracker) -> List[Event]:
        try:
            return await action.run(self._said, self._processor.nlg, tracker, self._domain) or []
        except ActionExecutionRejection:
            raise
        except Exception as error:
            raise ActionFailed(action.name()) from error

    def _with(self, events: List[Event], tracker: DialogueStateTracker) -> DialogueStateTracker:
        # A copy replays the whole session; it is only needed when a rejection would have to take events back.
        if not events:
            return tracker
        ahead = tracker.copy()
        ahead.update_with_events(events, self._domain)
        return ahead

    async def _say(self, tracker: DialogueStateTracker, events: List[Event]) -> None:
        for event in events:
            if isinstance(event, BotUttered):
                await self._said.send_response(tracker.sender_id, event.message())


def _forget_codes(tracker: DialogueStateTracker) -> None:
    """What was given as a code has had its use: it is not stored."""
    for event in tracker.events:
        if isinstance(event, UserUttered):
            for entity in (*event.entities, *event.parse_data.get("entities", ())):
                if entity.get("entity") == CODE:
                    entity.update(value="", readings=[])


def unguarded(store: TrackerStore) -> TrackerStore:
    """The store itself: Rasa's wrapper answers a broken database with an empty conversation."""
    return getattr(store, "_tracker_store", store)
