"""The classifier as a whole, taught with a handful of sentences."""

from pathlib import Path

import pytest

from bot.understanding.delicate.examples import Example
from bot.understanding.delicate.flags import CODES
from bot.understanding.delicate.lexicon import Lexicon
from bot.understanding.delicate.model import DelicateModel
from bot.understanding.delicate.model_file import load, save

SAID = ("mein vater ist gestorben", "meine mutter ist verstorben", "mein mann ist tot", "meine frau starb")
ALIKE = ("mein akku ist gestorben", "mein drucker ist tot", "die leitung ist tot", "das handy ist gestorben")
EVERYDAY = ("wo ist mein paket", "ich möchte zurückgeben", "die rechnung fehlt", "wann kommt es")


@pytest.fixture(scope="module")
def model() -> DelicateModel:
    examples = [Example(text, "de", "bereavement", {"bereavement": "clear"}) for text in SAID * 4]
    examples += [Example(text, "de", "bereavement", {}) for text in ALIKE * 4]
    # Every flag must have been said at least once.
    examples += [Example(f"etwas zu {code}", "de", code, {code: "clear"}) for code in CODES]
    lexicon = Lexicon(["de\tkin\tvater"])
    return DelicateModel.trained(examples, [(text, "de") for text in EVERYDAY * 4], lexicon)


def test_what_was_taught_stands_out_from_what_only_sounds_like_it(model: DelicateModel) -> None:
    at = CODES.index("bereavement")
    said, alike = (model.margins(texts, "de")[:, at] for texts in (SAID, ALIKE))
    assert said.min() > alike.max()


def test_a_kept_model_thinks_the_same(model: DelicateModel, tmp_path: Path) -> None:
    save(tmp_path / "model.npz", model)
    restored = load(tmp_path / "model.npz")
    assert restored.margins(SAID, "de").tolist() == model.margins(SAID, "de").tolist()
    assert restored.level(SAID[0], "de", "bereavement") == "clear"
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]
