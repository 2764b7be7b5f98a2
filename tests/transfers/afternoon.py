"""A simulated afternoon: two hundred callers, twelve experts, two supervisors, in virtual time."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.handover.experts import Experts
from bot.understanding.rasa_client import DialogueAnswer
from carrier import Call, Network
from carrier.number import Number
from carrier.phone import Phone
from tests.builders import NOW, ScriptedRasa, said, sure
from tests.transfers.afternoon_callers import (
    SAFE_TO_WRITE,
    WISH,
    YES,
    Caller,
    called_back,
    callers,
    gate,
    scripts,
)
from tests.transfers.afternoon_deaths import AFTER, BEFORE, NEVER, Deaths, Dying
from tests.transfers.afternoon_desk import Desks
from tests.transfers.afternoon_history import keep_history
from tests.transfers.afternoon_ids import same_ids
from tests.transfers.afternoon_staff import PHONES, STAFF, Person, answering
from tests.virtual import VirtualHotline, virtual_hotline

START = NOW.replace(hour=12)
SEED = 4
# Whoever is still waiting when the last call has come in is served; the last call backs come by then.
LONGEST_H = 3.5
LOOK_S = 60
ANSWERS_S = 20
DONE = {"de": "Ihre Bestellung kommt morgen.", "en": "Your order arrives tomorrow."}


@dataclass(frozen=True)
class Plan:
    """How big an afternoon, and how the process dies in it."""

    many: int = 200
    hours: float = 4.0
    seed: int = SEED
    deaths: Deaths = NEVER


UNDISTURBED = Plan()
# At two, and in the rush: while a phone rings, in a brief, in a talk, in the midst of ringing.
DISTURBED = Plan(
    deaths=Deaths(at_h=(2.0,), calm_h=2.1, when=("ringing", "accepted", "talking"), ringing=(BEFORE, AFTER))
)


@dataclass
class Afternoon:
    """All that is known of one that is over."""

    hotline: VirtualHotline
    plan: Plan
    callers: list[Caller]
    dying: Dying
    calls: dict[str, Call] = field(default_factory=dict)
    # Whether it came to an end by itself.
    rested: bool = False


class AfternoonRasa(ScriptedRasa):
    """Knows where an order is, and nothing else."""

    def turn(self, message: dict[str, object], timeout_s: float) -> DialogueAnswer:
        """Answered in the caller's language, and settled."""
        return said(DONE[str(message["language"])], done="order_status")


@contextmanager
def played(plan: Plan) -> Iterator[Afternoon]:
    """Play it; the hotline stays open for questions."""
    rasa = AfternoonRasa({words: sure("order_status") for words in WISH.values()})
    with (
        same_ids(plan.seed),
        tempfile.TemporaryDirectory() as folder,
        virtual_hotline(Path(folder), rasa, gate, START) as hotline,
    ):
        keep_history(hotline)
        dying = Dying(hotline, plan.deaths)
        afternoon = Afternoon(hotline, plan, callers(plan.seed, plan.many, plan.hours), dying)
        _staffed(hotline, plan.seed)
        _desks(afternoon)
        _coming(afternoon)
        dying.begin()
        hotline.network.run_for(plan.hours * 3600)
        afternoon.rested = hotline.network.run_until(lambda: _quiet(hotline), LONGEST_H * 3600)
        yield afternoon


def _staffed(hotline: VirtualHotline, seed: int) -> None:
    for person in STAFF:
        status = "free" if person.from_h == 0 else "off"
        hotline.hire(person.name, PHONES[person.name], status=status, **person.row())
        hotline.network.phone(PHONES[person.name]).owner = answering(person, seed)
        _shift(hotline, person, Random(f"{seed} shift {person.name}"))


def _shift(hotline: VirtualHotline, person: Person, dice: Random) -> None:
    """They come, take a break and go; a break and going home wait until they are free."""
    network, break_h = hotline.network, person.from_h + dice.uniform(0.4, 1.4)
    if person.from_h:
        network.later(person.from_h * 3600, lambda: _as_soon(hotline, person.name, "off", "free"))
    network.later(break_h * 3600, lambda: _as_soon(hotline, person.name, "free", "paused"))
    network.later(break_h * 3600 + 1200, lambda: _as_soon(hotline, person.name, "paused", "free", 1))
    if person.to_h < 24:
        network.later(person.to_h * 3600, lambda: _as_soon(hotline, person.name, "free", "off"))


def _as_soon(hotline: VirtualHotline, name: str, was: str, to: str, tries: int = 80) -> None:
    """Their own doing at the desk, tried again while they are on the phone."""
    changed = Experts(hotline.engine).change(name, was, to, hotline.clock.now())
    if not changed and tries > 1:
        hotline.network.later(15, lambda: _as_soon(hotline, name, was, to, tries - 1))


def _desks(afternoon: Afternoon) -> None:
    hotline, dice = afternoon.hotline, Random(afternoon.plan.seed)

    def replies(conversation_id: str) -> None:
        (row,) = hotline.rows("SELECT caller FROM conversations WHERE id = :id", id=conversation_id)
        phone = hotline.network.phone(row["caller"])
        hotline.network.later(dice.uniform(10, 40), lambda: phone.text("Danke, so ist es.", hotline.number))

    Desks(hotline, afternoon.plan.seed, replies)


def _coming(afternoon: Afternoon) -> None:
    for caller in afternoon.callers:
        afternoon.hotline.network.later(caller.at_s, _comes(afternoon, caller))


def _comes(afternoon: Afternoon, caller: Caller) -> Callable[[], object]:
    network, number = afternoon.hotline.network, afternoon.hotline.number
    phone = network.phone(caller.number)
    phone.owner = lambda call: called_back(caller)
    if caller.channel == "sms":
        return lambda: _texts(network, phone, number, caller)

    def call() -> None:
        afternoon.calls[caller.number] = network.call(caller.number, number, *scripts(caller))

    return call


def _texts(network: Network, phone: Phone, number: Number, caller: Caller) -> None:
    """Writes, and says yes when asked whether it is safe to."""
    phone.text(caller.words, number)

    def answers() -> None:
        if phone.inbox and SAFE_TO_WRITE[caller.language] in phone.inbox[-1].body:
            phone.text(YES[caller.language], number)

    network.later(ANSWERS_S, answers)


def _quiet(hotline: VirtualHotline) -> bool:
    """Nobody waits or talks, and no call back is owed any more today; looked at once a minute."""
    if int(hotline.clock.now().timestamp()) % LOOK_S:
        return False
    busy = (
        "SELECT 1 FROM waits WHERE status <> 'over' UNION SELECT 1 FROM expert_calls WHERE status <> 'over'"
    )
    owed = """SELECT 1 FROM promises WHERE outcome = 'open' AND kind = 'callback'
        AND (next_try_at IS NULL OR next_try_at <= due_by)"""
    at_work = "SELECT 1 FROM staff WHERE status IN ('after_call', 'ringing', 'talking')"
    on_line = any(not call.over for call in hotline.network.calls.values())
    return not on_line and not hotline.rows(f"{busy} UNION {owed} UNION {at_work}")
