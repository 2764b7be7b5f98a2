"""A comparison of two made-up versions, by all of the real code but Rasa and the trained gates."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from bot.clock import Clock
from bot.running.launch import ROOT
from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceRow
from bot.store.tables import ConversationRow, TurnRow
from bot.tuning.comparison.ask import AskBoth, Side
from bot.tuning.comparison.compare import Comparing, Parts
from bot.tuning.comparison.delicate_result import Looked
from bot.tuning.comparison.figures import latency_result
from bot.tuning.promotion_limits import FILE, read_limits
from bot.tuning.versions import Version, Versions
from bot.understanding.delicate.examples import Example
from bot.understanding.delicate.flags import Flag
from bot.understanding.rasa_client import Parse
from bot.understanding.understand import Understand
from tests.builders import NOW
from tests.tuning.results import CALLS

LIVE, CANDIDATE = "hotline-live", "hotline-candidate"
UNSURE = "unsure:"
CONVERSATIONS, TURNS, UTTERANCES = (table_of(row) for row in (ConversationRow, TurnRow, UtteranceRow))


@dataclass
class Models:
    """What each model says of each text; `unsure:x` makes x a guess, and unknown texts mean nothing."""

    says: dict[str, dict[str, str]] = field(default_factory=lambda: {LIVE: {}, CANDIDATE: {}})
    parsed: list[tuple[str, str]] = field(default_factory=list)

    def both(self, text: str, before: str, after: str | None = None) -> str:
        """Said of a text; the text."""
        self.says[LIVE][text], self.says[CANDIDATE][text] = before, after or before
        return text

    def on(self, model: str) -> "OneModel":
        """One of them."""
        return OneModel(self, model)


@dataclass(frozen=True)
class OneModel:
    models: Models
    model: str

    def parse(self, texts: Sequence[str], language: str, channel: str, timeout_s: float) -> list[Parse]:
        """As Rasa answers."""
        self.models.parsed += [(self.model, text) for text in texts]
        return [_parse(text, self.models.says[self.model].get(text, "other_topic")) for text in texts]


def _parse(text: str, said: str) -> Parse:
    intent, confidence = said.removeprefix(UNSURE), 0.3 if said.startswith(UNSURE) else 0.95
    return Parse(
        text, intent, confidence, ((intent, confidence), ("greet", 0.2 if confidence < 0.5 else 0.01))
    )


@dataclass
class Made:
    """A folder with an exam of one's own, and a database with calls; `compare` compares."""

    folder: Path
    engine: Engine
    clock: Clock
    models: Models = field(default_factory=Models)
    looked: list[Looked] = field(default_factory=list)
    calls: Mapping[str, Any] = field(default_factory=lambda: CALLS | {"seconds": 1.0, "all": False})
    flags: Callable[[str, str], tuple[Flag, ...]] = lambda text, language: ()
    told: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        (self.folder / FILE).write_text((ROOT / FILE).read_text("utf-8"), "utf-8")
        (self.folder / "models").mkdir(exist_ok=True)
        self.versions = Versions(self.engine, self.clock)
        self.live = self._version(LIVE, "delicate-one")
        self.candidate = self._version(CANDIDATE, "delicate-one")
        self.versions.switch("started", self.live.id)

    def exam(self, intent: str, *texts: str, language: str = "de") -> None:
        """Test sentences of an intent."""
        file = self.folder / "tests" / "nlu" / language / f"{intent}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as lines:
            lines.writelines(f"- {json.dumps(text)}\n" for text in texts)

    def sentences(self, intent: str, count: int, after: str | None = None) -> None:
        """So many test sentences that the live version understands, and the candidate as `after`."""
        self.exam(intent, *(self.models.both(f"satz {n} zu {intent}", intent, after) for n in range(count)))

    def value(self, text: str, kind: str, value: str, expecting: str | None = None) -> None:
        """A value that has to be read in a text."""
        file = self.folder / "tests" / "nlu" / "values" / "de.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        check = {"text": text, "kind": kind, "value": value, "channel": "voice"}
        with file.open("a", encoding="utf-8") as lines:
            lines.write(f"- {json.dumps(check | ({'expecting': expecting} if expecting else {}))}\n")

    def delicate(self, text: str, about: str, before: bool, after: bool, level: str = "clear") -> None:
        """A sentence of the delicate exam and who found it; level "not": it only looks delicate."""
        example = Example(text, "de", about, {} if level == "not" else {about: level})
        self.looked.append(Looked(example, *(frozenset([about] if one else []) for one in (before, after))))

    def said(self, heard: str | None, redacted: str, **facts: Any) -> int:
        """A caller's turn, in the inbox; the utterance's number."""
        talk = f"talk-{redacted}"[:36]
        with self.engine.begin() as db:
            conversation = {"id": talk, "channel": "voice", "language": "de", "owner": "bot", "called": "+49"}
            conversation |= {"started_at": NOW, "last_at": NOW, "memory": {}}
            db.execute(insert(CONVERSATIONS).values(**conversation))
            turn = {"conversation_id": talk, "number": 1, "at": NOW, "heard": heard, "language": "de"}
            db.execute(insert(TURNS).values(**turn))
            known = {"conversation_id": talk, "turn": 1, "at": NOW, "channel": "voice", "language": "de"}
            known |= {"text": redacted, "flags": []} | facts
            return int(db.execute(insert(UTTERANCES).values(**known).returning(UTTERANCES.c.id)).scalar_one())

    def compare(self) -> int:
        """The comparison's id."""
        understand = Understand(self.models.on(LIVE), on=self.models.on)
        today = self.clock.now().date()
        sides = (Side(LIVE), Side(CANDIDATE))
        parts = Parts(
            engine=self.engine,
            clock=self.clock,
            root=self.folder,
            limits=read_limits(self.folder),
            plain=AskBoth(understand, *sides, today),
            flagged=AskBoth(understand, Side(LIVE, self.flags), Side(CANDIDATE, self.flags), today),
            delicate=lambda: self.looked,
            latency=lambda asked: latency_result([4.0, 4.2], [4.1, 4.3]),
            calls=lambda: dict(self.calls),
            loading_s=1.5,
        )
        return Comparing(self.candidate, self.live, parts, self.told.append).run(None)

    def _version(self, rasa: str, gate: str) -> Version:
        for name in (f"{rasa}.tar.gz", f"{gate}.npz"):
            (self.folder / "models" / name).write_bytes(b"a model")
        return self.versions.one(self.versions.add(rasa, gate, None, {}))
