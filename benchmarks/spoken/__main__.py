"""Measure spoken input on public data: `python -m benchmarks.spoken [folder of the data] [--misses]`."""

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.understanding.entities import Entity, read_entities

FOLDER = Path(__file__).parents[3] / "shared" / "data"
DUCKLING_TODAY = date(2013, 2, 12)
TODAY = date(2026, 11, 22)
_MOMENT = re.compile(
    r"datetime(?:Holiday)? \((-?\d+), ?(\d+), ?(\d+), ?(\d+), ?(\d+), ?\d+\) (Day|Hour|Minute)"
)
_ADDRESS = re.compile(r"EmailData \"(.*)\"")
NEUTRAL = {"neutral_orders_de.jsonl": "de", "xsid_de_dev.jsonl": "de", "hint3_dev.jsonl": "en"}
KINDS = ("order_number", "article_number", "postcode", "phone_number", "email", "name", "quantity", "amount")


class Tally:
    """Right answers at first place and anywhere among the readings."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self.first: Counter[str] = Counter()
        self.among: Counter[str] = Counter()
        self.misses: list[str] = []

    def count(self, row: str, text: str, gold: str, found: tuple[str, ...]) -> None:
        """One text: `found` are the readings, best first."""
        self.rows[row] += 1
        self.first[row] += found[:1] == (gold,)
        self.among[row] += gold in found
        if gold not in found:
            self.misses.append(f"{row}: {text!r} is {gold}, read {found}")

    def lines(self) -> Iterator[str]:
        """The table's rows."""
        for row, total in self.rows.items():
            first, among = 100 * self.first[row] / total, 100 * self.among[row] / total
            yield f"| {row} | {total} | {first:.1f} % | {among:.1f} % |"


def rows(path: Path) -> list[dict[str, Any]]:
    """A file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def readings(text: str, language: str, name: str, today: date) -> tuple[str, ...]:
    """All readings of the first value of that kind when it is expected."""
    found = read_entities(
        text, language, expecting=name, today=today, region="GB" if language == "en" else "DE"
    )
    return next((entity.readings for entity in found if entity.name == name), ())


def duckling(tally: Tally, path: Path) -> None:
    """Dates, times and e-mail addresses with one day, hour or minute as gold value."""
    for row in rows(path):
        expected = _expected(row)
        if expected:
            name, gold = expected
            kind = f"duckling {row['lang']} {name}"
            tally.count(kind, row["text"], gold, readings(row["text"], row["lang"], name, DUCKLING_TODAY))


def _expected(row: dict[str, Any]) -> tuple[str, str] | None:
    moment, address = _MOMENT.match(row["gold"]), _ADDRESS.match(row["gold"])
    if address:
        return "email", address.group(1).lower()
    if not moment or row["dim"] != "time" or "Holiday" in row["gold"] or int(moment[1]) < 1:
        return None
    year, month, day, hour, minute = (int(moment[place]) for place in range(1, 6))
    if moment[6] == "Day":
        return "date", date(year, month, day).isoformat()
    return "time", f"{hour:02d}:{minute:02d}"


def birth_dates(tally: Tally, path: Path) -> None:
    """Birth dates read over the telephone in British English, as the recogniser wrote them."""
    for row in rows(path):
        if row["item"] == "dob" and row["asr"]:
            gold = datetime.fromisoformat(row["gold"]).date().isoformat()
            tally.count(
                "phone en birth date (1-best)", row["asr"], gold, readings(row["asr"], "en", "date", TODAY)
            )


def invented(path: Path, language: str) -> tuple[int, list[Entity]]:
    """Values found in text of other trades when nothing is expected."""
    texts = [row["text"] for row in rows(path)]
    found = [entity for text in texts for entity in read_entities(text, language, today=TODAY)]
    return len(texts), [entity for entity in found if entity.name in KINDS]


def speed() -> float:
    """Milliseconds for an utterance of ordinary length."""
    text = "Guten Tag, meine Bestellnummer ist W wie Wilhelm M wie Martha eins null vier acht zwo drei"
    read_entities(text, "de", today=TODAY)
    began = time.perf_counter()
    for _ in range(100):
        read_entities(text, "de", today=TODAY, expecting="order_number")
    return (time.perf_counter() - began) * 10


def main(arguments: list[str]) -> None:
    """Print the tables, or say that the data is not there."""
    folder = Path(next((argument for argument in arguments if not argument.startswith("-")), FOLDER))
    if not folder.exists():
        print(f"{folder} is not there: nothing measured")
        return
    tally = Tally()
    duckling(tally, folder / "numbers_duckling.jsonl")
    birth_dates(tally, folder / "spoken_ids_en_dev.jsonl")
    print(
        "| data | texts | best reading right | among the readings |\n|---|---|---|---|",
        *tally.lines(),
        sep="\n",
    )
    print("\n| neutral text | texts | " + " | ".join(KINDS) + " |\n|---" + "|---" * (len(KINDS) + 1) + "|")
    for name, language in NEUTRAL.items():
        total, found = invented(folder / name, language)
        counts = Counter(entity.name for entity in found)
        print(f"| {name} | {total} | " + " | ".join(str(counts[kind]) for kind in KINDS) + " |")
        tally.misses += [f"{name}: {entity.name} {entity.value} in {entity.heard!r}" for entity in found]
    print(f"\n{speed():.2f} ms for an utterance of 17 words")
    if "--misses" in arguments:
        print(*tally.misses, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
