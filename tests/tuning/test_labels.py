"""What utterances mean: said by one or two people, of one or many, taken back, and gathered to be learnt."""

from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotPossible, NotThere, TooLate
from bot.tuning.decision import Decision
from bot.tuning.sentences import share_of
from tests.tuning.desk_of_labels import ADA, OLGA, OTTO, TESTED, TRAINING, LabelDesk

SOFA = TRAINING[0]


@pytest.fixture
def desk(tmp_path: Path) -> LabelDesk:
    return LabelDesk(tmp_path)


def test_the_sentences_of_these_tests_fall_into_the_shares_they_are_named_for() -> None:
    assert [share_of(one) for one in (*TRAINING, *TESTED)] == ["training"] * 3 + ["test"] * 2


def test_another_intent_decides_and_the_sentence_waits_to_be_learnt(desk: LabelDesk) -> None:
    [one] = desk.say(SOFA)
    deed = desk.decide([one], "order_status")
    assert (desk.status(one), deed.decided, deed.waiting) == ("decided", 1, 1)
    [row] = desk.learnt()
    assert (row["kind"], row["label"], row["text"], row["share"], row["status"]) == (
        "intent", "order_status", SOFA, "training", "waiting",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "status", "labels"),
    [
        ("right", "decided", ["affirm"]),
        ("out_of_scope", "decided", ["out_of_scope"]),
        ("unusable", "unusable", []),
        ("new_intent", "decided", []),
    ],
)
def test_each_verdict_means_what_it_says(
    desk: LabelDesk, verdict: Any, status: str, labels: list[str]
) -> None:
    [one] = desk.say(SOFA)
    desk.decide([one], verdict=verdict)
    assert desk.status(one) == status
    assert [row["label"] for row in desk.learnt()] == labels


@pytest.mark.parametrize(
    "decision",
    [
        Decision("intent"),
        Decision("right", "affirm"),
        Decision("intent", "nobody_knows"),
        Decision("right", flags={"boredom": "clear"}),
        Decision("right", flags={"crisis": "loud"}),
    ],
)
def test_what_nobody_can_mean_is_refused(desk: LabelDesk, decision: Decision) -> None:
    with pytest.raises(NotPossible):
        desk.parts.labels.decide(desk.say(SOFA), decision, OLGA.id)


def test_one_decision_labels_many_and_is_taken_back_as_one(desk: LabelDesk) -> None:
    ids = desk.say(*TRAINING)
    desk.decide(ids, "order_status")
    assert {desk.status(one) for one in ids} == {"decided"}
    assert set(desk.parts.labels.undo(OLGA.id).utterances) == set(ids)
    assert {desk.status(one) for one in ids} == {"open"}
    assert desk.learnt() == []


def test_the_newest_deed_of_ones_own_is_taken_back_then_the_one_before(desk: LabelDesk) -> None:
    first, second, third = desk.say(*TRAINING)
    for one, who in ((first, OLGA), (second, OLGA), (third, OTTO)):
        desk.decide([one], "order_status", who)
    assert desk.parts.labels.undo(OLGA.id).utterances == (second,)
    assert desk.parts.labels.undo(OLGA.id).utterances == (first,)
    with pytest.raises(NotThere):
        desk.parts.labels.undo(OLGA.id)
    assert desk.status(third) == "decided"


def test_a_double_click_is_one(desk: LabelDesk) -> None:
    ids = desk.say(SOFA)
    for _ in range(2):
        desk.parts.labels.decide(ids, Decision("right"), OLGA.id, deed="k1")
    assert len(desk.parts.labels.of(ids)[ids[0]]) == 1
    assert len(desk.learnt()) == 1


def test_whoever_decides_again_replaces_what_waits(desk: LabelDesk) -> None:
    [one] = desk.say(SOFA)
    desk.decide([one], "order_status")
    desk.decide([one], "order_cancel")
    assert [(row["label"], row["status"]) for row in desk.learnt()] == [("order_cancel", "waiting")]


def test_what_is_not_there_or_nothing_at_all_is_refused(desk: LabelDesk) -> None:
    with pytest.raises(NotThere):
        desk.decide([99], "order_status")
    with pytest.raises(NotPossible):
        desk.decide([], "order_status")


# --- two people ---


def test_where_two_must_agree_one_is_half(desk: LabelDesk) -> None:
    desk.agree(2)
    [one] = desk.say(SOFA, intent="order_status")
    desk.decide([one], "order_status")
    desk.decide([one], "order_status")
    assert (desk.status(one), desk.learnt()) == ("half", [])
    desk.decide([one], verdict="right", who=OTTO)
    assert desk.status(one) == "decided"
    assert [row["label"] for row in desk.learnt()] == ["order_status"]


def test_two_who_disagree_are_settled_by_a_third(desk: LabelDesk) -> None:
    desk.agree(2)
    [one] = desk.say(SOFA)
    desk.decide([one], "order_status", OLGA)
    desk.decide([one], "order_cancel", OTTO)
    assert desk.status(one) == "disputed"
    desk.decide([one], "order_cancel", ADA)
    assert (desk.status(one), [row["label"] for row in desk.learnt()]) == ("decided", ["order_cancel"])
    desk.parts.labels.undo(OTTO.id)
    assert (desk.status(one), desk.learnt()) == ("disputed", [])


