"""Seven blocks of a real packet: everything a person needs, each value with how it is known."""

from typing import Any

import pytest

from bot.desk.blocks import Blocks, Reader, blocks_of
from bot.desk.blocks_facts import FIELD_OF
from bot.desk.case_access import EVERYTHING, Sight
from bot.desk.masking import HIDDEN, Shown
from bot.handover.expert_verdicts import with_flag_verdict, with_need_verdict
from bot.handover.packet_notes import with_note
from bot.understanding.delicate.flags import CODES
from tests.builders import CALLER, NOW
from tests.desk.case_builders import facts
from tests.handover.flagged import WORDS, day, flag, order, packed, talk_with, turn

MINE = Sight(EVERYTHING, True, frozenset(CODES), True)


def read(packet: dict[str, Any], seen: Sight = MINE, shown: tuple[str, ...] = (), **more: Any) -> Blocks:
    return blocks_of(packet, Reader(seen, frozenset(shown), more.pop("before", 0), NOW, **more))


def known(**values: Any) -> dict[str, Any]:
    talk = talk_with()
    talk.memory.facts = facts(**values)
    return packed(talk)


def test_block_one_says_who_it_is_and_how_sure_that_is() -> None:
    who = read(known(name="Klein"), before=3).who
    assert (who.name, who.auth_level, who.language, who.address_form) == ("Klein", "A0", "de", "Sie")
    assert (who.number, who.withheld, who.before) == (Shown("…0001", "phone"), False, 3)


def test_the_past_is_not_even_counted_for_whom_it_is_not() -> None:
    assert read(known(), Sight(frozenset({"name"}), True, frozenset(), False), before=3).who.before is None


def test_a_withheld_number_is_none() -> None:
    who = read(packed(talk_with(caller=None))).who
    assert (who.number, who.withheld) == (None, True)


def test_block_two_has_the_wish_and_the_caller_s_own_words() -> None:
    talk = talk_with()
    talk.memory.wish_words = "wo bleibt mein Sofa"
    turns = (turn(1, "wo bleibt mein Sofa", "order_status"), turn(2, "ja genau"))
    wish = read(packed(talk, *turns)).wish
    assert (wish.matter, wish.request, wish.quotes) == ("order_status", "wo bleibt mein Sofa", ("ja genau",))


def test_asking_for_a_person_is_no_matter() -> None:
    turns = (turn(1, "wo bleibt es", "order_status"), turn(2, "Mitarbeiter", "human_request"))
    assert read(packed(talk_with(), *turns)).wish.matter == "order_status"


def test_what_the_dialogue_calls_the_wish_counts_first() -> None:
    assert read(packed(talk_with(), turn(1, "x", "order_status"), wish="dunning")).wish.matter == "dunning"


def test_the_guess_is_marked_and_what_experts_say_of_it() -> None:
    made = packed(talk_with(flag("bereavement")))
    assert read(made).wish.need.code == "estate_close_account"
    said = with_need_verdict(made, "wrong", "estate_goods_back")
    need = read(said).wish.need
    assert (need.verdict, need.corrected_to) == ("wrong", "estate_goods_back")


def test_block_three_has_the_pressing_flag_first_with_its_words_and_time() -> None:
    told = read(packed(talk_with(flag("anger", turn=1), flag("bereavement", turn=2)))).flags
    assert [line.code for line in told.lines] == ["bereavement", "anger"]
    first = told.first
    assert first is not None
    assert (first.quote, first.level, first.turn) == (" ".join(WORDS.split()[:15]), "clear", 2)
    assert first.at is not None


def test_the_words_of_a_flag_stay_with_those_they_are_for() -> None:
    seen = Sight(EVERYTHING, False, frozenset({"anger"}), True)
    told = read(packed(talk_with(flag("anger"), flag("bereavement"))), seen).flags
    assert {line.code: line.quote is not None for line in told.lines} == {"bereavement": False, "anger": True}


def test_what_presses_is_big_and_the_general_comes_last() -> None:
    told = read(packed(talk_with(flag("bereavement")))).flags
    assert told.big[0] == "dont_authenticate_first"
    assert told.more[-2:] == ("dont_sell", "dont_ask_to_repeat")


