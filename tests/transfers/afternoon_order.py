"""Was it fair: the more urgent before the less urgent, and nobody two heavy cases in a row without need."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.handover.call_ends import HEAVY
from bot.handover.dispatcher import AGAIN
from bot.handover.grace import in_grace
from bot.handover.line_up import as_expert, as_waiting
from bot.handover.routing_file import load_routing
from bot.handover.suitability import Rate, rating
from bot.shop.knowledge import load_knowledge
from tests.transfers.afternoon_replay import Row, Rung, rings, together
from tests.virtual import VirtualHotline

FIVE_MINUTES = timedelta(minutes=5)
FIGURES = load_routing(load_knowledge().experts).figures


def passed_over(hotline: VirtualHotline) -> list[str]:
    """Rings for somebody while one more urgent, for whom the same expert suits, waited unserved."""
    all_rung = list(rings(hotline))
    return [fault for rung in all_rung for fault in served_before(rung, together(rung, all_rung))]


def served_before(rung: Rung, look: list[Rung]) -> Iterator[str]:
    """Whom this ring has passed over; `look` is all that was rung at the same moment."""
    rate = rating(rung.at, FIGURES)
    served = {other.wait["id"] for other in look}
    others = (other for other in rung.unserved() if other["id"] not in served)
    for other in (other for other in others if _comes_first(other, rung.wait)):
        if _suits(rate, other, rung) and not _owed_to_the_starving(rung, other):
            yield f"{rung.at:%H:%M:%S} {_named(rung.wait)} before {_named(other)} ({rung.expert['id']})"


def _comes_first(one: Row, other: Row) -> bool:
    return _rank(one) < _rank(other)


def _rank(wait: Row) -> tuple[str, bool, datetime]:
    return wait["priority"], not wait["first"], wait["entered_at"]


def _suits(rate: Rate, wait: Row, rung: Rung) -> bool:
    """Whether this expert could have been rung for them; nobody is rung twice in a row for a P0."""
    if wait["channel"] == "callback" and in_grace(rung.expert, rung.at):
        return False
    lately = [call for call in rung.calls.values() if call["wait_id"] == wait["id"] and call["ended_at"]]
    if any(call["staff_id"] == rung.expert["id"] and rung.at - call["ended_at"] < AGAIN for call in lately):
        return False
    return rate(as_waiting(wait), as_expert(rung.expert)) is not None


def _owed_to_the_starving(rung: Rung, other: Row) -> bool:
    """Every fourth free expert is for a P3 who has waited ten minutes, unless a P0 or P1 waits."""
    waited = (rung.at - rung.wait["entered_at"]).total_seconds()
    starving = rung.wait["priority"] == "P3" and waited >= FIGURES.starving_s
    return starving and other["priority"] not in HEAVY


def _named(wait: Row) -> str:
    return f"{wait['priority']} {wait['channel']} {wait['skill']} {wait['language']} {wait['id'][:4]}"


def twice_heavy(hotline: VirtualHotline) -> list[str]:
    """Heavy cases for somebody who has just had one, while another suitable expert was free."""
    all_rung = list(rings(hotline))
    return [fault for rung in all_rung for fault in heavy_again(rung, together(rung, all_rung))]


def heavy_again(rung: Rung, look: list[Rung]) -> Iterator[str]:
    """Who could have taken this heavy case instead of an expert who has just had one."""
    wait, expert = rung.wait, rung.expert
    last = expert["last_case_at"]
    resting = expert["heavy_last"] and last and rung.at - last < FIVE_MINUTES
    if wait["priority"] not in HEAVY or not (resting or expert["heavy_last"]):
        return
    taken = {other.expert["id"] for other in look}
    rate = rating(rung.at, FIGURES)
    for other in rung.free():
        if other["id"] in taken or other["heavy_last"] or other["id"] in wait["not_experts"]:
            continue
        if _suits(rate, wait, _instead(rung, other)):
            yield f"{rung.at:%H:%M:%S} {_named(wait)} to {expert['id']}, though {other['id']} was free"


def _instead(rung: Rung, expert: Row) -> Rung:
    return Rung(rung.at, rung.wait, expert, rung.waits, rung.staff, rung.calls)
