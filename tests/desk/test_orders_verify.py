"""Who is on the line: the bot's rules in an expert's hands, and what everybody knows afterwards."""

from datetime import timedelta

import pytest

from bot.conversation.record import CONVERSATIONS
from bot.desk.orders.proof import Sure
from bot.desk.orders.verifying import Wish, normal
from bot.desk.orders.wanted import Unfit
from bot.handover.cases import HANDOVERS
from bot.shop.models import Order
from bot.shop.textable import can_text
from tests.desk.case_builders import words_of
from tests.desk.order_office import OPEN_PAID, UNDER_WAY, OrderOffice
from tests.desk.orders_seeded import office, seeded_shop

__all__ = ["office", "seeded_shop"]

WRONG = "00001"


@pytest.fixture
def order(office: OrderOffice) -> Order:
    """Its owner has a mobile phone and an e-mail address."""
    found = office.shop.order(UNDER_WAY)
    assert can_text(found.phone)
    assert found.email
    return found


@pytest.fixture
def case_id(office: OrderOffice, order: Order) -> str:
    """Nothing is proven yet."""
    return office.about(order, None)


def refused(office: OrderOffice, case_id: str, wish: Wish) -> str:
    with pytest.raises(Unfit) as fault:
        office.verifying.by_order(office.frame(case_id), wish)
    return fault.value.code


@pytest.mark.parametrize("typed", ["WM-104823", "wm 104823", "104823", "wm104823"])
def test_a_number_is_known_however_it_is_typed(typed: str) -> None:
    assert normal(typed) == "WM-104823"


def test_order_and_postcode_prove_it_to_everybody(office: OrderOffice, order: Order, case_id: str) -> None:
    screen = office.screen(office.eva)
    form = {"way": "order", "order": "104823", "postcode": order.postcode}
    said = words_of(screen.post(f"/desk/cases/{case_id}/orders/verify", True, **form).get_data(as_text=True))
    assert "Geprüft: Bestellung geprüft." in said
    assert "geprüft von Eva Weber" in said
    caller = office.packet(case_id)["caller"]
    assert (caller["auth_level"], caller["verified_by"]) == ("A1", "eva")
    known = office.memory(case_id)["facts"]
    assert (known["verified_order"]["value"], known["verified_order"]["by"]) == (UNDER_WAY, "eva")
    (event,) = office.events("caller_verified")
    assert (event["who"], event["data"]["level"]) == ("eva", "A1")
    assert office.audited("caller_verified")[0]["staff_id"] == "eva"


def test_wrong_combinations_are_limited_and_never_explained(office: OrderOffice, case_id: str) -> None:
    codes = [refused(office, case_id, Wish(UNDER_WAY, WRONG)) for _ in range(4)]
    assert codes == ["mismatch", "mismatch", "locked", "locked"]
    assert "Heute hilft nur noch ein Nachweis" in office.screen(office.eva).tab(case_id)


def test_an_order_that_does_not_exist_is_no_other_answer(office: OrderOffice, case_id: str) -> None:
    assert refused(office, case_id, Wish("WM-000000", WRONG)) == "mismatch"
    assert refused(office, case_id, Wish("WM-000000")) == "postcode_needed"


def test_tries_of_the_bot_count_as_well(office: OrderOffice, order: Order, case_id: str) -> None:
    for _ in range(3):
        office.shop.codes.note_failed_check("call", [UNDER_WAY], at=office.now())
    assert refused(office, case_id, Wish(UNDER_WAY, order.postcode)) == "locked"


def test_another_day_another_try(office: OrderOffice, order: Order, case_id: str) -> None:
    for _ in range(3):
        refused(office, case_id, Wish(UNDER_WAY, WRONG))
    office.clock.at += timedelta(days=1, minutes=1)
    assert office.verifying.by_order(office.frame(case_id), Wish(UNDER_WAY, order.postcode)).level is Sure.A1


def test_who_calls_from_the_stored_number_needs_no_postcode(office: OrderOffice, order: Order) -> None:
    talk = office.talk()
    case_id = office.case(talk)
    office.talks(case_id, office.eva)
    from_stored_number(office, talk.id, order.customer_id)
    assert office.verifying.by_order(office.frame(case_id), Wish(UNDER_WAY)).level is Sure.A1


def from_stored_number(office: OrderOffice, talk_id: str, customer_id: str) -> None:
    talk = office.record.by_id(talk_id)
    assert talk
    talk.memory.caller_customers = [customer_id]
    with office.engine.begin() as db:
        mine = CONVERSATIONS.update().where(CONVERSATIONS.c.id == talk_id)
        db.execute(mine.values(memory=talk.memory.to_json()))


