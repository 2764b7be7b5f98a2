"""Several models in one Rasa process: each turn says which it wants, and what is broken harms nobody else."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.rasa_side.rasa_process import RasaProcess, a_conversation, a_turn, model, texts
from tests.robustness.repacked import copied, repacked

PLAIN, CHANGED = "Hello.", "Howdy."


@pytest.fixture(scope="module")
def names(running: Any) -> Iterator[dict[str, str]]:
    """Beside the model Rasa was started with: one with another answer, four copies, and one that is none."""
    start = model()
    broken = start.with_name("m-broken.tar.gz")
    broken.write_text("no archive")
    with repacked(start, "m-other", PLAIN, CHANGED) as other:
        made = {"main": _name(start), "other": _name(other), "broken": "m-broken"}
        copies = [copied(start, f"m-{place}") for place in range(4)]
        made |= {f"copy{place}": _name(one.__enter__()) for place, one in enumerate(copies)}
        try:
            yield made
        finally:
            for one in copies:
                one.__exit__(None, None, None)
            broken.unlink()


def _name(file: Path) -> str:
    return file.name.removesuffix(".tar.gz")


def warm(rasa: RasaProcess, name: str) -> tuple[int, Any]:
    return rasa.ask("POST", "warm", json.dumps({"model": name}).encode())


def loaded(rasa: RasaProcess) -> set[str]:
    return set(rasa.ask("GET", "ready")[1]["loaded"])


def greeted(rasa: RasaProcess, name: str | None, conversation: str | None = None) -> list[str]:
    """The answer to a greeting."""
    more = {"model": name} if name else {}
    return texts(rasa.turn(conversation or a_conversation(), "greet", language="en", **more))


def test_each_turn_is_answered_by_the_model_it_names(rasa: RasaProcess, names: dict[str, str]) -> None:
    assert warm(rasa, names["other"])[0] == 200
    assert greeted(rasa, names["other"]) == [CHANGED]
    assert greeted(rasa, None) == greeted(rasa, names["main"]) == [PLAIN]


def test_one_conversation_goes_on_whatever_model_answers(rasa: RasaProcess, names: dict[str, str]) -> None:
    warm(rasa, names["other"])
    talk = a_conversation()
    asked = rasa.turn(talk, "order", model=names["other"])
    assert asked["expecting"] == rasa.turn(a_conversation(), "order")["expecting"] is not None
    assert rasa.turn(talk, None, model=None)["form"] == asked["form"]
    assert greeted(rasa, names["other"], talk)


def test_a_model_is_loaded_once_however_many_want_it(rasa: RasaProcess, names: dict[str, str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: warm(rasa, names["copy0"])[0], range(8)))
    assert statuses == [200] * 8
    assert names["copy0"] in loaded(rasa)


@pytest.mark.parametrize("path", ["parse", "turn", "warm"])
def test_a_model_that_is_none_is_refused_and_the_others_answer(
    rasa: RasaProcess, names: dict[str, str], path: str
) -> None:
    body = json.loads(a_turn(a_conversation(), "thank")) | {"texts": ["danke"]}
    for name in (names["broken"], "m-nowhere", "../m-other", "/etc/passwd", "a/b", ".hidden", "x" * 90):
        status, answer = rasa.ask("POST", path, json.dumps({**body, "model": name}).encode())
        assert (status, list(answer)) == (404, ["error"]), name
    assert rasa.parse("danke schön")[0]["intent"] == "thank"


def test_what_is_used_least_goes_first_and_the_one_at_the_start_never(
    rasa: RasaProcess, names: dict[str, str]
) -> None:
    for name in ("copy0", "copy1", "copy2"):
        assert warm(rasa, names[name])[0] == 200
    greeted(rasa, names["copy0"])
    warm(rasa, names["copy3"])
    assert loaded(rasa) == {names[name] for name in ("main", "copy0", "copy2", "copy3")}


def test_turns_go_on_while_a_model_is_loaded(rasa: RasaProcess, names: dict[str, str]) -> None:
    for name in ("copy0", "copy1", "copy2"):
        warm(rasa, names[name])
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(warm, rasa, names["other"])
        answered = 0
        while not loading.done():
            assert greeted(rasa, None) == [PLAIN]
            answered += 1
    assert loading.result()[0] == 200
    assert answered > 1
