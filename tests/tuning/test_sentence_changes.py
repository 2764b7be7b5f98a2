"""Accepted sentences become one change of files; taken back, they wait again; withdrawn, they are gone."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML
from sqlalchemy import insert, select

from bot.errors import NotPossible, TooLate
from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceGroupRow
from bot.store.model_tables import ModelVersionRow
from bot.tuning.data_files import CHANGES
from bot.tuning.decision import Mark
from bot.tuning.label_rows import LABELS, UTTERANCES
from bot.tuning.provenance import Withdrawal
from bot.tuning.values_file import read_checks
from tests.tuning.desk_of_labels import OLGA, TESTED, TRAINING, LabelDesk, nlu_text

SOFA, DRIVER, TABLE = TRAINING


@pytest.fixture
def desk(tmp_path: Path) -> LabelDesk:
    return LabelDesk(tmp_path)


def test_teaching_and_measuring_go_into_their_files_at_the_end_of_their_blocks(desk: LabelDesk) -> None:
    desk.decide(desk.say(SOFA, TESTED[0]), "order_status", flags={"anger": "hint"})
    change = desk.files.one(desk.parts.changes.write(OLGA))
    place = desk.place
    assert place.text("data/nlu.yml") == nlu_text().replace("endlich an\n", f"endlich an\n    - {SOFA}\n", 1)
    assert place.text("tests/nlu/de/order_status.yml") == f'- "eins"\n- "{TESTED[0]}"\n'
    assert f"  hint: |\n    - {SOFA}\n" in place.text("data/delicate/anger.yml")
    assert f"  hint: |\n    - {TESTED[0]}\n" in place.text("data/delicate/exam/anger.yml")
    assert sorted(change["files"]) == [
        "data/delicate/anger.yml",
        "data/delicate/exam/anger.yml",
        "data/nlu.yml",
        "tests/nlu/de/order_status.yml",
    ]
    assert place.git("status", "--porcelain") == ""
    assert {row["status"] for row in desk.learnt()} == {"written"}


def test_an_intent_without_test_sentences_gets_its_file(desk: LabelDesk) -> None:
    desk.decide(desk.say(*TESTED, language="en"), "order_status")
    desk.parts.changes.write(OLGA)
    assert YAML(typ="safe").load(desk.place.text("tests/nlu/en/order_status.yml")) == list(TESTED)


def test_english_goes_to_english(desk: LabelDesk) -> None:
    desk.decide(desk.say(SOFA, language="en"), "affirm")
    desk.parts.changes.write(OLGA)
    assert f"yes exactly\n    - {SOFA}\n" in desk.place.text("data/nlu.yml")


def test_what_is_near_to_files_that_changed_meanwhile_is_refused_when_it_is_written(desk: LabelDesk) -> None:
    desk.decide(desk.say(SOFA, DRIVER), "order_status")
    desk.place.put("tests/nlu/de/affirm.yml", f'- "{SOFA}"\n')
    desk.parts.changes.write(OLGA)
    assert [(row["text"], row["status"], row["why"]) for row in desk.learnt()] == [
        (SOFA, "refused", "near_test"),
        (DRIVER, "written", None),
    ]


def test_an_intent_no_file_has_a_place_for_is_refused(desk: LabelDesk) -> None:
    desk.decide(desk.say(SOFA), "order_status")
    desk.place.put("data/nlu.yml", nlu_text().replace("intent: order_status", "intent: gone"))
    with pytest.raises(NotPossible, match="nothing_waits"):
        desk.parts.changes.write(OLGA)
    assert desk.learnt()[0]["why"] == "no_such_block"


def test_taken_back_they_wait_again_and_may_be_decided_anew(desk: LabelDesk) -> None:
    [one] = desk.say(SOFA)
    desk.decide([one], "order_status")
    change = desk.parts.changes.write(OLGA)
    back = desk.parts.changes.undo(change, OLGA)
    assert (desk.status(one), desk.learnt()[0]["status"]) == ("decided", "waiting")
    assert desk.place.text("data/nlu.yml") == nlu_text()
    desk.parts.changes.undo(back, OLGA)
    assert (desk.status(one), desk.learnt()[0]["status"]) == ("written", "written")
    assert SOFA in desk.place.text("data/nlu.yml")


def test_what_was_written_again_is_not_brought_back_a_second_time(desk: LabelDesk) -> None:
    [one] = desk.say(SOFA)
    desk.decide([one], "order_status")
    back = desk.parts.changes.undo(desk.parts.changes.write(OLGA), OLGA)
    desk.decide([one], "affirm")
    desk.parts.changes.write(OLGA)
    with pytest.raises(TooLate):
        desk.parts.changes.undo(back, OLGA)
    assert desk.place.text("data/nlu.yml").count(SOFA) == 1


def test_looking_changes_nothing(desk: LabelDesk) -> None:
    desk.decide(desk.say(SOFA), "order_status")
    assert [path for path, _ in desk.parts.changes.waiting().diffs] == ["data/nlu.yml"]
    assert desk.place.text("data/nlu.yml") == nlu_text()


# --- erasure ---


def withdrawn(desk: LabelDesk, talk: int = 1) -> Withdrawal:
    return desk.parts.provenance.withdraw([f"{talk:08d}-2222-4222-8222-222222222222"], OLGA)


def test_what_a_caller_said_is_taken_out_of_files_labels_inbox_and_history(desk: LabelDesk) -> None:
    group = {"id": 1, "language": "de", "size": 2, "centre": b""}
    with desk.engine.begin() as db:
        db.execute(insert(table_of(UtteranceGroupRow)).values(**group))
    theirs = desk.say(SOFA, TESTED[0], TABLE, flags=["fraud"], group_id=1)
    [kept] = desk.say(DRIVER, talk="2", group_id=1)
    desk.decide(theirs[:2], "order_status", flags={"anger": "hint"})
    desk.decide([kept], "order_status")
    written = desk.files.one(desk.parts.changes.write(OLGA))
    desk.decide(theirs[2:], "order_status", flags={})
    with desk.engine.begin() as db:
        made = {"rasa_model": "a", "gate_model": "b", "made_at": desk.clock.now(), "made_from": {}}
        db.execute(insert(table_of(ModelVersionRow)).values(**made))
    report = withdrawn(desk)
    assert (report.sentences, report.utterances, report.not_found) == (6, 3, ())
    assert (report.versions, report.revisions) == ((1,), (written["revision"],))
    everything = "".join(path.read_text() for path in desk.place.root.rglob("*.yml"))
    assert not any(said in everything for said in (SOFA, TESTED[0], TABLE))
    assert DRIVER in everything
    with desk.engine.connect() as db:
        assert list(db.execute(select(UTTERANCES.c.text)).scalars()) == [DRIVER]
        assert set(db.execute(select(LABELS.c.utterance_id)).scalars()) == {kept}
        diffs = "".join(db.execute(select(CHANGES.c.diff)).scalars())
    assert not any(said in diffs for said in (SOFA, TESTED[0]))
    assert DRIVER in diffs
    assert {row["text"] for row in desk.learnt() if row["status"] == "withdrawn"} == {""}


def test_what_was_erased_is_not_brought_back(desk: LabelDesk) -> None:
    desk.decide(desk.say(SOFA), "order_status")
    desk.parts.changes.write(OLGA)
    change_id = withdrawn(desk).change_id
    assert change_id
    with pytest.raises(NotPossible, match="erased"):
        desk.parts.changes.undo(change_id, OLGA)
    with pytest.raises(TooLate):
        desk.parts.changes.undo(1, OLGA)
    assert desk.place.text("data/nlu.yml") == nlu_text()


def test_withdrawing_twice_is_harmless_and_nothing_to_withdraw_too(desk: LabelDesk) -> None:
    desk.decide(desk.say(SOFA), "order_status")
    desk.parts.changes.write(OLGA)
    assert withdrawn(desk).sentences == 1
    again = withdrawn(desk)
    assert (again.sentences, again.change_id) == (0, None)
    assert withdrawn(desk, 9).utterances == 0


def test_a_sentence_somebody_has_rewritten_is_named_for_somebody_to_look(desk: LabelDesk) -> None:
    desk.decide(desk.say(SOFA), "order_status")
    desk.parts.changes.write(OLGA)
    desk.place.put("data/nlu.yml", desk.place.text("data/nlu.yml").replace(SOFA, SOFA.upper()))
    assert withdrawn(desk).not_found == (desk.learnt()[0]["id"],)


# --- values ---


def test_a_value_is_measured_with_another_ones_number(desk: LabelDesk) -> None:
    heard = "die nummer ist W M zwo null vier acht eins eins bitte"
    [one] = desk.say(
        "die nummer ist [order_number] bitte",
        heard=heard,
        expecting="order_number",
        understood={"entities": [{"name": "order_number", "value": "WM-204811", "score": 1.0}]},
    )
    desk.decide([one], verdict="right", marks=(Mark("order_number", 17, 20),))
    desk.parts.changes.write(OLGA)
    [(language, check)] = list(read_checks(desk.place.root))
    assert (language, check.kind, check.channel, check.expecting) == (
        "de",
        "order_number",
        "voice",
        "order_number",
    )
    assert check.text.startswith("die nummer ist W M ")
    assert check.text != heard
    words = {
        "null": 0,
        "eins": 1,
        "zwo": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
    }
    said = "".join(str(words[word]) for word in check.text.split()[5:-1])
    assert check.value == f"WM-{said}"
    assert said[4] == said[5]
    stored = desk.utterance(one)
    with desk.engine.connect() as db:
        values = str(db.execute(select(LABELS.c["values"])).scalar_one())
    assert "204811" not in values
    assert stored["text"] == "die nummer ist [order_number] bitte"
    withdrawn(desk)
    assert list(read_checks(desk.place.root)) == []


def test_a_value_nobody_read_is_not_measured_until_somebody_says_what_it_is(desk: LabelDesk) -> None:
    [one] = desk.say("am dritten dezember geht es nicht")
    desk.decide([one], verdict="right", marks=(Mark("date", 3, 19),))
    assert [row["why"] for row in desk.learnt(kind="value")] == ["value_unknown"]
    desk.decide([one], verdict="right", marks=(Mark("date", 3, 19, "2026-12-03"),))
    [row] = desk.learnt(kind="value")
    assert (row["status"], row["text"], row["data"]["value"]) == (
        "waiting",
        "am dritten dezember geht es nicht",
        "2026-12-03",
    )
