"""Back with the bot after a talk with an expert: it says what it is, goes on, and does not loop back."""

from bot.conversation.controls import asked_anew
from bot.conversation.owner import Owner
from bot.conversation.state import Reply
from bot.conversation.turn import Turn


def after_expert(turn: Turn, news: str) -> Reply:
    """`handed_back`: go on with what was begun; `finished`: settled, is there anything else?"""
    turn.conversation.give_to(Owner.BOT)
    turn.note("back_with_bot", {"why": news})
    _forget_why(turn)
    disclosed = turn.say(f"wait_{news}")
    turn.note("ai_disclosed", {"language": turn.conversation.language})
    if news == "finished":
        return turn.ask(disclosed, turn.say("anything_else"), kind="more", expecting="yes_no")
    reply = went_on(turn)
    return Reply((disclosed, *reply.sentences), reply.legal, reply.expecting)


def went_on(turn: Turn) -> Reply:
    """Ask again what was asked when the conversation was interrupted."""
    memory = turn.memory
    under_way, memory.interrupted = memory.interrupted or {}, None
    memory.question, memory.expecting = under_way.get("question"), under_way.get("expecting")
    if memory.expecting or memory.question:
        return asked_anew(turn)
    return turn.reply(turn.say("how_can_i_help"))


def _forget_why(turn: Turn) -> None:
    """What brought the person in is settled; it must not bring in the next one by itself."""
    memory = turn.memory
    memory.flags_settled = sorted({*memory.flags_settled, *(flag["code"] for flag in memory.flags)})
    memory.signals, memory.terse = [], False
    memory.silences = memory.misses = memory.attempt = memory.failures = 0
    memory.case = None
