"""Measure the delicate gate in use: `make bench delicate`; writes results.md with every miss."""

import time
from pathlib import Path

from benchmarks.delicate.neutral import silences
from benchmarks.delicate.sections import by_flag, latency, misses, silence
from benchmarks.turn.machine import machine, moment
from bot.running.delicate_training import DelicateTraining
from bot.running.launch import ROOT
from bot.understanding.delicate.exam import Look, marked
from bot.understanding.delicate.examples import Example, read_examples
from bot.understanding.delicate.trained import trained_gate

FOLDER = Path(__file__).parent
EXPECTED = (
    "Expected of sentences nobody taught it: at least 98 % of crisis and safety_injury found, 95 % of the "
    "others; a flag for at most 2 % of look-alikes and 0.5 % of everyday sentences."
)


def main() -> None:
    """Train if needed, examine, write and print."""
    began = moment()
    DelicateTraining(ROOT, print).ensure()
    look = trained_gate(ROOT)
    taught = len(read_examples(ROOT / "data" / "delicate"))
    exam = read_examples(ROOT / "data" / "delicate" / "exam")
    marks, quiet = marked(look, exam), silences(look)
    sections = [
        "# The delicate gate",
        "\n".join(f"- {line}" for line in (*machine(), f"began {began}", f"ended {moment()}")),
        f"Taught with {taught:,} sentences, examined with {len(exam):,}. {EXPECTED}",
        *(f"## {language}\n\n{by_flag(marks, language)}" for language in ("de", "en")),
        f"## Everyday sentences\n\n{silence(quiet)}",
        f"## Time\n\n{latency(_times(look, exam))}",
        f"## Every miss\n\n{misses(marks, quiet)}",
    ]
    content = "\n\n".join(sections) + "\n"
    (FOLDER / "results.md").write_text(content, "utf-8")
    print(content)


def _times(look: Look, exam: list[Example]) -> list[float]:
    times = []
    for example in exam[::3]:
        began = time.perf_counter()
        look(example.text, example.language)
        times.append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    main()