def test_two_who_hear_different_flags_disagree(desk: LabelDesk) -> None:
    desk.agree(2)
    [one] = desk.say(SOFA)
    desk.decide([one], "order_status", OLGA)
    desk.decide([one], "order_status", OTTO, flags={"anger": "clear"})
    assert desk.status(one) == "disputed"


# --- what is learnt ---


def test_every_fifth_or_so_goes_into_the_tests(desk: LabelDesk) -> None:
    desk.decide(desk.say(*TESTED), "order_status")
    assert {row["share"] for row in desk.learnt()} == {"test"}
    shares = [share_of(f"satz nummer {n} von vielen") for n in range(2000)]
    assert 330 < shares.count("test") < 470


@pytest.mark.parametrize(
    ("said", "why", "near"),
    [
        ("Wo bleibt meine Bestellung?", "known", "wo bleibt meine bestellung"),
        ("meine bestellung wo bleibt", "known", "wo bleibt meine bestellung"),
        ("ich möchte die bestellung stornieren", "elsewhere", "ich möchte die bestellung stornieren"),
    ],
)
def test_what_is_taught_already_is_refused_with_the_sentence(
    desk: LabelDesk, said: str, why: str, near: str
) -> None:
    desk.decide(desk.say(said), "order_status")
    [row] = desk.learnt()
    assert (row["status"], row["why"], row["data"]["near"]) == ("refused", why, near)


def test_what_is_nearly_measured_is_never_taught_and_the_other_way_round(desk: LabelDesk) -> None:
    desk.place.put("tests/nlu/de/order_status.yml", f'- "{SOFA} heute"\n')
    taught = desk.place.text("data/nlu.yml").replace(
        "    - ja genau\n", f"    - ja genau\n    - {TESTED[1]} ja\n"
    )
    desk.place.put("data/nlu.yml", taught)
    desk.decide(desk.say(SOFA, TESTED[1]), "order_status")
    assert [(row["why"], row["data"]["near"]) for row in desk.learnt()] == [
        ("near_test", f"{SOFA} heute"),
        ("near_training", f"{TESTED[1]} ja"),
    ]


def test_of_many_alike_one_is_learnt(desk: LabelDesk) -> None:
    desk.decide(desk.say(SOFA, f"{SOFA}!", SOFA.upper()), "order_status")
    assert [(row["status"], row["why"]) for row in desk.learnt()] == [
        ("waiting", None), ("refused", "known"), ("refused", "known"),
    ]  # fmt: skip


def test_the_same_sentence_is_not_taught_as_two_things(desk: LabelDesk) -> None:
    one, other = desk.say(SOFA, SOFA)
    desk.decide([one], "order_status")
    desk.decide([other], "order_cancel")
    assert [row["why"] for row in desk.learnt()] == [None, "elsewhere"]


def test_what_is_delicate_is_learnt_by_the_gate_too_the_gravest_first(desk: LabelDesk) -> None:
    desk.decide(desk.say(SOFA), "order_status", flags={"anger": "hint", "threat": "clear"})
    assert [(row["kind"], row["label"], row["data"]) for row in desk.learnt()][1:] == [
        ("flag", "threat:clear", {"also": ["anger"]})
    ]


def test_a_false_alarm_is_learnt_as_what_only_sounds_like_it(desk: LabelDesk) -> None:
    desk.decide(desk.say(SOFA, flags=["anger", "threat"]), "order_status", flags={})
    assert [row["label"] for row in desk.learnt(kind="flag")] == ["anger:not", "threat:not"]


def test_a_decision_whose_process_died_is_gathered_later(
    desk: LabelDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    [one] = desk.say(SOFA)
    with monkeypatch.context() as patch:
        patch.setattr(desk.parts.learnt, "gather", lambda ids: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            desk.decide([one], "order_status")
    assert (desk.status(one), desk.learnt()) == ("decided", [])
    desk.parts.learnt.catch_up()
    desk.parts.learnt.catch_up()
    assert len(desk.learnt()) == 1


def test_what_is_written_is_not_labelled_again(desk: LabelDesk) -> None:
    [one] = desk.say(SOFA)
    desk.decide([one], "order_status")
    desk.parts.changes.write(OLGA)
    assert desk.status(one) == "written"
    with pytest.raises(TooLate):
        desk.decide([one], "order_cancel")
    with pytest.raises(TooLate):
        desk.parts.labels.undo(OLGA.id)


def test_on_postgresql_all_the_same(tmp_path: Path, postgres_database: str) -> None:
    desk = LabelDesk(tmp_path, postgres_database)
    desk.agree(2)
    ids = desk.say(*TRAINING)
    desk.decide(ids, "order_status")
    desk.decide(ids, "order_status", OTTO)
    change = desk.parts.changes.write(OLGA)
    desk.parts.changes.undo(change, OLGA)
    assert {row["status"] for row in desk.learnt()} == {"waiting"}
    assert desk.parts.provenance.withdraw([desk.learnt()[0]["conversation_id"]], OLGA).utterances == 3
    desk.engine.dispose()
