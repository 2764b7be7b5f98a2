"""Words without a question before them."""

from actions.loose_ends import AskForPerson, LooseFacts, StartOver
from actions.other_topic import PersonForm
from actions.wiring import Hotline
from tests.actions.caller import Caller


def test_a_number_out_of_the_blue_is_kept_and_asked_about(hotline: Hotline) -> None:
    caller = Caller(LooseFacts, hotline)
    answer = caller.says("inform", order_number="WM-104823", postcode="20257")
    assert answer.responses == ["utter_what_about_order"]
    assert (caller.slots["order_number"], caller.slots["postcode"]) == ("WM-104823", "20257")


def test_nothing_usable_is_met_with_what_we_can_do(hotline: Hotline) -> None:
    assert Caller(LooseFacts, hotline).says("inform", "ähm").responses == ["utter_what_can_i_do"]


def test_starting_over_forgets_the_order_but_not_the_failures(hotline: Hotline) -> None:
    caller = Caller(StartOver, hotline, wish="order_cancel", order_number="WM-104823", failed_checks=2)
    caller.says("start_over")
    assert (caller.slots["wish"], caller.slots["order_number"], caller.slots["failed_checks"]) == (
        None,
        None,
        2,
    )


def test_a_person_is_never_discussed(hotline: Hotline) -> None:
    answer = Caller(AskForPerson, hotline).says("human_request", "Mensch")
    assert answer.handover
    assert answer.asks is None


def test_what_we_do_not_do_is_offered_to_a_person_with_the_callers_words(hotline: Hotline) -> None:
    caller = Caller(PersonForm, hotline)
    assert (
        caller.says("other_topic", "vor eurem Geschäft ist ein Gehwegstein locker").asks == "confirm_person"
    )
    answer = caller.says("affirm", "ja")
    assert answer.handover
    assert answer.handover["summary"]["said"] == "vor eurem Geschäft ist ein Gehwegstein locker"


def test_who_wants_no_person_is_left_in_peace(hotline: Hotline) -> None:
    caller = Caller(PersonForm, hotline)
    caller.says("other_topic", "vor eurem Geschäft ist ein Gehwegstein locker")
    assert caller.says("deny", "nein").done == ["other_topic"]
