"""What a hotline starts with: what is in service, or the checkout's models where nothing fits."""

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.running.errors import StartFailed
from bot.running.models_at_start import ModelsAtStart
from bot.store.database import make_engine
from bot.store.migrate import upgrade
from bot.tuning.versions import Versions
from tests.builders import NOW

DOMAIN = "intents:\n- greet\nslots:\n  a: {type: text}\nresponses:\n  utter_greet:\n  - text: Hallo\n"


class House:
    """A checkout whose training always succeeds, and a fresh database."""

    def __init__(self, folder: Path) -> None:
        self.root, self.trained, self.said = folder, 0, list[str]()
        for name in ("models", "actions", "data"):
            (folder / name).mkdir()
        (folder / "domain.yml").write_text(DOMAIN)
        (folder / "config.yml").write_text("language: de")
        (folder / "actions" / "order.py").write_text("x = 1")
        (folder / "data" / "nlu.yml").write_text("nlu:\n")
        upgrade(f"sqlite:///{folder}/hotline.db")
        self.versions = Versions(make_engine(f"sqlite:///{folder}/hotline.db"), FixedClock(NOW))
        self.would_make = ("hotline-1", "delicate-1")

    def train(self) -> tuple[str, str]:
        """Both files there."""
        self.trained += 1
        self.files(*self.would_make)
        return self.would_make

    def files(self, rasa: str, gate: str) -> None:
        """As a training leaves them."""
        (self.root / "models" / f"{rasa}.tar.gz").touch()
        (self.root / "models" / f"{gate}.npz").touch()

    def start(self, given: str = "") -> str:
        """What Rasa is started with."""
        starting = ModelsAtStart(self.root, self.versions, self.train, self.said.append)
        return starting.ready(given).rasa_model

    @property
    def switches(self) -> list[str]:
        """Oldest first."""
        return [switch.what for switch in self.versions.history()][::-1]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_the_first_start_trains_the_checkout_and_serves_it(house: House) -> None:
    assert house.start() == "hotline-1"
    (version,) = house.versions.all()
    assert (version.made_by, version.gate_model, house.switches) == (None, "delicate-1", ["started"])
    assert {"release", "sentences", "intents", "commit"} <= set(version.made_from)


def test_sentences_and_answers_edited_since_change_nothing(house: House) -> None:
    house.start()
    (house.root / "data" / "nlu.yml").write_text("nlu:\n- intent: other\n")
    (house.root / "domain.yml").write_text(DOMAIN.replace("Hallo", "Guten Tag").replace("- greet", "- thank"))
    assert (house.start(), house.trained, len(house.versions.all())) == ("hotline-1", 1, 1)


def test_what_was_promoted_stays_in_service(house: House) -> None:
    house.start()
    house.files("hotline-2", "delicate-1")
    better = house.versions.add("hotline-2", "delicate-1", "olga", {}, "")
    house.versions.switch("promoted", better, house.versions.history()[0].id)
    assert (house.start(), house.trained) == ("hotline-2", 1)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("actions/order.py", "x = 2"),
        ("config.yml", "language: en"),
        ("domain.yml", DOMAIN.replace("a:", "b:")),
    ],
)
def test_a_new_release_takes_over_with_the_checkouts_models(house: House, file: str, text: str) -> None:
    house.start()
    (house.root / file).write_text(text)
    house.would_make = ("hotline-2", "delicate-1")
    assert house.start() == "hotline-2"
    assert house.switches == ["started", "released"]
    assert house.versions.history()[0].reason == "other_release"
    assert house.start() == "hotline-2"
    assert house.trained == 2


def test_a_release_that_learns_the_same_is_a_version_all_the_same(house: House) -> None:
    house.start()
    (house.root / "actions" / "order.py").write_text("x = 2")
    house.start()
    house.start()
    assert (len(house.versions.all()), house.trained) == (2, 2)


def test_where_a_file_is_gone_the_checkout_takes_over(house: House) -> None:
    house.start()
    house.files("hotline-2", "delicate-2")
    promoted = house.versions.add("hotline-2", "delicate-2", "olga", {}, "")
    house.versions.switch("promoted", promoted, house.versions.history()[0].id)
    (house.root / "models" / "delicate-2.npz").unlink()
    assert house.start() == "hotline-1"
    assert house.versions.history()[0].reason == "file_gone"


def test_files_that_were_only_gone_are_made_again(house: House) -> None:
    house.start()
    (house.root / "models" / "hotline-1.tar.gz").unlink()
    assert house.start() == "hotline-1"
    assert (house.switches, house.trained) == (["started"], 2)


def test_a_fresh_database_may_be_told_what_to_start_with(house: House) -> None:
    house.files("candidate", "gate")
    assert (house.start("candidate, gate"), house.trained) == ("candidate", 0)
    assert house.start("hotline-1,delicate-1") == "candidate"


@pytest.mark.parametrize("given", ["nowhere,gate", "candidate", "candidate,nowhere", ","])
def test_what_it_is_told_must_be_there(house: House, given: str) -> None:
    house.files("candidate", "gate")
    with pytest.raises(StartFailed, match="HOTLINE_MODELS"):
        house.start(given)


def test_developers_make_a_version_of_the_checkout_without_switching(house: House) -> None:
    house.start()
    starting = ModelsAtStart(house.root, house.versions, house.train, house.said.append)
    assert starting.use_checkout().rasa_model == "hotline-1"
    assert len(house.versions.all()) == 1
    house.would_make = ("hotline-2", "delicate-1")
    made = starting.use_checkout()
    assert (made.rasa_model, house.switches) == ("hotline-2", ["started"])
