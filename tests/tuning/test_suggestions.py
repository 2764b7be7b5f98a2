"""What is offered beside an utterance: experts' corrections first, then model and sentences alike."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.handover.cases import HANDOVERS
from bot.store.database import table_of
from bot.store.desk_tables import BotHintRow, CaseLabelRow
from bot.store.handover_tables import StaffRow
from bot.tuning.corrections import Correction
from bot.tuning.known_files import KnownFiles
from bot.tuning.likeness import Likeness, Part
from bot.tuning.suggestions import Offered
from tests.builders import NOW
from tests.tuning.desk_of_labels import INTENTS, OLGA, TRAINING, LabelDesk

SAID = table_of(CaseLabelRow)


@pytest.fixture
def desk(tmp_path: Path) -> LabelDesk:
    return LabelDesk(tmp_path)


def offered(desk: LabelDesk, utterance_id: int) -> Offered:
    return desk.parts.suggestions.of(desk.utterance(utterance_id), INTENTS)


def intents(found: Offered) -> list[str]:
    return [one.intent for one in found.suggestions]


def a_case(desk: LabelDesk, talk: str) -> None:
    """Of this conversation, had by e1; the same again is harmless."""
    now = {"created_at": NOW, "status": "off", "status_since": NOW, "must_change": False}
    staff = {"id": "e1", "name": "e1", "role": "agent", "skills": [], "languages": [], "password_hash": "-"}
    case = {
        "id": "c1",
        "case_number": "1",
        "conversation_id": talk,
        "turn": 1,
        "language": "de",
        "packet": {},
    }
    case |= {"kind": "person", "reason": "x", "priority": "P3", "status": "open", "created_at": NOW}
    with desk.engine.begin() as db:
        if not db.execute(select(HANDOVERS.c.id)).first():
            db.execute(insert(table_of(StaffRow)).values(**staff, **now))
            db.execute(insert(HANDOVERS).values(**case))


def expert_says(desk: LabelDesk, utterance_id: int, **said: Any) -> None:
    talk = desk.utterance(utterance_id)["conversation_id"]
    a_case(desk, talk)
    place = {"handover_id": "c1", "conversation_id": talk, "staff_id": "e1", "at": NOW, "verdict": "right"}
    with desk.engine.begin() as db:
        db.execute(insert(SAID).values(**{**place, **said}))


def expert_tells_the_bot(desk: LabelDesk, utterance_id: int, intent: str, turn: int) -> None:
    talk = desk.utterance(utterance_id)["conversation_id"]
    a_case(desk, talk)
    hint = {"conversation_id": talk, "staff_id": "e1", "kind": "wish", "intent": intent, "created_at": NOW}
    with desk.engine.begin() as db:
        db.execute(insert(table_of(BotHintRow)).values(**hint, used_turn=turn))


def test_the_models_ranking_and_what_is_taught_speak_for_the_same_intent(desk: LabelDesk) -> None:
    ranking = {"ranking": [["affirm", 0.4], ["order_cancel", 0.3], ["order_status", 0.2]]}
    [one] = desk.say("wo bleibt meine bestellung denn", understood=ranking)
    found = offered(desk, one)
    assert intents(found)[:2] == ["order_status", "order_cancel"]
    assert {reason.who for reason in found.suggestions[0].reasons} == {"model", "taught"}
    assert found.suggestions[0].reasons[0].like == "wo bleibt meine bestellung"


def test_what_it_was_understood_as_is_not_offered_again(desk: LabelDesk) -> None:
    [one] = desk.say("ja genau", understood={"ranking": [["affirm", 0.9], ["order_status", 0.1]]})
    assert "affirm" not in intents(offered(desk, one))


def test_what_colleagues_labelled_counts_more_than_what_is_taught(desk: LabelDesk) -> None:
    [known, one] = desk.say(TRAINING[0], f"{TRAINING[0]} leider", confidence=0.0)
    desk.decide([known], "order_cancel")
    found = offered(desk, one)
    assert intents(found)[0] == "order_cancel"
    assert ("labelled", TRAINING[0]) in [(reason.who, reason.like) for reason in found.suggestions[0].reasons]


def test_an_expert_who_had_the_case_comes_first(desk: LabelDesk) -> None:
    [one] = desk.say("wo bleibt meine bestellung denn")
    expert_tells_the_bot(desk, one, "out_of_scope", turn=1)
    assert intents(offered(desk, one))[:2] == ["out_of_scope", "order_status"]


def test_corrections_that_are_no_intent_are_shown_the_newest_of_each(desk: LabelDesk) -> None:
    one, other = desk.say("wo bleibt meine bestellung denn", "und zwar sofort")
    expert_says(desk, one, kind="flag", code="anger", verdict="wrong", turn=1)
    expert_says(desk, one, kind="need", code="money_back", verdict="wrong", corrected_to="working_article")
    expert_says(desk, one, kind="bot_should", verdict="no")
    expert_says(desk, one, kind="bot_should", verdict="yes")
    assert set(offered(desk, one).corrections) == {
        Correction("flag", "anger", "wrong"),
        Correction("need", "money_back", "wrong", "working_article"),
        Correction("bot_should", None, "yes"),
    }
    assert "flag" not in {said.kind for said in offered(desk, other).corrections}


def test_what_experts_said_is_reviewed_once_it_is_labelled(desk: LabelDesk) -> None:
    one, other = desk.say("wo bleibt meine bestellung denn", "und zwar sofort", corrected=True)
    expert_says(desk, one, kind="flag", code="anger", verdict="wrong", turn=1)
    expert_says(desk, one, kind="need", code="money_back", verdict="right")

    def reviewed() -> dict[str, bool]:
        with desk.engine.connect() as db:
            return {kind: at is not None for kind, at in db.execute(select(SAID.c.kind, SAID.c.reviewed_at))}

    desk.decide([other], "order_status")
    assert reviewed() == {"flag": False, "need": True}
    desk.decide([one], "order_status")
    assert reviewed() == {"flag": True, "need": True}


def test_a_file_that_changed_is_read_again_and_no_other(desk: LabelDesk) -> None:
    known = KnownFiles(desk.place.root)
    before = known.all()
    desk.decide(desk.say(TRAINING[0]), "order_status")
    desk.parts.changes.write(OLGA)
    after = known.all()
    assert [one is other for one, other in zip(before, after, strict=True)].count(False) == 1
    assert TRAINING[0] in [one.text for file in known.taught()[0] for one in file.sentences]


def test_the_sentence_with_the_rare_words_in_common_is_nearest() -> None:
    said = ["wo ist mein paket", "wo ist mein kaktus", "mein kaktus ist welk", "ja", "nein"]
    likeness = Likeness([Part(said[:2]), Part(said[2:])])
    best = likeness.nearest("der kaktus ist welk", 2)
    assert [(one.part, one.number) for one in best] == [(1, 0), (0, 1)]
    assert likeness.nearest("völlig unbekannt", 2) == []
    assert likeness.with_each("ja", ["ja", "nein"]) == [1.0, 0.0]


def test_a_part_made_from_the_one_before_is_the_same_as_a_new_one() -> None:
    before = ["eins zwei drei", "vier fünf", "sechs"]
    after = ["vier fünf", "neu hier", "eins zwei drei", "neu hier"]
    one, other = Likeness([Part(after, Part(before))]), Likeness([Part(after)])
    for said in (*before, *after):
        assert one.nearest(said, 3) == other.nearest(said, 3)
