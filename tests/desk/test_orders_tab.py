"""The orders tab: what it shows of which order, to whom, and that nothing is shown by accident."""

from dataclasses import replace

import pytest

from bot.conversation.record import CONVERSATIONS
from bot.errors import NotAllowed
from bot.handover.order_facts import OrderFacts
from bot.shop.models import OrderStatus
from tests.desk.case_builders import person
from tests.desk.order_office import DELIVERED, OPEN_PAID, UNDER_WAY, OrderOffice, sure
from tests.desk.orders_seeded import office, seeded_shop

__all__ = ["office", "seeded_shop"]


def test_a_verified_order_is_shown_with_all_that_hangs_on_it(office: OrderOffice) -> None:
    order = office.shop.order(UNDER_WAY)
    page = office.screen(office.eva).tab(office.about(order))
    for words in (UNDER_WAY, "unterwegs", "nachgewiesen", "Code bestätigt", order.lines[0].name_de, "EUR"):
        assert words in page
    assert "Bestellung aufgenommen" in page or "Verlauf" in page


def test_where_it_goes_is_hidden_until_asked_for_and_that_is_written_down(office: OrderOffice) -> None:
    order = office.shop.order(UNDER_WAY)
    case_id, screen = office.about(order), office.screen(office.eva)
    assert order.street not in screen.tab(case_id)
    screen.post(f"/desk/cases/{case_id}/orders/address")
    assert order.street in screen.tab(case_id)
    assert [row["data"] for row in office.audited("field_shown")] == [{"field": "address"}]


def test_of_somebody_unproven_the_page_says_what_may_be_told(office: OrderOffice) -> None:
    order = office.shop.order(UNDER_WAY)
    talk = office.talk()
    talk.memory.caller_customers = [order.customer_id]
    case_id = office.case(talk, orders=(OrderFacts(UNDER_WAY, "shipped", "named", True, False),))
    office.talks(case_id, office.eva)
    page = office.screen(office.eva).tab(case_id)
    assert "nicht geprüft" in page
    assert "Nichts zu dieser Bestellung, auch nicht, ob es sie gibt." in page
    assert "genannt" in page


def test_orders_found_by_the_number_that_calls_say_so(office: OrderOffice) -> None:
    order = office.shop.order(UNDER_WAY)
    talk = office.talk()
    case_id = office.case(talk)
    office.talks(case_id, office.eva)
    with office.engine.begin() as db:
        memory = {**talk.memory.to_json(), "caller_customers": [order.customer_id]}
        db.execute(CONVERSATIONS.update().where(CONVERSATIONS.c.id == talk.id).values(memory=memory))
    page = office.screen(office.eva).tab(case_id)
    assert UNDER_WAY in page
    assert "nur über die Rufnummer gefunden" in page


def test_another_order_is_looked_up_for_this_case_only(office: OrderOffice) -> None:
    order = office.shop.order(UNDER_WAY)
    case_id, other = office.about(order), office.about(order)
    screen = office.screen(office.eva)
    answer = screen.post(f"/desk/cases/{case_id}/orders/look-up", order="wm 160275")
    assert answer.status_code == 303
    assert DELIVERED not in answer.location
    page = screen.tab(case_id)
    assert DELIVERED in page
    assert "von Ihnen nachgeschlagen" in page
    assert DELIVERED not in screen.tab(other)
    (entry,) = office.audited("order_looked_up")
    assert entry["data"] == {"order": DELIVERED, "found": True}


def test_what_a_colleague_looked_up_is_not_shown_to_others(office: OrderOffice) -> None:
    case_id = office.about(office.shop.order(UNDER_WAY))
    office.screen(office.mira).post(f"/desk/cases/{case_id}/orders/look-up", order=DELIVERED)
    assert DELIVERED not in office.screen(office.eva).tab(case_id)


def test_an_unknown_number_is_refused_in_words_and_written_down(office: OrderOffice) -> None:
    case_id = office.about(office.shop.order(UNDER_WAY))
    answer = office.screen(office.eva).post(f"/desk/cases/{case_id}/orders/look-up", True, order="WM-000000")
    assert answer.status_code == 409
    assert "Diese Bestellung gibt es nicht." in answer.get_data(as_text=True)
    assert office.audited("order_looked_up")[0]["data"]["found"] is False


def test_another_customers_order_stays_unproven(office: OrderOffice) -> None:
    case_id = office.about(office.shop.order(UNDER_WAY))
    screen = office.screen(office.eva)
    screen.post(f"/desk/cases/{case_id}/orders/look-up", order=OPEN_PAID)
    refused = screen.check(case_id, "cancel", office.shop.order(OPEN_PAID))
    assert "Dafür muss erst geprüft sein, wer am Apparat ist: Code bestätigt." in refused


def test_only_orders_on_the_page_can_be_acted_on(office: OrderOffice) -> None:
    case_id = office.about(office.shop.order(UNDER_WAY))
    form = {"kind": "cancel", "order": OPEN_PAID}
    assert office.screen(office.eva).post(f"/desk/cases/{case_id}/orders/check", **form).status_code == 404


def test_a_colleague_without_the_case_reads_but_does_nothing(office: OrderOffice) -> None:
    order = office.shop.order(UNDER_WAY)
    case_id = office.case(office.talk(facts={}))
    office.waits(case_id)
    jonas = office.hire(person(id="jonas", name="Jonas Brandt"))
    screen = office.screen(jonas)
    assert screen.ask(f"/desk/cases/{case_id}/orders").status_code == 200
    assert "Bestellung nachschlagen" not in screen.tab(case_id)
    for path in ("check", "look-up", "verify", "new/check"):
        answer = screen.post(f"/desk/cases/{case_id}/orders/{path}", order=order.order_number, kind="cancel")
        assert answer.status_code == 403, path


def test_a_partners_person_sees_no_money_where_the_skill_needs_none(office: OrderOffice) -> None:
    order = office.order(OrderStatus.DELIVERED, least="10")
    partner = office.hire(
        person(id="pia", name="Pia Partner", site="callpark", skills=frozenset({"product_care"}))
    )
    case_id = office.case(office.talk(facts=sure(order)), "product_care", "defect")
    office.talks(case_id, partner, skill="product_care")
    screen = office.screen(partner)
    page = screen.tab(case_id)
    assert order.order_number in page
    assert "EUR" not in page
    assert order.street not in page
    form = {"kind": "refund", "order": order.order_number, "what": "whole", "reason": "late"}
    assert screen.post(f"/desk/cases/{case_id}/orders/check", **form).status_code == 403


def test_without_orders_in_their_sight_there_is_no_tab(office: OrderOffice) -> None:
    partner = office.hire(person(id="pia", name="Pia Partner", site="callpark", skills=frozenset({"any"})))
    case_id = office.case(office.talk())
    office.talks(case_id, partner, skill="any")
    frame = office.frames.of(case_id, partner)
    with pytest.raises(NotAllowed):
        frame.must_see("orders")
    assert office.screen(partner).ask(f"/desk/cases/{case_id}/orders").status_code == 403


def test_the_page_is_there_in_english_too(office: OrderOffice) -> None:
    case_id = office.about(office.shop.order(UNDER_WAY))
    page = office.screen(replace(office.eva, language="en")).tab(case_id)
    assert "What may be said" in page
    assert "on its way" in page
