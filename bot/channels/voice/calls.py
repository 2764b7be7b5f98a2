"""A phone call's life: greeting, turns, trouble on the line, the end."""

from collections.abc import Callable
from math import isfinite

import structlog

from bot.channels.fields import Fields
from bot.channels.run_turn import Incoming, TurnRunner
from bot.channels.voice.addresses import join_address, turn_address, voicemail_address
from bot.channels.voice.call_status import CallStatuses
from bot.channels.voice.twiml import Speech, twiml_for
from bot.conversation.must_hear import again
from bot.conversation.record import Record, Repeated, StaleConversation, TurnResult
from bot.conversation.silence import said_last
from bot.conversation.start import greeting, new_conversation, recognise
from bot.conversation.state import Conversation, Heard, Reply, Sentence
from bot.conversation.turn import Services
from bot.errors import BadRequest

log = structlog.get_logger(__name__)

# Errors that mean our answer never arrived, not that it was wrong; then it may simply be given again.
NOT_DELIVERED = range(11200, 11300)
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})

Left = Callable[[str], None]
# The greeting of this caller, given the usual one.
Welcome = Callable[[Conversation, Reply], Reply]


def nobody_waited(conversation_id: str) -> None:
    """For a hotline without experts."""


def as_usual(talk: Conversation, greeting: Reply) -> Reply:
    """For callers whom nobody was to call back."""
    return greeting


class Calls:
    """Answers the carrier's voice webhooks; every method gives a TwiML document."""

    def __init__(
        self,
        record: Record,
        runner: TurnRunner,
        services: Services,
        base_url: str,
        left: Left = nobody_waited,
    ) -> None:
        """`left(conversation_id)` is told of every caller who hung up."""
        self._left = left
        self._welcome: Welcome = as_usual
        self._record = record
        self._runner = runner
        self._services = services
        self._base_url = base_url

    def welcome_back(self, welcome: Welcome) -> None:
        """Who waits for a call back, or missed one, is greeted by `welcome`."""
        self._welcome = welcome

    def incoming(self, fields: Fields) -> str:
        """Greet a caller; the same call asked again gets the same greeting."""
        call_sid = _call_sid(fields)
        if known := self._record.by_call(call_sid):
            return self._greeted(known)
        talk = new_conversation(
            "voice", fields.get("From"), fields.get("To", "")[:64], self._services.clock.now()
        )
        talk.call_sid = call_sid
        recognise(talk, self._services.customers_with_phone)
        self._services.models.assign(talk)
        return self._begin(talk, self._greeting(talk))

    def turn(self, conversation_id: str, number: int, fields: Fields) -> str:
        """Answer what was said or keyed as turn `number`."""
        talk = self._record.by_id(conversation_id)
        if talk is None or talk.call_sid != fields.get("CallSid"):
            return self.incoming(fields)
        return self._runner.run(talk, Incoming(heard_in(fields), number), self._render)

    def trouble(self, fields: Fields) -> str:
        """The carrier could not use our last answer: give it again, or ask for the last words again."""
        talk = self._record.by_call(_call_sid(fields))
        if talk is None:
            return self.incoming(fields)
        self._record.event(talk, "carrier", "answer_failed", {"code": fields.get("ErrorCode", "")[:10]})
        last = self._record.turn(talk.id, talk.turns)
        lost = fields.get("ErrorCode", "").isdigit() and int(fields["ErrorCode"]) in NOT_DELIVERED
        if lost and last and last["answer"]:
            return str(last["answer"])
        return self._render(talk, self._ask_again(talk))

    def ended(self, fields: Fields, statuses: CallStatuses) -> None:
        """Take note of a call's progress, in whatever order the news arrives."""
        talk = self._record.by_call(_call_sid(fields))
        statuses.note(fields, self._services.clock.now())
        if talk and fields.get("CallStatus") in OVER:
            self._record.end(talk, "caller_hung_up", self._services.clock.now())
            self._left(talk.id)

    def _begin(self, talk: Conversation, reply: Reply) -> str:
        disclosed = ("ai_disclosed", {"language": talk.language})
        try:
            self._record.begin(talk, [disclosed])
            self._record.open_turn(talk, Heard(), 0, 0)
        except Repeated:
            return self._greeted(self._record.by_call(talk.call_sid or "") or talk)
        answer = self._render(talk, reply)
        result = TurnResult(reply.text(), talk.last_at, answer=answer, model_version=talk.model_version)
        try:
            self._record.close_turn(talk, 0, result, [])
        except StaleConversation:
            # Hung up while being greeted.
            self._record.close_turn_alone(talk, 0, result, [])
        return answer

    def _greeted(self, talk: Conversation) -> str:
        first = self._record.turn(talk.id, 0)
        if first and first["answer"]:
            return str(first["answer"])
        # Asked again while the first request is still at it.
        return self._render(talk, self._greeting(talk))

    def _greeting(self, talk: Conversation) -> Reply:
        return self._welcome(talk, greeting(talk, self._services.phrases))

    def _ask_again(self, talk: Conversation) -> Reply:
        line = self._services.phrases.say("line_trouble", talk.language, talk.channel)
        asked = [sentence for sentence in said_last(talk.memory) if "?" in sentence.text][-1:]
        return Reply(
            (Sentence(line, talk.language), *asked), again(talk.memory), expecting=talk.memory.expecting
        )

    def _render(self, talk: Conversation, reply: Reply) -> str:
        return twiml_for(
            reply,
            Speech(
                talk.language,
                talk.memory.slow,
                action=turn_address(self._base_url, talk),
                hints=tuple(talk.memory.hints),
                join=join_address(self._base_url, talk.id),
                voicemail=voicemail_address(self._base_url, talk.id),
            ),
        )


def heard_in(fields: Fields) -> Heard:
    """What a Gather brought; nothing at all is silence."""
    try:
        confidence = float(fields["Confidence"])
    except (KeyError, ValueError):
        confidence = None
    sure = confidence if confidence is not None and isfinite(confidence) else None
    return Heard(fields.get("SpeechResult", "").strip() or None, fields.get("Digits") or None, sure)


def _call_sid(fields: Fields) -> str:
    sid = fields.get("CallSid", "")
    if not sid:
        raise BadRequest("no CallSid")
    return sid[:64]
