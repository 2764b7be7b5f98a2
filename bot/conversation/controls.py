"""Controls: what a caller can ask of the conversation itself, answered without the dialogue."""

from collections.abc import Callable
from dataclasses import replace

from bot.conversation.must_hear import again, heard, reply_of
from bot.conversation.silence import last_question, said_last
from bot.conversation.state import Reply, Sentence
from bot.conversation.turn import Turn
from bot.shop.codes.rules import pseudonym
from bot.shop.textable import can_text
from bot.understanding.language import foreign_language, named_language


def person(turn: Turn) -> Reply:
    """A person was asked for: at once, the first time, without questions."""
    return turn.services.handovers.request(turn, "asked_for_person")


def call_back(turn: Turn) -> Reply:
    """A call back was asked for."""
    return turn.services.handovers.request(turn, "asked_for_callback", "callback")


def repeat(turn: Turn) -> Reply:
    """The last answer once more, word for word; anew when the language has just changed."""
    if turn.legal:
        return asked_anew(turn)
    said = said_last(turn.memory) or [turn.say("nothing_to_repeat")]
    return Reply(tuple(said), again(turn.memory), expecting=turn.memory.expecting, aside=True)


def slower(turn: Turn) -> Reply:
    """Speak slowly from now on, and say the last answer again that way."""
    turn.memory.slow = True
    sentences = (turn.say("slower_now"), *again(turn.memory), *said_last(turn.memory))
    return Reply(sentences, expecting=turn.memory.expecting, aside=True)


def louder(turn: Turn) -> Reply:
    """A machine cannot turn up the volume; it can say so and speak slowly."""
    turn.memory.slow = True
    return Reply((turn.say("louder"), *last_question(turn)), expecting=turn.memory.expecting, aside=True)


def pause(turn: Turn) -> Reply:
    """Give the caller time; the open question stays open."""
    turn.memory.paused = True
    return Reply((turn.say("pause"),), expecting=turn.memory.expecting, aside=True)


def goodbye(turn: Turn) -> Reply:
    """End kindly."""
    return turn.reply(turn.say("goodbye"), ends=True)


def start_over(turn: Turn) -> Reply:
    """Forget the wish under way, nothing that was done."""
    memory = turn.memory
    memory.attempt = memory.misses = 0
    memory.later, memory.wish, memory.facts = [], None, {}
    turn.note("started_over")
    forget_dialogue(turn)
    return turn.reply(turn.say("start_over"))


def forget_dialogue(turn: Turn) -> None:
    """Let the dialogue drop its form; its words are ours to choose here."""
    turn.tell_dialogue(dialogue_message(turn, "start_over", ""))
    turn.memory.ordering = False


def dialogue_message(turn: Turn, intent: str, text: str) -> dict[str, object]:
    """A dialogue turn in the contract's form, without values."""
    talk = turn.conversation
    facts = {
        "caller_customers": list(turn.memory.caller_customers or []),
        "attempt": turn.memory.attempt,
        "caller": pseudonym(talk.caller) if talk.caller else None,
        "can_text": can_text(talk.caller),
        "heard": heard(turn),
    }
    return {
        "conversation_id": talk.id,
        "channel": talk.channel,
        "language": talk.language,
        "text": text,
        "intent": intent,
        "confidence": 1.0,
        "entities": [],
        "facts": facts,
    }


def truth(key: str) -> Callable[[Turn], Reply]:
    """Answer a question about the hotline itself, then return to the open question."""

    def answer(turn: Turn) -> Reply:
        return Reply((turn.say(key), *last_question(turn)), expecting=turn.memory.expecting)

    return answer


def switch_language(turn: Turn) -> Reply:
    """Go on in the other language, unless it is the one already spoken; ask the open question anew."""
    if turn.understanding and turn.understanding.how == "foreign":
        return _not_our_language(turn)
    wanted = named_language(turn.heard.text or "")
    followed_already = bool(turn.legal)
    if wanted != turn.conversation.language and not (followed_already and wanted is None):
        turn_language(turn)
    turn.memory.language_chosen = True
    return asked_anew(turn)


def _not_our_language(turn: Turn) -> Reply:
    """Honest, in the caller's own language where it can be read, and then a person."""
    foreign = foreign_language(turn.heard.text or "")
    theirs = turn.services.phrases.foreign(foreign) if turn.conversation.channel == "sms" else None
    told = (Sentence(theirs, turn.conversation.language),) if theirs else (turn.say("other_language"),)
    person_comes = turn.services.handovers.request(turn, "other_language")
    return replace(person_comes, sentences=(*told, *person_comes.sentences))


def asked_anew(turn: Turn) -> Reply:
    """The open question in the present language, whoever asked it."""
    asked = turn.memory.expecting and not turn.memory.question
    if not asked:
        return _own_question_again(turn)
    answer = turn.tell_dialogue(dialogue_message(turn, "inform", ""))
    reply = reply_of(turn, answer)
    return reply if reply.sentences else replace(reply, sentences=(turn.say("how_can_i_help"),))


def turn_language(turn: Turn) -> None:
    """Change the conversation's language; the caller hears again that a machine speaks."""
    talk = turn.conversation
    talk.language = "en" if talk.language == "de" else "de"
    turn.legal.append(turn.say("disclosure"))
    turn.memory.disclosed.append(talk.language)
    turn.note("language_switched", {"to": talk.language})
    turn.note("ai_disclosed", {"language": talk.language})


def _own_question_again(turn: Turn) -> Reply:
    question = turn.memory.question
    handler = turn.services.questions.get(question["kind"]) if question else None
    turn.understanding = None
    return (handler(turn) if handler else None) or turn.reply(turn.say("how_can_i_help"))


CONTROL_ANSWERS: dict[str, Callable[[Turn], Reply]] = {
    "human_request": person,
    "callback_request": call_back,
    "repeat": repeat,
    "slower": slower,
    "louder": louder,
    "pause": pause,
    "goodbye": goodbye,
    "start_over": start_over,
    "language_switch": switch_language,
    "are_you_human": truth("are_you_human"),
    "recording_question": truth("recording_question"),
    "privacy_notice": truth("privacy_notice"),
}