def test_what_was_given_must_not_be_asked_again() -> None:
    assert read(known(postcode="20257", name="Klein")).flags.known == ("name", "postcode")


def test_a_flag_found_wrong_no_longer_presses_and_its_advice_is_gone() -> None:
    made = with_flag_verdict(
        packed(talk_with(flag("bereavement"), flag("anger"))), "bereavement", "wrong", NOW
    )
    told = read(made).flags
    assert told.first is not None
    assert told.first.code == "anger"
    assert [line.code for line in told.lines] == ["anger", "bereavement"]
    assert "dont_condole_again" not in (*told.big, *told.more)


def test_a_flag_an_expert_heard_shows_what_to_do_at_once() -> None:
    told = read(with_flag_verdict(packed(talk_with()), "crisis", "missing", NOW)).flags
    assert told.first is not None
    assert (told.first.code, told.first.verdict) == ("crisis", "missing")
    assert "do_stay_on_line" in (*told.big, *told.more)


def test_bookkeeping_is_no_signal() -> None:
    talk = talk_with()
    talk.memory.signals = [{"what": "about", "wish": "x"}, {"what": "repeated", "quote": "schon wieder"}]
    assert read(packed(talk)).flags.signals == ("repeated",)


def test_block_four_begins_with_what_the_colleague_before_wrote() -> None:
    made = with_note(packed(talk_with()), {"kind": "passed_on", "words": "Wants it in writing."})
    made = with_note(made, {"kind": "note", "words": "Between us."})
    assert read(made).done.note == "Wants it in writing."
    assert read(packed(talk_with())).done.note is None


def test_of_a_long_speech_of_the_bot_only_its_end_is_shown() -> None:
    made = packed(talk_with()) | {"said": [{"turn": 1, "words": f"{'viel ' * 60}Worum geht es?"}]}
    (said,) = read(made).done.said
    assert said.startswith("… viel")
    assert said.endswith("Worum geht es?")
    assert len(said.split()) == 21


def test_block_four_says_what_was_done_said_and_promised() -> None:
    talk = talk_with()
    talk.memory.done = ["order_status"]
    made = packed(talk, turn(1, "hallo", said="Ihre Bestellung [[order:WM-104823]] kommt morgen."))
    made["promised"] = [{"what": "callback", "by_when": NOW.isoformat()}]
    done = read(made).done
    assert done.done == ("order_status",)
    assert done.said == ("Ihre Bestellung WM-104823 kommt morgen.",)
    assert [(one.what, one.by_when) for one in done.promised] == [("callback", NOW)]


def test_a_failure_is_named_without_its_details() -> None:
    made = packed(talk_with(), turn(1, "a", failure="DialogueUnavailable: read timeout"), turn(2, "b"))
    assert read(made).done.failures == ("DialogueUnavailable",)


def test_block_five_says_of_every_value_how_it_is_known() -> None:
    talk = talk_with()
    talk.memory.facts = facts(city="Wien", order_number="WM-104823") | {
        "quantity": {"value": "2", "how": "keyed", "confidence": 1.0, "turn": 1},
        "verified_order": {"value": "WM-104823", "how": "looked_up", "turn": 2},
    }
    found = {fact.name: (fact.value.text, fact.how, fact.sure) for fact in read(packed(talk)).facts}
    assert found == {
        "order_number": ("WM-104823", "spoken", True),
        "quantity": ("2", "keyed", True),
        "city": ("Wien", "spoken", False),
    }


def test_certain_values_come_first() -> None:
    talk = talk_with()
    talk.memory.facts = facts(city="Wien") | {"quantity": {"value": "2", "how": "keyed", "confidence": 1.0}}
    assert [fact.name for fact in read(packed(talk)).facts] == ["quantity", "city"]


def test_where_somebody_lives_is_hidden_until_asked_for() -> None:
    made = known(postcode="20257", address_street="Lange Reihe")
    assert {fact.value.text for fact in read(made).facts} == {HIDDEN}
    assert {fact.value.text for fact in read(made, shown=("address",)).facts} == {"20257", "Lange Reihe"}


