"""Whoever calls in while waiting for our call back need not wait for it: their old place, at once."""

from bot.clock import Clock
from bot.conversation.record import Record
from bot.conversation.state import Conversation, Reply, Sentence
from bot.conversation.turn import Answering, Turn
from bot.handover.callback_topic import CallbackTopics
from bot.handover.cases import Case
from bot.handover.open_callbacks import OpenCallback, OpenCallbacks
from bot.handover.waiting_room import WaitingRoom

KIND = "resume_callback"
# What the case knows of the caller's own words and needs.
KEPT = ("facts", "flags", "flags_settled", "signals", "done", "later", "child", "wish", "wish_words")


class CallbackResumed:
    """`greet` is for the beginning of a call, `questions` for the answer."""

    def __init__(
        self, found: OpenCallbacks, topics: CallbackTopics, waiting: WaitingRoom, record: Record, clock: Clock
    ) -> None:
        self._found = found
        self._topics = topics
        self._waiting = waiting
        self._record = record
        self._clock = clock

    def questions(self) -> dict[str, Answering]:
        """The handler for its question."""
        return {KIND: self._answered}

    def greet(self, talk: Conversation, greeting: Reply) -> Reply:
        """The usual greeting, or what the call back was about and whether to connect them now."""
        found = self._open(talk)
        if found is None:
            return greeting
        asked = Sentence(self._topics.greeting(found.case, talk.language), talk.language)
        talk.memory.question, talk.memory.expecting = {"kind": KIND}, "yes_no"
        talk.memory.last_said = [[asked.text, asked.language]]
        # The first sentence offers the other language.
        return Reply((greeting.sentences[0], asked), greeting.legal, "yes_no")

    def _answered(self, turn: Turn) -> Reply | None:
        """Yes: to the front where they were. No: anything else. A wish of its own is heard as one."""
        if turn.understanding is None:
            return Reply((turn.say("callback_greeting_again"),), expecting="yes_no")
        turn.memory.question = turn.memory.expecting = None
        if turn.intent == "affirm":
            return self._connect(turn)
        return turn.reply(turn.say("how_can_i_help")) if turn.intent == "deny" else None

    def _connect(self, turn: Turn) -> Reply:
        found = self._open(turn.conversation)
        if found is None:
            return turn.reply(turn.say("how_can_i_help"))
        self._remember(turn, found)
        number = found.case["case_number"]
        case = Case(found.case["id"], number, found.case["kind"])
        turn.note("callback_resumed", {"case": number})
        lead = (turn.say("callback_connect"),)
        if (reply := self._waiting.enter(turn, case, found.place, lead)) is not None:
            return reply
        if found.missed:
            return turn.services.handovers.call_back(turn, turn.say("nobody_now"))
        return turn.reply(turn.say("callback_stays"), turn.say("how_can_i_help"))

    def _remember(self, turn: Turn, found: OpenCallback) -> None:
        """It is the same matter: the packet goes on with what was known."""
        row, memory = found.case, turn.memory
        memory.case = {"id": row["id"], "number": row["case_number"], "kind": row["kind"]}
        memory.case["promised"] = not found.missed
        if before := self._record.by_id(row["conversation_id"]):
            for name in KEPT:
                setattr(memory, name, getattr(before.memory, name))

    def _open(self, talk: Conversation) -> OpenCallback | None:
        if talk.caller is None:
            return None
        return self._found.open_callback(talk.caller, self._clock.now())
