"""A complaint: one question, then a person."""

from actions.complaint import ComplaintForm
from actions.wiring import Hotline
from tests.actions.caller import Caller


def test_what_happened_is_asked_once_and_handed_over(hotline: Hotline) -> None:
    caller = Caller(ComplaintForm, hotline)
    assert caller.says("complaint", "ich will mich beschweren").asks == "complaint_text"
    answer = caller.says("inform", "der Fahrer war grob", order_number="WM-104823")
    assert answer.handover
    assert answer.handover["kind"] == "complaint"
    assert answer.handover["summary"]["complaint"] == "der Fahrer war grob"
    assert answer.handover["summary"]["order_number"] == "WM-104823"


def test_who_has_told_everything_is_not_asked_again(hotline: Hotline) -> None:
    told = "ich beschwere mich weil ihr fahrer mein paket einfach in den regen gestellt hat"
    answer = Caller(ComplaintForm, hotline).says("complaint", told)
    assert answer.handover
    assert answer.handover["summary"]["complaint"] == told


def test_another_wish_is_left_to_a_rule(hotline: Hotline) -> None:
    caller = Caller(ComplaintForm, hotline)
    caller.says("complaint")
    assert caller.says("order_status").refused