def test_the_dialogue_s_own_bookkeeping_is_no_fact() -> None:
    made = known(order_draft="{}", confirm_cancel="yes", city="Wien")
    assert [fact.name for fact in read(made).facts] == ["city"]


@pytest.mark.parametrize(("language", "day_"), [("de", "30.11."), ("en", "30 Nov")])
def test_a_date_is_written_as_the_desk_writes_dates(language: str, day_: str) -> None:
    (fact,) = read(known(date="2026-11-30"), language=language).facts
    assert day_ in fact.value.text


def test_block_six_has_orders_dates_and_at_most_three_options() -> None:
    facts_of_order = order(status="shipped", is_open=True, eta=day(1), invoice_due=day(-2), dunning_level=1)
    found = read(packed(talk_with(flag("bereavement")), orders=(facts_of_order,))).orders
    assert [(one.number, one.known_by, one.dunning_level) for one in found.orders] == [
        ("WM-104823", "verified", 1)
    ]
    assert [(one.kind, one.over, one.about) for one in found.deadlines] == [
        ("invoice_due", True, "WM-104823"),
        ("delivery", False, "WM-104823"),
    ]
    assert len(found.steps) == 3


def test_bills_are_not_for_everybody() -> None:
    seen = Sight(frozenset({"orders"}), True, frozenset(), False)
    bill = order(invoice_due=day(3), eta=day(1), dunning_level=2, is_open=True)
    found = read(packed(talk_with(), orders=(bill,)), seen).orders
    assert [one.kind for one in found.deadlines] == ["delivery"]
    assert found.orders[0].dunning_level == 0


def test_block_seven_says_how_somebody_may_be_reached() -> None:
    made = packed(talk_with(channel="sms"))
    made["permissions"]["callback"] = CALLER
    reach = read(made).reach
    assert (reach.callback, reach.sms, reach.recording, reach.safe) == (
        Shown("…0001", "phone"),
        True,
        False,
        None,
    )


def test_who_is_in_danger_is_reached_only_as_they_set_it() -> None:
    made = packed(talk_with(flag("abuse_safety")))
    nothing = read(made).reach.safe
    assert nothing is not None
    assert nothing.number is None
    callback = {"phone": CALLER, "from": NOW.isoformat(), "until": NOW.isoformat()}
    made["permissions"]["safe_contact"] = {"contact": "only_as_set", "callback": callback}
    safe = read(made, shown=("phone",)).reach.safe
    assert safe is not None
    assert (safe.number, safe.start) == (Shown(CALLER), NOW)


def test_who_sees_nothing_of_a_caller_sees_no_words_no_number_and_no_order() -> None:
    made = packed(
        talk_with(flag("anger")),
        turn(1, "mein Name ist Klein", "order_status", said="Danke, Herr Klein"),
        orders=(order(eta=day(1), is_open=True),),
    )
    shown = repr(read(made, Sight(frozenset(), False, frozenset(), False)))
    for secret in ("Klein", "0001", "WM-104823", "Mann"):
        assert secret not in shown


@pytest.mark.parametrize(
    "packet",
    [
        {},
        {"packet_version": 1, "kind": "person", "reason": "x", "summary": {"note": "y"}},
        {"caller": None, "flags": None, "slots": None, "permissions": None, "deadlines": [{"type": "x"}]},
        {
            "flags": [{"code": "threat"}],
            "deadlines": [{"type": "answer", "date": "no day"}],
            "promised": [{}],
        },
        {"slots": [{"name": "city", "value": ["a", "list"]}, {"name": "postcode"}], "quotes": [{"turn": 1}]},
    ],
)
def test_an_older_packet_is_read_as_far_as_it_goes(packet: dict[str, Any]) -> None:
    assert read(packet).who.language == "de"


def test_a_mark_changes_with_what_its_block_shows_and_with_nothing_else() -> None:
    before, after = read(known(city="Wien")).marks(), read(known(city="Graz")).marks()
    assert [name for name in before if before[name] != after[name]] == ["facts"]


def test_every_fact_belongs_somewhere() -> None:
    assert set(FIELD_OF.values()) <= EVERYTHING | {None}
