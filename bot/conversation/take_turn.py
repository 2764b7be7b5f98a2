"""Take one turn: from what was heard to what is said, with a way out of every failure."""

import time
from collections.abc import Callable
from dataclasses import replace

import structlog

from bot.conversation.cards_heard import stopped_kindly
from bot.conversation.child import hear_child
from bot.conversation.clarify import answer_unclear
from bot.conversation.controls import CONTROL_ANSWERS, turn_language
from bot.conversation.dialogue_turn import answer_by_dialogue
from bot.conversation.hints import as_hinted, passed_on
from bot.conversation.keys import understand_keys
from bot.conversation.owner import Owner, hotline_may_speak
from bot.conversation.record import TurnResult
from bot.conversation.secrets_heard import understood_as_written
from bot.conversation.silence import answer_silence
from bot.conversation.state import Conversation, Heard, Reply
from bot.conversation.trouble import answer_trouble
from bot.conversation.turn import Services, Turn
from bot.errors import BackendError
from bot.understanding.callback_words import names_another
from bot.understanding.language import other_language
from bot.understanding.understand import Understanding

log = structlog.get_logger(__name__)

# Longer speech is no sentence to one question; it is kept whole in the record.
LONGEST_TEXT = 1000


def take_turn(
    conversation: Conversation, heard: Heard, services: Services, budget_s: float
) -> tuple[Reply, Turn]:
    """Answer within `budget_s` seconds; never raises for what the caller or a back end did."""
    started = time.monotonic()
    turn = Turn(conversation, _shortened(heard), services, started + budget_s)
    try:
        reply = _answer(turn)
    except BackendError as error:
        reply = _after_failure(turn, error)
    except Exception as error:
        # A fault of ours must not reach the caller as silence; the trace goes to the log without their words.
        log.error("turn_failed", fault=type(error).__name__, where=_where(error))
        reply = _after_failure(turn, error)
    reply = passed_on(turn, _with_afterwards(turn, stopped_kindly(turn, reply)))
    reply = replace(reply, legal=(*turn.legal, *reply.legal))
    _remember(turn, reply)
    for model in turn.models.missing:
        turn.note("model_missing", {"model": model})
    turn.timed("answer", started)
    return reply, turn


def result_of(turn: Turn, reply: Reply) -> TurnResult:
    """The turn as the record keeps it; a second wish in the same breath stands beside the first."""
    meant = turn.heard_as
    return TurnResult(
        said=reply.text(),
        answered_at=turn.services.clock.now(),
        intent=meant.intent if meant else None,
        confidence=round(meant.confidence, 4) if meant else None,
        route=meant.route if meant else None,
        # With what was asked for, the turn can be played again.
        understood={**understood_as_written(meant), "expecting": turn.asked_for} if meant else {},
        failure=turn.failure,
        timings=turn.timings,
        model_version=turn.models.version,
    )


def _answer(turn: Turn) -> Reply:
    case = turn.services.handovers.pictures(turn) if turn.heard.pictures else None
    _follow_language(turn)
    hear_child(turn)
    turn.services.delicate.heard(turn)
    if not hotline_may_speak(turn.conversation.owner):
        return _not_ours(turn)
    if (reply := turn.services.delicate.react(turn) or turn.services.waiting.answer(turn)) is not None:
        return reply
    if turn.heard.silent:
        return _nothing_to_read(turn, case) if turn.conversation.channel == "sms" else _silence(turn)
    turn.memory.silences, turn.memory.paused = 0, False
    turn.understanding = turn.heard_as = _understood(turn)
    control = None if _is_about_callback(turn) else _control(turn)
    return control(turn) if control else _answer_words(turn)


def _answer_words(turn: Turn) -> Reply:
    """Whatever is not a control: an answer to our open question, something unclear, or a wish."""
    if (reply := _to_open_question(turn)) is not None:
        return reply
    if control := _control(turn):
        # The open question has brought up words that were lost before.
        return control(turn)
    if _unclear(turn):
        return as_hinted(turn) or answer_unclear(turn)
    reply = answer_by_dialogue(turn)
    turn.memory.failures = 0
    return reply


def _silence(turn: Turn) -> Reply:
    """After words that were unclear a colleague may have understood them."""
    hinted = as_hinted(turn) if turn.memory.misses else None
    return hinted or answer_silence(turn)