def test_a_code_goes_to_the_stored_number_and_proves_more(office: OrderOffice, order: Order) -> None:
    case_id = office.about(order, "A1")
    to = office.verifying.send_code(office.frame(case_id), "sms")
    assert to.masked.startswith("…")
    assert office.verifying.by_code(office.frame(case_id), office.texts.codes[-1]).level is Sure.A2
    assert office.packet(case_id)["caller"]["auth_level"] == "A2"
    assert office.shop.codes.proven(office.frame(case_id).conversation_id, order.customer_id)


def test_before_it_is_known_whose_there_is_no_code(office: OrderOffice, case_id: str) -> None:
    with pytest.raises(Unfit, match="whose_code"):
        office.verifying.send_code(office.frame(case_id), "sms")
    with pytest.raises(Unfit, match="whose_code"):
        office.verifying.by_code(office.frame(case_id), "123456")


@pytest.mark.parametrize(("typed", "code"), [("12345", "code_digits"), ("abc", "code_digits")])
def test_half_a_code_is_no_guess(office: OrderOffice, order: Order, typed: str, code: str) -> None:
    frame = office.frame(office.about(order, "A1"))
    office.verifying.send_code(frame, "sms")
    with pytest.raises(Unfit, match=code):
        office.verifying.by_code(frame, typed)


def test_a_wrong_code_three_times_is_void(office: OrderOffice, order: Order) -> None:
    frame = office.frame(office.about(order, "A1"))
    office.verifying.send_code(frame, "sms")
    wrong = "000000" if office.texts.codes[-1] != "000000" else "000001"
    found = []
    for _ in range(4):
        with pytest.raises(Unfit) as fault:
            office.verifying.by_code(frame, wrong)
        found.append(fault.value.code)
    assert found == ["code_wrong", "code_wrong", "code_spent", "code_expired"]


def test_nothing_is_texted_to_somebody_who_may_be_in_danger(office: OrderOffice, order: Order) -> None:
    case_id = office.about(order, "A1")
    content = office.packet(case_id)
    content["permissions"] = {**content["permissions"], "safe_contact": True}
    with office.engine.begin() as db:
        db.execute(HANDOVERS.update().where(HANDOVERS.c.id == case_id).values(packet=content))
    with pytest.raises(Unfit, match="code_unsafe"):
        office.verifying.send_code(office.frame(case_id), "sms")
    assert office.texts.codes == []


def test_who_wants_no_texts_is_told_to_try_the_mail(office: OrderOffice, order: Order) -> None:
    office.texts.works = False
    frame = office.frame(office.about(order, "A1"))
    with pytest.raises(Unfit, match="code_no_texts"):
        office.verifying.send_code(frame, "sms")
    assert office.verifying.send_code(frame, "email").channel == "email"


def test_documents_seen_by_a_person_prove_most(office: OrderOffice, case_id: str) -> None:
    wish = Wish(UNDER_WAY, document="inheritance")
    assert office.verifying.by_documents(office.frame(case_id), wish).level is Sure.A3
    (entry,) = office.audited("caller_verified")
    assert (entry["data"]["level"], entry["data"]["document"]) == ("A3", "inheritance")
    with pytest.raises(Unfit, match="document"):
        office.verifying.by_documents(office.frame(case_id), Wish(UNDER_WAY, document="a nice voice"))


def test_who_has_shown_more_has_not_shown_less_by_a_postcode(office: OrderOffice, order: Order) -> None:
    case_id = office.about(order, "A2")
    assert office.verifying.by_order(office.frame(case_id), Wish(UNDER_WAY, order.postcode)).level is Sure.A2


def test_another_persons_order_is_proven_for_that_person_alone(office: OrderOffice, order: Order) -> None:
    case_id, other = office.about(order, "A2"), office.shop.order(OPEN_PAID)
    assert other.customer_id != order.customer_id
    proof = office.verifying.by_order(office.frame(case_id), Wish(OPEN_PAID, other.postcode))
    assert (proof.level, proof.of(other), proof.of(order)) == (Sure.A1, Sure.A1, Sure.A0)


def test_while_the_bot_answers_the_proof_waits(office: OrderOffice, order: Order, case_id: str) -> None:
    frame = office.frame(case_id)
    assert office.record.hold(frame.conversation_id, 60)
    form = {"way": "order", "order": UNDER_WAY, "postcode": order.postcode}
    answer = office.screen(office.eva).post(f"/desk/cases/{case_id}/orders/verify", True, **form)
    assert answer.status_code == 409
    office.record.release(frame.conversation_id)
    assert office.verifying.by_order(frame, Wish(UNDER_WAY, order.postcode)).level is Sure.A1
