"""A call that went wrong becomes a test of whole calls, without personal data, expecting what ops say."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import Engine, RowMapping, insert, select

from bot.clock import Clock
from bot.errors import NotPossible, NotThere
from bot.store.database import table_of
from bot.store.tables import ConversationRow, TurnRow
from bot.tuning.call_steps import CallSteps, Expected, Heard, Step, scenario_text
from bot.tuning.data_files import DataFiles, Edit
from bot.tuning.git_repository import Author
from bot.tuning.label_rows import UTTERANCES
from bot.tuning.learnt import LEARNT, WRITTEN
from bot.tuning.provenance import CALL
from bot.tuning.stand_ins import StandIns

CONVERSATIONS, TURNS = table_of(ConversationRow), table_of(TurnRow)
HEAD = "# Calls that went wrong once, kept so that they do not go wrong again; made in the console.\n\n"
# What an order may be, and whose a conversation may be in the end.
ORDERS = ("placed", "paid", "packed", "shipped", "delivered", "cancelled")
OWNERS = ("bot", "queue", "closed")
KINDS = ("person", "complaint", "defect", "callback", "claim", "delicate", "withdrawal", "receipt")


@dataclass(frozen=True)
class Draft:
    """The call, step by step; `until` is where it first went wrong, or its end."""

    conversation_id: str
    channel: str
    language: str
    steps: tuple[Step, ...]
    until: int


class CallTests:
    """Below tests/conversations of the checkout."""

    def __init__(self, root: Path, engine: Engine, clock: Clock, files: DataFiles) -> None:
        self._engine = engine
        self._clock = clock
        self._files = files
        self._steps = CallSteps(StandIns(root))

    def draft(self, conversation_id: str) -> Draft:
        """As it was; raises NotThere, or NotPossible("not_collected") when the inbox has not read it yet."""
        with self._engine.connect() as db:
            mine = CONVERSATIONS.c.id == conversation_id
            talk = db.execute(select(CONVERSATIONS).where(mine)).mappings().first()
            turns = _rows(db.execute(_of(TURNS, conversation_id).order_by(TURNS.c.number)))
            said = {row["turn"]: row for row in _rows(db.execute(_of(UTTERANCES, conversation_id)))}
        if talk is None or not turns:
            raise NotThere("conversation")
        heard = _heard(turns, said)
        steps = self._steps.of(heard, talk["channel"], talk["language"])
        trouble = next((step.number for step in steps if step.trouble), None)
        until = trouble or (steps[-1].number if steps else 0)
        return Draft(conversation_id, talk["channel"], talk["language"], tuple(steps), until)

    def text(self, draft: Draft, expected: Expected) -> str:
        """As it would stand in the file; raises NotPossible for what cannot be expected."""
        known = expected.order is None or expected.order in ORDERS
        known &= expected.owner is None or expected.owner in OWNERS
        known &= expected.handover is None or expected.handover[0] in KINDS
        if not known or not expected.name.strip() or not any(s.number <= expected.until for s in draft.steps):
            raise NotPossible("call_test")
        if expected.order is None and any("{" in step.words for step in draft.steps):
            raise NotPossible("call_test_order")
        return scenario_text(draft.steps, draft.channel, expected)

    def write(self, draft: Draft, expected: Expected, person: Author) -> int:
        """The change's id; raises NotPossible, TooLate."""
        path = path_of(draft.language)
        before = self._files.read(path)
        names = [one["name"] for one in YAML(typ="safe").load(before or "[]") or ()]
        if expected.name in names:
            raise NotPossible("call_test_name")
        text = self.text(draft, expected)
        after = f"{before.rstrip()}\n\n{text}" if before else HEAD + text
        message = f"Keep a call that went wrong as a test: {expected.name}"
        edit = Edit(path, before, after)
        change_id = self._files.write("test", draft.conversation_id, [edit], person, message)
        self._remember(draft, expected, path, change_id)
        return change_id

    def _remember(self, draft: Draft, expected: Expected, path: str, change_id: int) -> None:
        """So that an erasure finds it."""
        values: dict[str, Any] = {"kind": CALL, "label": expected.name[:80], "file": path, "text": ""}
        values |= {"conversation_id": draft.conversation_id, "language": draft.language, "share": "test"}
        values |= {"status": WRITTEN, "data": {}, "accepted_at": self._clock.now(), "change_id": change_id}
        with self._engine.begin() as db:
            db.execute(insert(LEARNT).values(**values))


def path_of(language: str) -> str:
    """The file of such tests."""
    return f"tests/conversations/{language}/from_calls.yml"


def _rows(found: Any) -> list[RowMapping]:
    return list(found.mappings())


def _of(table: Any, conversation_id: str) -> Any:
    return select(table).where(table.c.conversation_id == conversation_id)


def _heard(turns: Sequence[RowMapping], said: dict[int, RowMapping]) -> list[Heard]:
    if not said and any(turn["heard"] for turn in turns):
        raise NotPossible("not_collected")
    heard = []
    for turn in turns:
        row = said.get(turn["number"])
        if turn["heard"] and row is None:
            # Said to a person: no part of what the bot has to do.
            continue
        trouble = bool(turn["failure"]) or (row is not None and (row["clarified"] or row["failed"]))
        asked = (turn["understood"] or {}).get("expecting")
        words = row["text"] if row is not None and turn["heard"] else None
        heard.append(Heard(turn["number"], words, turn["keyed"], turn["said"] or "", asked, trouble))
    return heard
