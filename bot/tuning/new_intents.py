"""Makes an intent with all that belongs to it in one change, and removes one that never answered anybody."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import Engine, insert, select, update

from bot.clock import Clock
from bot.errors import NotPossible, NotThere, TooLate
from bot.phrases.catalogue import LANGUAGES
from bot.tuning import label_rows
from bot.tuning.callers_words import taken_up
from bot.tuning.corpus import Corpus
from bot.tuning.data_files import CHANGES, DataFiles
from bot.tuning.decision import DECIDED, OPEN
from bot.tuning.decision import WRITTEN as UTTERANCE_WRITTEN
from bot.tuning.domain_text import PATH as DOMAIN
from bot.tuning.domain_text import Domain, read_domain
from bot.tuning.git_repository import Author
from bot.tuning.known_files import KnownFiles
from bot.tuning.learnt import LEARNT, WAITING, WITHDRAWN, WRITTEN
from bot.tuning.new_intent import NewIntent
from bot.tuning.new_intent_checks import NewIntentChecks
from bot.tuning.new_intent_edits import PHRASES, TESTS, TOPIC, edits_for, edits_without
from bot.tuning.versions import Versions
from bot.tuning.wording import WordingFault

KIND = "intent"
# Where an intent may be named beside its own lines.
ELSEWHERE = ("tests/nlu/confusions.yml", "tests/conversations/*/*.yml", "data/rules.yml", "data/stories.yml")


class NewIntents:
    """Of the checkout below `root`."""

    def __init__(self, root: Path, engine: Engine, clock: Clock, files: DataFiles) -> None:
        self._engine = engine
        self._clock = clock
        self._files = files
        self._corpus = Corpus(root)
        self._known = KnownFiles(root)
        self._versions = Versions(engine, clock)

    def faults(self, wanted: NewIntent) -> Mapping[str, list[WordingFault]]:
        """What is wrong with it, by field."""
        checks = NewIntentChecks(self._domain(), self._known, self._corpus.topics(), self._wishes())
        return checks.faults(wanted)

    def make(self, wanted: NewIntent, person: Author) -> int:
        """The change's id; raises TooLate if there is one meanwhile, NotPossible if something is wrong."""
        if wanted.name in self._domain().intents:
            raise TooLate("intent_there")
        if self.faults(wanted):
            raise NotPossible("wording")
        message = f"Add the intent {wanted.name}"
        edits = edits_for(wanted, self._files.read)
        change = self._files.write(KIND, wanted.name, edits, person, message)
        self._remember(wanted, change)
        return change

    def made_here(self, name: str) -> bool:
        """Whether it was made in the console."""
        return self._made(name) is not None

    def why_it_stays(self, name: str) -> tuple[str, str] | None:
        """A code and what it speaks of, where it may not be removed; raises NotThere for none of ours."""
        if name not in self._domain().intents:
            raise NotThere("intent")
        made = self._made(name)
        if made is None:
            return "not_made_here", ""
        if self._answered(name, made):
            return "was_promoted", ""
        if named := list(self._named_in(name)):
            return "named_elsewhere", ", ".join(named)
        return None

    def remove(self, name: str, person: Author) -> int:
        """The change's id; raises NotPossible with why it stays, NotThere when it is gone."""
        if why := self.why_it_stays(name):
            raise NotPossible(f"intent_{why[0]}")
        topic = self._corpus.topic_of(name) or ""
        edits = edits_without(name, topic, self._files.read)
        change = self._files.write(KIND, name, edits, person, f"Remove the intent {name}")
        self._forget(name)
        return change

    def _domain(self) -> Domain:
        return read_domain(self._files.read(DOMAIN) or "")

    def _wishes(self) -> dict[str, dict[str, str]]:
        read = YAML(typ="safe").load
        return {
            code: read(self._files.read(PHRASES.format(language=code)) or "")["wishes"] for code in LANGUAGES
        }

    def _made(self, name: str) -> int | None:
        """The change that made it."""
        wanted = select(CHANGES).where(CHANGES.c.kind == KIND, CHANGES.c.area == name)
        with self._engine.connect() as db:
            changes = db.execute(wanted.order_by(CHANGES.c.id.desc())).mappings()
            return next((row["id"] for row in changes if f"\n+- {name}\n" in row["diff"]), None)

    def _answered(self, name: str, made: int) -> bool:
        """Whether a version that knows it has ever answered anybody."""
        since = self._files.one(made)["at"]
        served = {
            id for switch in self._versions.history() for id in (switch.live_id, switch.canary_id) if id
        }
        for version in map(self._versions.one, served):
            known = version.made_from.get("intents")
            if name in known if known is not None else version.made_at >= since:
                return True
        return False

    def _named_in(self, name: str) -> Iterator[str]:
        """Files that speak of it beside its own rule."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        for path in (path for pattern in ELSEWHERE for path in self._files.paths(pattern)):
            times = sum(bool(word.search(line)) for line in (self._files.read(path) or "").splitlines())
            # The rule's name and its step.
            if times > (2 if path == "data/rules.yml" else 0):
                yield path

    def _remember(self, wanted: NewIntent, change: int) -> None:
        """Which conversation a sentence came from: whoever is to be forgotten is found by that."""
        if not wanted.offered:
            return
        with self._engine.begin() as db:
            said = label_rows.utterances(db, wanted.offered)
            rows = [row for one in said if (row := _learnt(wanted, dict(one)))]
            common = {"accepted_at": self._clock.now(), "change_id": change, "why": None, "data": {}}
            if rows:
                db.execute(insert(LEARNT), [{**row, **common} for row in rows])
                label_rows.set_status(db, [row["utterance_id"] for row in rows], UTTERANCE_WRITTEN)

    def _forget(self, name: str) -> None:
        """Its sentences are in no file any more; what callers said is as it was before."""
        mine = (LEARNT.c.kind == "intent") & (LEARNT.c.label == name)
        left = LEARNT.c.status.in_((WAITING, WRITTEN))
        with self._engine.begin() as db:
            used = [one for one in db.scalars(select(LEARNT.c.utterance_id).where(mine, left)) if one]
            db.execute(update(LEARNT).where(mine, left).values(status=WITHDRAWN, why="intent_removed"))
            labelled = label_rows.standing(db, used)
            label_rows.set_status(db, [one for one in used if one in labelled], DECIDED)
            label_rows.set_status(db, [one for one in used if one not in labelled], OPEN)


def _learnt(wanted: NewIntent, said: Mapping[str, Any]) -> dict[str, Any] | None:
    """The sentence an utterance became, if it is still there."""
    language = str(said["language"])
    taught, measured = wanted.examples[language], wanted.tests[language]
    text = taken_up(wanted.offered[said["id"]], (*taught, *measured))
    if text is None:
        return None
    share, file = "training", TOPIC.format(topic=wanted.topic)
    if text in measured:
        share, file = "test", TESTS.format(language=language, name=wanted.name)
    return {
        **{name: said[name] for name in ("conversation_id", "language")},
        **{"kind": "intent", "label": wanted.name, "status": WRITTEN},
        **{"utterance_id": said["id"], "text": text, "share": share, "file": file},
    }
