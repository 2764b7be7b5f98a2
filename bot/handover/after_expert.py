"""Back with the bot after a talk with an expert: it says what it is, goes on, and does not loop back."""

from bot.conversation.controls import asked_anew, forget_dialogue
from bot.conversation.owner import Owner
from bot.conversation.state import Memory, Reply, Sentence
from bot.conversation.turn import Turn
from bot.errors import BackendError

IN_A_THREAD = {"handed_back": "thread_handed_back", "finished": "thread_finished"}


def after_expert(turn: Turn, news: str) -> Reply:
    """`handed_back`: go on with what was begun; `finished`: settled, is there anything else?"""
    turn.conversation.give_to(Owner.BOT)
    turn.note("back_with_bot", {"why": news})
    _forget_why(turn)
    by_text = turn.conversation.channel == "sms"
    disclosed = turn.say(IN_A_THREAD[news] if by_text else f"wait_{news}")
    turn.note("ai_disclosed", {"language": turn.conversation.language})
    if news == "finished":
        _drop_what_was_begun(turn)
        return _anything_else(turn, disclosed)
    if (turn.memory.interrupted or {}).get("question"):
        # Our own questions led to the person; asking them again would lead there again.
        turn.memory.interrupted = None
    reply = _went_on(turn) if by_text else went_on(turn)
    return Reply((disclosed, *reply.sentences), reply.legal, reply.expecting)


def keep_under_way(turn: Turn) -> None:
    """The dialogue's open question, before a person takes over, to go on with it afterwards."""
    keep_open_question(turn.memory)


def keep_open_question(memory: Memory) -> None:
    """The same, where nobody has just said anything."""
    if memory.expecting and memory.question is None:
        asked = {"question": None, "expecting": memory.expecting}
        memory.interrupted = asked | {"said": [*memory.last_said]}


def went_on(turn: Turn) -> Reply:
    """Ask again what was asked when the conversation was interrupted."""
    memory = turn.memory
    under_way, memory.interrupted = memory.interrupted or {}, None
    memory.question, memory.expecting = under_way.get("question"), under_way.get("expecting")
    if memory.expecting or memory.question:
        return asked_anew(turn)
    return turn.reply(turn.say("how_can_i_help"))


def _went_on(turn: Turn) -> Reply:
    """Nobody waits on a line for the dialogue to come back: without it the question is said as it was."""
    said = (turn.memory.interrupted or {}).get("said", [])
    try:
        return went_on(turn)
    except BackendError as error:
        turn.failure = type(error).__name__
        asked = [Sentence(words, turn.conversation.language) for words, _ in said if "?" in words]
        return Reply(tuple(asked or [turn.say("how_can_i_help")]), expecting=turn.memory.expecting)


def _anything_else(turn: Turn, disclosed: Sentence) -> Reply:
    if turn.conversation.channel == "sms":
        return turn.reply(disclosed)
    return turn.ask(disclosed, turn.say("anything_else"), kind="more", expecting="yes_no")


def _drop_what_was_begun(turn: Turn) -> None:
    """The expert has settled it; a form left open would ask for it again."""
    memory = turn.memory
    begun, memory.interrupted = memory.interrupted or {}, None
    memory.question = memory.expecting = None
    if begun.get("expecting") and not begun.get("question"):
        try:
            forget_dialogue(turn)
        except BackendError as error:
            turn.note("dialogue_not_told", {"fault": type(error).__name__})


def _forget_why(turn: Turn) -> None:
    """What brought the person in is settled; it must not bring in the next one by itself."""
    memory = turn.memory
    memory.flags_settled = sorted({*memory.flags_settled, *(flag["code"] for flag in memory.flags)})
    # That it was here before stays known: found out anew, it would bring in the next person.
    memory.signals = [signal for signal in memory.signals if signal["what"] == "about"]
    memory.terse = False
    memory.silences = memory.misses = memory.attempt = memory.failures = 0
    memory.case = None
