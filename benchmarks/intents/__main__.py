"""Compare pipelines and show the limits of the chosen one: `python -m benchmarks.intents [--quick]`."""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.intents import curve, public
from benchmarks.intents.candidates import OURS, Candidate, candidates, sentence_encoder, with_libraries
from benchmarks.intents.certainty import certainty_sections, draw_exam
from benchmarks.intents.comparison import outcomes
from benchmarks.intents.encoder import encoder_is_here
from benchmarks.intents.heard import heard
from benchmarks.intents.libraries import libraries
from benchmarks.intents.measures import Said, accuracy
from benchmarks.intents.models import Loaded, Trained, loaded, trained
from benchmarks.intents.parts import few
from benchmarks.intents.sections import comparison_sections
from benchmarks.intents.sentences import ROOT, TEN_SHOT, Sentence, confusing, held_out, taught
from benchmarks.intents.tables import percent, right
from benchmarks.turn.machine import moment
from benchmarks.turn.report import write

HERE = Path(__file__).parent
FOLDER = ROOT / "var" / "bench" / "intents"
# Variants of ours learn a quarter: on everything, each would take minutes to say the same.
FEW, QUARTER, ALL = "few", curve.part_name(1 / 4), "all"
EACH = 12


def main() -> None:
    """Run all parts and write results.md."""
    options = argparse.ArgumentParser(prog="benchmarks.intents", description=__doc__)
    options.add_argument("--quick", action="store_true", help="leave out DIET and Rasa's logistic regression")
    began = moment()
    shutil.rmtree(FOLDER, ignore_errors=True)
    bench = Bench(options.parse_args().quick)
    models = bench.train()
    sections = [*bench.compare(models), *bench.public(models), *bench.limits(models[OURS])]
    write(HERE, "Which pipeline understands callers", sections, began)
    # Models of hundreds of megabytes, and of use only when something went wrong.
    shutil.rmtree(FOLDER)


class Bench:
    """The sentences and candidates of one run."""

    def __init__(self, quick: bool) -> None:
        self._taught, self._exam = taught(), held_out()
        self._libraries = libraries()
        self._candidates = [one for one in present(self._libraries) if not (quick and one.slow)]

    def train(self) -> dict[str, dict[str, Trained]]:
        """Every candidate on all it has to learn, by candidate and set."""
        return {
            one.name: trained(one, self._to_learn(one), FOLDER / str(at), self._libraries)
            for at, one in enumerate(self._candidates)
        }

    def _to_learn(self, candidate: Candidate) -> dict[str, list[Sentence]]:
        parts = curve.to_learn(self._taught)
        sets = {FEW: few(self._taught, EACH)}
        if not candidate.slow:
            sets[QUARTER] = parts[QUARTER]
            sets.update({} if candidate.german else public.to_learn())
        if candidate.name == OURS:
            sets.update({**parts, ALL: self._taught})
        return sets

    def compare(self, models: dict[str, dict[str, Trained]]) -> list[str]:
        """All on few sentences, then the quick ones on a quarter; the chosen one as it is in use in both."""
        in_use = models[OURS][ALL]
        on_few = [sets[FEW] for sets in models.values()]
        on_more = [sets[QUARTER] for sets in models.values() if QUARTER in sets]
        first = outcomes([in_use, *on_few], self._exam, FOLDER, self._libraries)
        second = outcomes([in_use, *on_more], self._exam, FOLDER, self._libraries)
        return comparison_sections(first, second, self._exam)

    def public(self, models: dict[str, dict[str, Trained]]) -> list[str]:
        """Those that are not for German only."""
        some = {name: sets for name, sets in models.items() if TEN_SHOT[0] in sets}
        return public.public_sections(some, FOLDER, self._libraries)

    def limits(self, ours: dict[str, Trained]) -> list[str]:
        """Confidence, learning curve and intents of the chosen pipeline."""
        with loaded(ours[ALL], FOLDER, self._libraries) as model:
            found = heard(model, self._exam)
            told = right(pairs := confusing(), model.said(pairs))
            said = self._by_share(model, ours)
        draw_exam(found)
        return [
            *certainty_sections(found),
            *curve.curve_sections(self._taught, self._exam, said),
            "## Confusions",
            f"Told apart of {len(pairs)} sentences in tests/nlu/confusions.yml: {percent(accuracy(told))}.",
            "![confusion matrix](pictures/confusions.png)",
        ]

    def _by_share(self, model: Loaded, ours: dict[str, Trained]) -> dict[float, list[Said]]:
        names = {part: ALL if part == 1 else curve.part_name(part) for part in curve.SHARES}
        return {part: model.said(self._exam, model=ours[name].model) for part, name in names.items()}


def present(found: Path | None) -> Sequence[Candidate]:
    """The candidates whose libraries and models are there."""
    more = with_libraries() if found else []
    return [*candidates(), *more, *([sentence_encoder()] if encoder_is_here() else [])]


if __name__ == "__main__":
    main()