def _understood(turn: Turn) -> Understanding:
    if turn.heard.keys:
        return understand_keys(turn, turn.heard.keys)
    return turn.understand(turn.heard.text or "")


def _follow_language(turn: Turn) -> None:
    """Change the language when the words surely are in the other one and the caller chose none."""
    talk = turn.conversation
    dictating = turn.memory.expecting not in (None, "yes_no", "text")
    if turn.memory.language_chosen or dictating or not turn.heard.text:
        return
    if other_language(turn.heard.text or "", talk.language):
        turn_language(turn)


def _control(turn: Turn) -> Callable[[Turn], Reply] | None:
    """A control asked for clearly; a half-heard one is asked about like any other wish."""
    return CONTROL_ANSWERS.get(turn.intent or "")


def _is_about_callback(turn: Turn) -> bool:
    """An offered call back answers "keinen Rückruf" and "another time", whatever the model hears in them."""
    question = turn.memory.question or {}
    if not str(question.get("kind", "")).startswith("callback"):
        return False
    another = names_another(turn.heard.text or "", turn.conversation.language)
    return turn.intent == "callback_request" or (turn.intent == "repeat" and another)


def _to_open_question(turn: Turn) -> Reply | None:
    question = turn.memory.question
    handler = turn.services.questions.get(question["kind"]) if question else None
    return handler(turn) if handler else None


def _unclear(turn: Turn) -> bool:
    """Not understood, and no form is waiting that could ask again in its own words."""
    meant = turn.understanding
    if meant is None or meant.route != "clarify":
        return False
    return turn.memory.expecting is None or turn.memory.question is not None


def _nothing_to_read(turn: Turn, case: str | None) -> Reply:
    """A picture for a case that waits for it, else say what can be done instead."""
    turn.note("message_without_words", {"pictures": len(turn.heard.pictures)})
    if case:
        return Reply((turn.say("picture_noted", case=case),), expecting=turn.memory.expecting, aside=True)
    key = "media_only" if turn.heard.pictures else "empty_message"
    return Reply((turn.say(key),), expecting=turn.memory.expecting, aside=True)


def _not_ours(turn: Turn) -> Reply:
    """An expert speaks now, or the conversation is over: the bot adds nothing."""
    if turn.conversation.owner is Owner.CLOSED:
        return Reply((turn.say("goodbye"),), ends=True)
    try:
        # For the packet the expert reads; nothing is said.
        turn.services.waiting.answer(turn)
    except Exception as error:
        log.error("not_noted_for_expert", fault=type(error).__name__, where=_where(error))
        turn.failure = type(error).__name__
    if turn.legal:
        # The caller's language has changed; that a machine writes will be said in it when one does.
        turn.legal.clear()
        turn.memory.disclosed.remove(turn.conversation.language)
    return Reply((), expecting=turn.memory.expecting, aside=True)


def _after_failure(turn: Turn, error: Exception) -> Reply:
    told = isinstance(error, BackendError)
    turn.failure = f"{type(error).__name__}: {error}"[:80] if told else type(error).__name__
    log.warning("turn_degraded", fault=type(error).__name__, conversation=turn.conversation.id)
    return Reply(()) if turn.conversation.owner is Owner.EXPERT else answer_trouble(turn)


def _with_afterwards(turn: Turn, reply: Reply) -> Reply:
    if not turn.afterwards or reply.join or reply.ends:
        return reply
    return replace(reply, sentences=(*reply.sentences, *turn.afterwards))


def _remember(turn: Turn, reply: Reply) -> None:
    memory = turn.memory
    if not (turn.heard.silent or reply.aside):
        memory.hints = list(reply.hints)
    memory.expecting = reply.expecting
    if reply.sentences and not reply.aside:
        memory.last_said = [[sentence.text, sentence.language] for sentence in reply.sentences]
    if reply.ends:
        turn.conversation.close("said_goodbye", turn.services.clock.now())


def _shortened(heard: Heard) -> Heard:
    return replace(heard, text=heard.text[:LONGEST_TEXT]) if heard.text else heard


def _where(error: Exception) -> str:
    """File and line of the fault; never the message, which may quote the caller."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
