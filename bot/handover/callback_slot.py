"""It did not suit: another time, offered in the same breath and settled with one yes."""

from datetime import datetime

from bot.conversation.state import Reply
from bot.handover.callee_answer import Answer, Meaning
from bot.handover.callee_turn import SLOT, CalleeTurn
from bot.handover.calling_hours import CallingHours
from bot.handover.cases import Cases, Window

TRIES = 2


class CallbackSlot:
    """No call back without a yes to its time."""

    def __init__(self, cases: Cases, hours: CallingHours) -> None:
        self._cases = cases
        self._offers = hours.offers

    def offer(self, turn: CalleeTurn) -> Reply:
        """The time they named, as near as there is somebody; else the next there is."""
        day, clock = turn.named_time()
        window = self._offers.near(turn.now, day, clock) if day or clock else self._offers.next(turn.now)
        kept = {"from": window.start.isoformat(), "until": window.end.isoformat()}
        return turn.ask(turn.say("callback_slot", **_spoken(window)), kind=SLOT, **kept)

    def answered(self, turn: CalleeTurn, answer: Answer) -> Reply:
        """Yes, another time, or none; what is no answer is asked about once more."""
        meaning = answer.meaning
        if meaning is Meaning.YES:
            return self._promise(turn)
        if any(turn.named_time()) and turn.heard.text and turn.asked["tries"] < TRIES:
            tries = turn.asked["tries"] + 1
            reply = self.offer(turn)
            turn.memory.question = {**turn.asked, "tries": tries}
            return reply
        if meaning in (Meaning.UNCLEAR, Meaning.SILENT) and not turn.asked["tries"]:
            return turn.ask_again(turn.say("callback_slot_again", **_spoken(_window(turn))))
        turn.note("callback_declined")
        return turn.end(turn.say("callback_slot_none"))

    def _promise(self, turn: CalleeTurn) -> Reply:
        window = _window(turn)
        self._cases.promise(turn.case["id"], turn.leg, "callback", window, turn.leg.caller)
        return turn.end(turn.say("callback_slot_promised", **_spoken(window)))


def _window(turn: CalleeTurn) -> Window:
    asked = turn.asked
    return Window(datetime.fromisoformat(asked["from"]), datetime.fromisoformat(asked["until"]))


def _spoken(window: Window) -> dict[str, str]:
    day = window.start.date().isoformat()
    return {"day": day, "start": f"{window.start:%H:%M}", "end": f"{window.end:%H:%M}"}
