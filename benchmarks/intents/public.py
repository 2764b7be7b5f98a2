"""The candidates on public sets, trained on those sets' own rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.intents.candidates import OURS
from benchmarks.intents.measures import Said, accuracy, best_matthews
from benchmarks.intents.models import Trained, loaded
from benchmarks.intents.published import beaten
from benchmarks.intents.sentences import HINT3, TEN_SHOT, Sentence, shop_bot, ten_shot
from benchmarks.intents.tables import right, ten_shot_table
from benchmarks.turn.report import table

Models = Mapping[str, Mapping[str, Trained]]
ABSENT = "The public sets are not beside this checkout (`../shared/data`): nothing measured."


def to_learn() -> dict[str, list[Sentence]]:
    """Training rows by name of the set, of those that are present."""
    sets = {**{name: ten_shot(name) for name in TEN_SHOT}, HINT3: shop_bot()}
    return {name: [row for row in rows[0] if row.intent] for name, rows in sets.items() if rows}


def public_sections(models: Models, folder: Path, libraries: Path | None) -> list[str]:
    """Ten-shot accuracy beside published figures, then the real shop bot; says so where nothing is there."""
    present = to_learn()
    if not all(name in present for name in (*TEN_SHOT, HINT3)):
        return ["## Public sets", ABSENT]
    accuracies: dict[str, dict[str, float]] = {}
    shop: dict[str, tuple[float, float]] = {}
    for name, trained in models.items():
        with loaded(trained[TEN_SHOT[0]], folder, libraries) as process:
            accuracies[name] = {}
            for which in TEN_SHOT:
                tests = _tests(which)
                said = process.said(tests, model=trained[which].model)
                accuracies[name][which] = accuracy(right(tests, said))
            shop[name] = _matthews(process.said(_tests(HINT3), model=trained[HINT3].model))
    return [*_ten_shot(accuracies), *_shop_bot(shop)]


def _ten_shot(accuracies: Mapping[str, dict[str, float]]) -> list[str]:
    won = ", ".join(
        f"{name}: {'yes' if all_of else 'no'}" for name, all_of in beaten(accuracies[OURS]).items()
    )
    notes = f"Chosen pipeline above the published figure in all three sets: {won}."
    return ["## Ten examples an intent", notes, ten_shot_table(accuracies)]


def _shop_bot(shop: Mapping[str, tuple[float, float]]) -> list[str]:
    rows = [[name, f"{best:.3f}", f"{threshold:.2f}"] for name, (best, threshold) in shop.items()]
    notes = f"HINT3 {HINT3}; the threshold is chosen on the test rows, as published figures are."
    return ["## A real bot's questions", notes, table(("pipeline", "best MCC", "at threshold"), rows)]


def _tests(name: str) -> Sequence[Sentence]:
    rows = shop_bot() if name == HINT3 else ten_shot(name)
    assert rows
    return rows[1]


def _matthews(said: Sequence[Said]) -> tuple[float, float]:
    return best_matthews([row.intent for row in _tests(HINT3)], said, "")
