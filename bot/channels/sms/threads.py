"""An SMS thread's life: one message in, one message out, until it rests."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Engine
from twilio.twiml.messaging_response import MessagingResponse

from bot.channels.fields import Fields
from bot.channels.outbox import opt_in, opt_out
from bot.channels.run_turn import Incoming, TurnRunner
from bot.channels.sms.stop_words import CARRIERS_OWN, start_word, stop_word
from bot.channels.sms.wording import as_text
from bot.conversation.record import NumberTaken, Record, Repeated
from bot.conversation.start import first_language, new_conversation, recognise, usable_number
from bot.conversation.state import Conversation, Heard, Reply, Sentence
from bot.conversation.turn import Services
from bot.errors import BadRequest
from bot.handover.waits import Waits
from bot.understanding.language import other_language

NUMBER_TRIES = 50
# The carrier's own limit.
MOST_PICTURES = 10
LONGEST_ADDRESS = 300
# Longer than any wait for a person.
LONGEST_WAIT = timedelta(days=60)


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
        self._waits = Waits(engine)

    def incoming(self, fields: Fields) -> str:
        """Answer a message; the same message asked again gets the same answer."""
        sid = (fields.get("MessageSid") or fields.get("SmsSid") or "")[:64]
        if not sid:
            raise BadRequest("no MessageSid")
        body = fields.get("Body", "").strip()
        if (answer := self._stop_or_start(fields, body)) is not None:
            return answer
        heard = Heard(body or None, pictures=_pictures(fields))
        if (known := self._record.turn_by_message(sid)) is not None:
            talk = self._record.by_id(known["conversation_id"])
            if talk:
                return self._runner.run(talk, Incoming(heard, known["number"], sid), self._render)
        return self._turn(self._thread(fields, body), Incoming(heard, 0, sid))

    def _turn(self, talk: Conversation, incoming: Incoming) -> str:
        """Run it as the thread's next turn; of two messages at once the slower one takes the number after."""
        for _ in range(NUMBER_TRIES):
            try:
                return self._runner.run(talk, replace(incoming, number=talk.turns + 1), self._render)
            except NumberTaken:
                talk = self._record.by_id(talk.id) or talk
        raise BadRequest("too many messages at once")

    def _thread(self, fields: Fields, body: str) -> Conversation:
        now = self._services.clock.now()
        sender, called = _sender(fields), fields.get("To", "")[:64]
        rested_before = now - self._rest
        if running := self._running(sender, called, now):
            return running
        talk = new_conversation("sms", fields.get("From"), called, now)
        talk.caller = sender
        talk.language = "en" if (other_language(body, talk.language) == "en") else talk.language
        recognise(talk, self._services.customers_with_phone)
        self._services.models.assign(talk)
        try:
            self._record.begin(talk, [("ai_disclosed", {"language": talk.language})], rested_before)
        except Repeated:
            # Another first message of the same number was quicker.
            return self._running(sender, called, now) or talk
        return talk

    def _running(self, sender: str, called: str, now: datetime) -> Conversation | None:
        """Their thread, unless it rests; while a person has it or is waited for it never does."""
        latest = self._record.running_thread(sender, called, now - LONGEST_WAIT)
        if latest is None or latest.last_at >= now - self._rest:
            return latest
        return latest if self._waits.open_of(latest.id) else None

    def _stop_or_start(self, fields: Fields, body: str) -> str | None:
        """Stop words take effect at once; what the carrier answers itself is not answered twice."""
        number, now = _sender(fields), self._services.clock.now()
        language = first_language(usable_number(number))
        by_carrier = bool(fields.get("OptOutType"))
        if word := stop_word(body):
            with self._engine.begin() as db:
                opt_out(db, number, word.text)
            self._record.note(now, "opted_out", {"phone": number, "word": word.text})
            silent = by_carrier or word.carriers_own
            return _twiml("" if silent else self._services.phrases.say("stopped", language, "sms"))
        if start_word(body):
            # The carrier answers the START that ends a STOP of its own.
            with self._engine.begin() as db:
                ended_by = opt_in(db, number)
            by_carrier = by_carrier or ended_by in CARRIERS_OWN
            self._record.note(now, "opted_in", {"phone": number})
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


def _sender(fields: Fields) -> str:
    """The number as it is written everywhere; what is no number stays as it came."""
    return usable_number(fields.get("From")) or fields.get("From", "")[:64]


def _pictures(fields: Fields) -> tuple[str, ...]:
    """Where the carrier keeps what was sent along."""
    count = fields.get("NumMedia", "0")
    places = range(min(int(count), MOST_PICTURES)) if count.isdigit() else ()
    return tuple(fields.get(f"MediaUrl{place}", "")[:LONGEST_ADDRESS] for place in places)


def _twiml(text: str) -> str:
    response = MessagingResponse()
    if text:
        response.message(text)
    return str(response)
