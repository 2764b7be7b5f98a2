"""What is above somebody's limit: another person decides, once, and everybody concerned hears of it."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from bot.desk.approvals import Approval, open_approvals
from bot.desk.orders.limits import load_limits
from bot.errors import NotAllowed, NotPossible, NotThere, TooLate
from bot.shop.models import Order, OrderStatus
from tests.desk.case_builders import person, words_of
from tests.desk.order_office import OrderOffice, new_key
from tests.desk.orders_seeded import both, office, seeded_shop
from tests.shop.together import at_once

__all__ = ["both", "office", "seeded_shop"]


def asked(office: OrderOffice, amount: str = "180", who: Any = None) -> tuple[Order, str, Approval]:
    """Somebody has asked for a refund above the limit: order, case, what waits."""
    order = office.order(OrderStatus.DELIVERED, least="200")
    case_id = office.about(order)
    frame = office.frame(case_id, who or office.eva)
    form = {"kind": "refund", "order": order.order_number, "what": "amount", "amount": amount}
    step = office.desk.check(
        frame, office.verifying.proof(frame), {**form, "reason": "late", "note": "Anruf"}
    )
    office.desk.ask_lead(frame, step, new_key())
    return order, case_id, open_approvals(office.engine)[0]


def gone(office: OrderOffice, order: Order) -> Decimal:
    return office.shop.refunds.ledger(order.order_number).gone


def test_a_lead_sees_what_waits_and_says_yes(office: OrderOffice) -> None:
    order, case_id, one = asked(office)
    screen = office.screen(office.mira)
    page = words_of(screen.get("/desk/approvals"))
    assert "180,00 EUR" in page
    assert "gefragt von Eva Weber" in page
    assert screen.post(f"/desk/approvals/{one.id}/approve").status_code == 303
    assert gone(office, order) == 180
    assert "Nichts wartet auf eine Freigabe." in screen.get("/desk/approvals")
    assert "für Eva Weber" in office.screen(office.eva).tab(case_id)


def test_it_is_done_under_the_leads_name(office: OrderOffice) -> None:
    order, case_id, one = asked(office)
    office.screen(office.mira).post(f"/desk/approvals/{one.id}/approve")
    granted = [event for event in office.shop.events_of(order.order_number) if event.what == "refund_granted"]
    assert [event.who for event in granted] == ["mira"]
    (action,) = office.actions()
    assert (action["staff_id"], action["done_by"], action["status"]) == ("eva", "mira", "done")
    (entry,) = office.audited("order_action")
    assert (entry["staff_id"], entry["data"]["asked_by"]) == ("mira", "eva")
    assert office.packet(case_id)["done"] == ["refund"]


def test_a_refusal_needs_a_reason_and_is_told(office: OrderOffice) -> None:
    order, case_id, one = asked(office)
    screen = office.screen(office.mira)
    assert screen.post(f"/desk/approvals/{one.id}/refuse", reason="  ").status_code == 409
    assert screen.post(f"/desk/approvals/{one.id}/refuse", reason="Erst die Ware zurück").status_code == 303
    page = office.screen(office.eva).tab(case_id)
    assert "abgelehnt von Mira Lindner" in page
    assert "Erst die Ware zurück" in page
    assert gone(office, order) == 0
    with pytest.raises(TooLate):
        office.desk.approvals.approve(one.id, office.mira)


def test_nobody_approves_what_they_asked_for(office: OrderOffice) -> None:
    _, _, one = asked(office, who=office.mira)
    with pytest.raises(NotAllowed, match="own_wish"):
        office.desk.approvals.approve(one.id, office.mira)
    page = office.screen(office.mira).get("/desk/approvals")
    assert "Ihre eigene Anfrage" in page
    assert f"/desk/approvals/{one.id}/approve" not in page


def test_an_agent_decides_nothing(office: OrderOffice) -> None:
    order, _, one = asked(office)
    jonas = office.hire(person(id="jonas", name="Jonas Brandt"))
    screen = office.screen(jonas)
    for answer in (
        screen.ask("/desk/approvals"),
        screen.post(f"/desk/approvals/{one.id}/approve"),
        screen.post(f"/desk/approvals/{one.id}/refuse", reason="nein"),
    ):
        assert answer.status_code == 403
    with pytest.raises(NotAllowed):
        office.desk.approvals.approve(one.id, jonas)
    assert gone(office, order) == 0


def test_what_is_above_the_leads_limit_too_waits_for_somebody_else(
    office: OrderOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, _, one = asked(office)
    poor = {role: {name: Decimal(1) for name in row} for role, row in load_limits().roles.items()}
    monkeypatch.setitem(vars(load_limits()), "roles", poor)
    answer = office.screen(office.mira).post(f"/desk/approvals/{one.id}/approve")
    assert answer.status_code == 409
    assert (gone(office, order), len(open_approvals(office.engine))) == (0, 1)


def test_asking_twice_with_one_key_asks_once(both: OrderOffice) -> None:
    order = both.order(OrderStatus.DELIVERED, least="200")
    frame = both.frame(both.about(order))
    form = {
        "kind": "refund",
        "order": order.order_number,
        "what": "amount",
        "amount": "180",
        "reason": "late",
    }
    step, key = both.desk.check(frame, both.verifying.proof(frame), form), new_key()
    at_once(*[partial(both.desk.ask_lead, frame, step, key)] * 3)
    assert len(open_approvals(both.engine)) == 1
    assert len(both.audited("approval_asked")) == 1


def test_of_two_leads_at_once_one_decides_and_it_is_paid_once(both: OrderOffice) -> None:
    order, _case_id, one = asked(both)
    paul = both.hire(person(id="paul", name="Paul Lang", role="lead", level=3))
    results = at_once(*(partial(decided, both, one, lead) for lead in (both.mira, paul)))
    assert sorted(results) == ["done", "too late"]
    assert (gone(both, order), len(both.actions())) == (180, 1)


def decided(office: OrderOffice, one: Approval, lead: Any) -> str:
    try:
        row = office.desk.approvals.approve(one.id, lead)
    except TooLate:
        return "too late"
    return str(office.desk.approved(office.frame(one.case_id, lead), row)["status"])


def test_an_approval_whose_process_died_is_carried_out_by_the_same_lead(office: OrderOffice) -> None:
    order, _, one = asked(office)
    office.desk.approvals.approve(one.id, office.mira)
    assert gone(office, order) == 0
    screen = office.screen(office.mira)
    for _ in range(2):
        assert screen.post(f"/desk/approvals/{one.id}/approve").status_code == 303
    assert (gone(office, order), len(office.actions())) == (180, 1)


def test_what_was_used_up_meanwhile_is_told(office: OrderOffice) -> None:
    order, case_id, one = asked(office)
    office.give_everything_back(order)
    office.screen(office.mira).post(f"/desk/approvals/{one.id}/approve")
    assert "nicht ausgeführt" in office.screen(office.eva).tab(case_id)


def test_there_is_nothing_to_decide_about_nothing(office: OrderOffice) -> None:
    with pytest.raises(NotThere):
        office.desk.approvals.approve("nothing", office.mira)
    with pytest.raises(NotPossible):
        office.desk.approvals.refuse("nothing", office.mira, "")
