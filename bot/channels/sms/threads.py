"""An SMS thread's life: one message in, one message out, until it rests."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Engine
from twilio.twiml.messaging_response import MessagingResponse

from bot.channels.outbox import opt_in, opt_out
from bot.channels.run_turn import Incoming, TurnRunner
from bot.channels.sms.stop_words import start_word, stop_word
from bot.channels.sms.wording import as_text
from bot.conversation.record import Record
from bot.conversation.start import new_conversation, recognise, usable_number
from bot.conversation.state import Conversation, Heard, Reply, Sentence
from bot.conversation.turn import Services
from bot.errors import BadRequest
from bot.understanding.language import other_language

NUMBER_TRIES = 5

Fields = Mapping[str, str]


class Threads:
    """Answers the carrier's SMS webhook with a messaging TwiML document."""

    def __init__(
        self, record: Record, runner: TurnRunner, services: Services, engine: Engine, rest: timedelta
    ) -> None:
        self._record = record
        self._runner = runner
        self._services = services
        self._engine = engine
        self._rest = rest

    def incoming(self, fields: Fields) -> str:
        """Answer a message; the same message asked again gets the same answer."""
        sid = (fields.get("MessageSid") or fields.get("SmsSid") or "")[:64]
        if not sid:
            raise BadRequest("no MessageSid")
        body = fields.get("Body", "").strip()
        if (answer := self._stop_or_start(fields, body)) is not None:
            return answer
        if (known := self._record.turn_by_message(sid)) is not None:
            talk = self._record.by_id(known["conversation_id"])
            if talk:
                return self._runner.run(talk, Incoming(Heard(body), known["number"], sid), self._render)
        return self._turn(self._thread(fields, body), sid, fields, body)

    def _turn(self, talk: Conversation, sid: str, fields: Fields, body: str) -> str:
        if not body:
            return self._nothing_to_read(talk, fields)
        for number in range(talk.turns + 1, talk.turns + 1 + NUMBER_TRIES):
            # Two messages at once may want the same number; the message's own sid tells a repeat from a race.
            taken = self._record.turn(talk.id, number)
            if taken is None or taken["message_sid"] == sid:
                return self._runner.run(talk, Incoming(Heard(body), number, sid), self._render)
        raise BadRequest("too many messages at once")

    def _thread(self, fields: Fields, body: str) -> Conversation:
        now = self._services.clock.now()
        sender = usable_number(fields.get("From")) or fields.get("From", "")[:64]
        called = fields.get("To", "")[:64]
        if running := self._record.running_thread(sender, called, now - self._rest):
            return running
        talk = new_conversation("sms", fields.get("From"), called, now)
        talk.caller = sender
        talk.language = "en" if (other_language(body, talk.language) == "en") else talk.language
        recognise(talk, self._services.customers_with_phone)
        self._record.begin(talk, [("ai_disclosed", {"language": talk.language})])
        return talk

    def _nothing_to_read(self, talk: Conversation, fields: Fields) -> str:
        """A picture or an empty message: say what can be done instead."""
        pictures = fields.get("NumMedia", "0") not in ("", "0")
        key = "media_only" if pictures else "empty_message"
        self._record.event(talk, "caller", "message_without_words", {"media": pictures})
        text = self._services.phrases.say(key, talk.language, "sms")
        return _twiml(self._with_disclosure(talk, text))

    def _stop_or_start(self, fields: Fields, body: str) -> str | None:
        """Stop words take effect at once; what the carrier answers itself is not answered twice."""
        number = fields.get("From", "")[:64]
        language = new_conversation("sms", number, "", self._services.clock.now()).language
        by_carrier = bool(fields.get("OptOutType"))
        if word := stop_word(body):
            with self._engine.begin() as db:
                opt_out(db, number, word.text)
            return _twiml(
                ""
                if by_carrier or word.carriers_own
                else self._services.phrases.say("stopped", language, "sms")
            )
        if start_word(body):
            with self._engine.begin() as db:
                opt_in(db, number)
            return _twiml("" if by_carrier else self._services.phrases.say("started", language, "sms"))
        return _twiml("") if by_carrier else None

    def _render(self, talk: Conversation, reply: Reply) -> str:
        text = as_text(reply)
        return _twiml(self._with_disclosure(talk, text) if text else "")

    def _with_disclosure(self, talk: Conversation, text: str) -> str:
        """The first message of a thread says that a machine writes."""
        if talk.language in talk.memory.disclosed:
            return text
        talk.memory.disclosed.append(talk.language)
        line = Sentence(self._services.phrases.say("disclosure", talk.language, "sms"), talk.language)
        return f"{line.text} {text}"


def _twiml(text: str) -> str:
    response = MessagingResponse()
    if text:
        response.message(text)
    return str(response)
