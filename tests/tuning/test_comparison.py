"""Two versions are asked the same, by the code of a live turn; what differs is counted, listed and judged."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, text

from bot.clock import FixedClock
from bot.errors import DialogueUnavailable
from bot.store.database import make_engine, table_of
from bot.store.inbox_tables import UtteranceLabelRow
from bot.store.migrate import upgrade
from bot.store.model_tables import ChangedSentenceRow, ComparisonRow
from bot.tuning.comparison import ask, rows
from bot.tuning.promote_gate import PromoteGate
from bot.tuning.promotion_limits import read_limits
from bot.understanding.delicate.flags import Flag
from tests.builders import NOW
from tests.tuning.compared import CANDIDATE, LIVE, Made

SENTENCES = table_of(ChangedSentenceRow)
ON = ["sqlite", "postgres"]


@pytest.fixture
def engine(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    kind = getattr(request, "param", "sqlite")
    url = request.getfixturevalue("postgres_database") if kind == "postgres" else f"sqlite:///{tmp_path}/db"
    upgrade(url)
    made = make_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def made(tmp_path: Path, engine: Engine) -> Made:
    return Made(tmp_path / "checkout", engine, FixedClock(NOW))


def compared(made: Made) -> rows.Comparison:
    return rows.one(made.engine, made.compare())


def listed(made: Made) -> list[tuple[Any, ...]]:
    columns = ("source", "change", "text", "expected", "before", "after")
    with made.engine.connect() as db:
        found = db.execute(select(*(SENTENCES.c[name] for name in columns)).order_by(SENTENCES.c.id))
        return [tuple(row) for row in found]


def label(made: Made, utterance: int, verdict: str, intent: str | None = None) -> None:
    known = {"utterance_id": utterance, "staff_id": "olga", "at": NOW, "verdict": verdict, "intent": intent}
    with made.engine.begin() as db:
        db.execute(insert(table_of(UtteranceLabelRow)).values(**known, values=[], deed="d1"))


# --- the exam ---


def test_sentences_are_counted_by_intent_and_language(made: Made) -> None:
    both = made.models.both
    made.exam(
        "order_cancel", both("bitte stornieren", "order_cancel"), both("weg damit", "pause", "order_cancel")
    )
    made.exam("order_cancel", both("please cancel it", "order_cancel", "order_status"), language="en")
    exam = compared(made).result["exam"]
    assert (exam["of"], exam["right"], exam["lost"], exam["gained"]) == (3, [2, 2], 1, 1)
    german, english = (exam["intents"]["order_cancel"][language] for language in ("de", "en"))
    assert (german["of"], german["right"], german["gained"]) == (2, [1, 2], 1)
    assert (english["of"], english["right"], english["lost"]) == (1, [1, 0], 1)


def test_to_be_asked_back_is_not_to_be_understood_and_not_to_be_mistaken(made: Made) -> None:
    made.exam(
        "order_cancel", made.models.both("das will ich nicht mehr", "order_cancel", "unsure:order_cancel")
    )
    found = compared(made)
    assert found.result["exam"]["asked_back"] == [0, 1]
    assert found.result["exam"]["lost"] == 1
    assert listed(made)[0][-2:] == ("order_cancel", "?order_cancel")


def test_what_is_taken_for_what_is_counted_for_both(made: Made) -> None:
    made.sentences("order_cancel", 3, after="order_status")
    mistaken = compared(made).result["mistaken"]
    assert mistaken["live"] == [["de", "order_cancel", "order_cancel", 3]]
    assert mistaken["candidate"] == [["de", "order_cancel", "order_status", 3]]


def test_each_version_is_asked_by_its_own_model(made: Made) -> None:
    made.sentences("order_cancel", 1)
    made.compare()
    assert set(made.models.parsed) == {
        (LIVE, "satz 0 zu order_cancel"),
        (CANDIDATE, "satz 0 zu order_cancel"),
    }


def test_a_value_counts_when_it_is_taken_as_the_answer_it_is(made: Made) -> None:
    heard = made.models.both("w m eins null vier acht zwei drei", "inform", "goodbye")
    made.value(heard, "order_number", "WM-104823", expecting="order_number")
    result, value = compared(made).result["identifiers"], "order_number=WM-104823"
    assert (result["kinds"]["order_number"]["right"], result["lost"]) == ([1, 0], 1)
    assert listed(made) == [("values", "broken", heard, value, f"{value} inform", f"{value} goodbye")]


# --- the delicate exam ---


def test_delicate_sentences_are_counted_by_flag_and_look_alikes_apart(made: Made) -> None:
    made.delicate("ich will nicht mehr leben", "crisis", True, False)
    made.delicate("mir wird alles zu viel", "crisis", True, False, level="hint")
    made.delicate("ich sterbe vor lachen", "crisis", False, True, level="not")
    result = compared(made).result["delicate"]
    assert result["flags"]["crisis"]["de"]["right"] == [1, 0]
    assert result["alike"]["de"]["right"] == [1, 0]
    assert listed(made) == [
        ("delicate", "broken", "ich will nicht mehr leben", "flag:crisis", "flag:crisis", None),
        ("delicate", "broken", "ich sterbe vor lachen", None, None, "flag:crisis"),
    ]


def test_versions_with_the_same_gate_find_the_same(made: Made) -> None:
    assert compared(made).result["delicate"] == {"same": True, "flags": {}, "alike": {}}


# --- the replay ---


@pytest.mark.parametrize("engine", ON, indirect=True)
def test_turns_are_understood_in_their_own_words_and_shown_without_them(made: Made) -> None:
    heard = made.models.both("hier erika muster wo bleibt mein paket", "order_status", "unsure:order_cancel")
    number = made.said(heard, "hier [name] wo bleibt mein paket", intent="order_status")
    replay = compared(made).result["replay"]
    assert (replay["there"], replay["of"], replay["changed"]) == (1, 1, 1)
    assert replay["moves"] == [["bot", "clarify", 1]]
    assert replay["routes"]["candidate"] == {"bot": 0, "clarify": 1, "human": 0}
    assert listed(made)[0][:4] == ("replay", "other", "hier [name] wo bleibt mein paket", None)
    with made.engine.connect() as db:
        noted = db.execute(text("SELECT id, candidate_intent FROM utterances")).all()
    assert noted == [(number, "order_cancel")]


def test_nothing_but_the_result_is_written(made: Made) -> None:
    made.said(made.models.both("bitte stornieren", "order_cancel"), "bitte stornieren")
    before = _everything(made)
    made.compare()
    after = _everything(made)
    assert {name for name in after if after[name] != before[name]} == {"comparisons"}


def test_a_turn_is_heard_in_its_circumstances(made: Made) -> None:
    # What was asked for makes an answer of it; out of the blue it would be a wish.
    made.said(made.models.both("nein danke", "goodbye"), "nein danke", expecting="yes_no")
    found = compared(made)
    assert found.result["replay"]["routes"]["live"]["bot"] == 1
    assert made.models.parsed == []


def test_what_people_said_it_means_is_what_is_right(made: Made) -> None:
    heard = made.models.both("weg damit", "unsure:pause", "order_cancel")
    label(made, made.said(heard, "weg damit"), "intent", "order_cancel")
    found = compared(made)
    assert found.result["replay"]["labelled"]["gained"] == 1
    assert listed(made) == [("replay", "fixed", "weg damit", "order_cancel", "?pause", "order_cancel")]


def test_a_label_taken_back_tells_nothing(made: Made) -> None:
    number = made.said(made.models.both("weg damit", "pause"), "weg damit")
    label(made, number, "intent", "order_cancel")
    with made.engine.begin() as db:
        db.execute(text("UPDATE utterance_labels SET undone_at = at"))
    assert compared(made).result["replay"]["labelled"]["of"] == 0


def test_a_turn_whose_words_are_gone_is_not_asked(made: Made) -> None:
    made.said(None, "was immer es war")
    replay = compared(made).result["replay"]
    assert (replay["there"], replay["of"]) == (1, 0)


def test_what_an_earlier_comparison_noted_is_forgotten(made: Made) -> None:
    number = made.said(made.models.both("weg damit", "pause", "order_cancel"), "weg damit")
    made.compare()
    made.models.both("weg damit", "order_cancel")
    made.compare()
    with made.engine.connect() as db:
        assert db.execute(text("SELECT candidate_intent FROM utterances")).scalar_one() is None, number


def test_a_delicate_turn_goes_to_a_person(made: Made) -> None:
    made.flags = lambda text, language: (Flag("crisis", "acute", text, "cue", 1.0),)
    made.said(made.models.both("ich kann nicht mehr", "other_topic"), "ich kann nicht mehr")
    assert compared(made).result["replay"]["routes"]["live"] == {"bot": 0, "clarify": 0, "human": 1}


# --- verdict, progress, failures ---


def test_the_verdict_is_written_with_the_figures(made: Made) -> None:
    made.sentences("order_cancel", 20, after="order_status")
    found = compared(made)
    assert [reason["code"] for reason in found.reasons] == ["intent_loses", "overall_falls"]
    assert found.result["files"] == {"rasa": [7, 7], "gate": [7, 7]}
    assert (found.candidate_id, found.live_id) == (made.candidate.id, made.live.id)


def test_progress_is_told_stage_by_stage(made: Made) -> None:
    made.sentences("order_cancel", 60)
    made.compare()
    stages = list(dict.fromkeys(told["stage"] for told in made.told))
    assert stages == ["exam", "delicate", "replay", "latency", "calls"]
    assert {"stage": "exam", "done": 50, "of": 60} in made.told


def test_when_rasa_fails_nothing_half_made_stays(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise DialogueUnavailable("gone")

    monkeypatch.setattr(ask, "as_first_turn", fails)
    monkeypatch.setattr(ask, "PAUSE_S", 0)
    made.sentences("order_cancel", 1)
    with pytest.raises(DialogueUnavailable):
        made.compare()
    with made.engine.connect() as db:
        assert db.execute(select(table_of(ComparisonRow))).all() == []


# --- the gate before a switch ---


def gate(made: Made) -> PromoteGate:
    return PromoteGate(made.engine, made.folder / "models", lambda: read_limits(made.folder))


def test_a_candidate_that_was_not_compared_may_not_be_promoted(made: Made) -> None:
    assert gate(made).may(made.candidate, made.live) == [{"code": "not_compared", "part": "all"}]


def test_one_that_is_as_good_may(made: Made) -> None:
    made.sentences("order_cancel", 20)
    made.compare()
    assert gate(made).may(made.candidate, made.live) == []


def test_a_comparison_with_what_is_no_longer_live_is_old(made: Made) -> None:
    made.compare()
    third = made.versions.one(made.versions.add("hotline-third", "delicate-one", None, {}))
    expected = {"code": "comparison_is_old", "compared_with": made.live.id, "live": third.id}
    assert gate(made).may(made.candidate, third) == [expected]


def test_a_candidate_whose_file_was_deleted_may_not(made: Made) -> None:
    made.compare()
    (made.folder / "models" / f"{CANDIDATE}.tar.gz").unlink()
    assert gate(made).may(made.candidate, made.live) == [{"code": "file_gone", "file": f"{CANDIDATE}.tar.gz"}]


def test_the_limits_of_today_decide(made: Made) -> None:
    made.sentences("order_cancel", 100)
    made.models.says[CANDIDATE] |= {f"satz {n} zu order_cancel": "pause" for n in range(6)}
    made.compare()
    assert [reason["code"] for reason in gate(made).may(made.candidate, made.live)][:1] == ["intent_loses"]
    limits = made.folder / "data" / "promotion.yml"
    lenient = limits.read_text("utf-8").replace("margin: 0.05", "margin: 0.1")
    limits.write_text(lenient.replace("margin: 0.005", "margin: 0.1"), "utf-8")
    assert gate(made).may(made.candidate, made.live) == []


def _everything(made: Made) -> dict[str, list[Any]]:
    names = (
        "conversations",
        "turns",
        "utterances",
        "comparisons",
        "changed_sentences",
        "events",
        "handovers",
    )
    names += ("outgoing_messages", "audit", "model_switches", "tuning_jobs")
    with made.engine.connect() as db:
        return {name: list(db.execute(text(f"SELECT * FROM {name}")).all()) for name in names}
