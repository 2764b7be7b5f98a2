"""A guess at the need is marked as a guess, stands apart from the request, and rests on rules."""

from typing import Any

import pytest

from bot.handover.need import FLAG_NEEDS
from bot.phrases.catalogue import LANGUAGES
from bot.phrases.interface import worded
from bot.understanding.delicate.flags import CODES
from tests.handover.flagged import day, flag, order, packed, talk_with


def need(made: dict[str, Any]) -> str | None:
    return made["probable_need"]["code"] if made["probable_need"] else None


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_situation_has_a_need_in_the_case_s_language_marked_as_a_guess(
    code: str, language: Any
) -> None:
    made = packed(talk_with(flag(code), language=language))["probable_need"]
    assert made["hypothesis"] is True
    assert made["text"] == worded(language)(f"codes.needs.{made['code']}")
    assert set(FLAG_NEEDS) == set(CODES)


def test_the_request_is_never_rewritten_by_the_guess() -> None:
    talk = talk_with(flag("bereavement"))
    talk.memory.wish_words = "wo ist das Paket"
    made = packed(talk, orders=(order(is_open=True),))
    assert (made["stated_request"], need(made)) == ("wo ist das Paket", "estate_stop_parcel")


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"invoice_due": day(3), "is_open": True}, "estate_settle_bill"),
        ({"is_open": True}, "estate_stop_parcel"),
        ({"return_until": day(3)}, "estate_goods_back"),
        ({"return_until": day(-1)}, "estate_close_account"),
    ],
)
def test_after_a_death_the_order_says_what_is_needed(known: dict[str, Any], expected: str) -> None:
    assert need(packed(talk_with(flag("bereavement")), orders=(order(**known),))) == expected


@pytest.mark.parametrize(
    ("code", "level", "wish", "expected"),
    [
        ("illness", "clear", "return_how", "back_without_effort"),
        ("illness", "clear", "dunning", "pay_later"),
        ("illness", "clear", None, "more_time_and_help"),
        ("safety_injury", "acute", None, "safe_now"),
        ("safety_injury", "clear", None, "harm_taken_care_of"),
        ("fraud", "clear", None, "clear_name"),
    ],
)
def test_the_same_situation_needs_something_else_with_another_wish(
    code: str, level: str, wish: str | None, expected: str
) -> None:
    assert need(packed(talk_with(flag(code, level)), wish=wish)) == expected


def test_the_conversation_s_wish_counts_where_the_dialogue_gave_none() -> None:
    talk = talk_with(flag("illness"))
    talk.memory.wish = "withdraw_contract"
    assert need(packed(talk)) == "back_without_effort"


@pytest.mark.parametrize(
    ("reason", "wish", "known", "expected"),
    [
        ("withdrawal_late", "withdraw_contract", {}, "goodwill_return"),
        ("refund_overdue", "refund_status", {}, "money_back"),
        ("asked_for_person", "order_status", {"is_open": True, "eta": day(-1)}, "certainty_about_parcel"),
        ("asked_for_person", "order_status", {"is_open": True, "eta": day(1)}, None),
        ("asked_for_person", "defect_claim", {}, "working_article"),
        ("complaint", "complaint", {}, "be_heard"),
        ("asked_for_person", None, {}, None),
    ],
)
def test_without_a_flag_only_what_speaks_for_itself_is_guessed(
    reason: str, wish: str | None, known: dict[str, Any], expected: str | None
) -> None:
    assert need(packed(talk_with(), orders=(order(**known),), reason=reason, wish=wish)) == expected


def test_who_calls_again_wants_it_settled() -> None:
    talk = talk_with()
    talk.memory.signals = [{"what": "repeated", "turn": 1, "quote": "zum dritten Mal"}]
    assert need(packed(talk)) == "settled_for_good"


def test_a_dealt_with_flag_guesses_nothing_any_more() -> None:
    assert need(packed(talk_with(flag("bereavement"), settled=("bereavement",)))) is None
