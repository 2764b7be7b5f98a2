"""What callers said, as it may be taught: with invented values in place of their own."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine

from bot.tuning import label_rows
from bot.tuning.drafts import Drafts
from bot.tuning.originals import Originals
from bot.tuning.sentences import Known
from bot.tuning.stand_ins import StandIns

# For a draft all that counts is that it becomes an example; which intent's, nobody knows yet.
AS_EXAMPLE: Mapping[str, Any] = {"verdict": "intent", "intent": "new", "flags": None, "values": []}
# Somebody may have improved what was offered; below this it is another sentence.
STILL_THE_SAME = 75


class Words(NamedTuple):
    """One sentence of a caller, ready to be taught."""

    language: str
    text: str


class CallersWords:
    """Of the utterances of one hotline; the invented values differ each time."""

    def __init__(self, engine: Engine, root: Path) -> None:
        self._engine = engine
        self._root = root

    def of(self, utterances: Sequence[int]) -> dict[int, Words]:
        """By utterance, those that can be taught."""
        if not utterances:
            return {}
        drafts = Drafts(Originals(self._engine), StandIns(self._root))
        with self._engine.connect() as db:
            rows = label_rows.utterances(db, utterances)
        made = {row["id"]: (row["language"], drafts.of(row, AS_EXAMPLE)) for row in rows}
        return {
            utterance: Words(language, found[0].text)
            for utterance, (language, found) in made.items()
            if found and not found[0].why
        }


def taken_up(offered: str, sentences: Sequence[str]) -> str | None:
    """Which of these sentences it became, as offered or a little changed."""
    return offered if offered in sentences else Known(sentences).nearest(offered, STILL_THE_SAME)
