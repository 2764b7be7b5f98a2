"""A console with weeks behind it: calls, decisions, changed files, versions, work, a comparison."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import insert, update

from bot.current import use_root
from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceRow
from bot.store.model_tables import ModelSwitchRow
from bot.store.tables import HandoverRow
from bot.tuning.data_files import Edit
from bot.tuning.ingredients import ingredients
from bot.tuning.job_folders import JobFolders
from bot.tuning.jobs import Jobs
from bot.tuning.labelling import labelling
from tests.console.hall import ConsoleHall
from tests.tuning.checkout import Member
from tests.tuning.compared import Made
from tests.tuning.desk_of_labels import Decision
from tests.tuning.workspace import small_workspace

OLGA = Member("olga", "Olga")
WEEKS = Path(__file__).with_suffix(".yml")
UTTERANCES, SWITCHES = table_of(UtteranceRow), table_of(ModelSwitchRow)
HANDOVERS = table_of(HandoverRow)
RIGHT_OF = 9


class BusyWeeks(ConsoleHall):
    """`ids` are what its pages are about; `talk_id` a conversation with something of everything."""

    def __init__(self, folder: Path) -> None:
        workspace = small_workspace(folder / "ws")
        super().__init__(folder, workspace)
        use_root(workspace)
        self.made = Made(workspace, self.engine, self.clock)
        self.jobs = Jobs(self.engine, self.clock)
        said = _read(WEEKS)
        self.clock.at -= timedelta(days=20)
        talks: list[str] = []
        for number, lines in enumerate(said["calls"] * 3):
            talks.append(self._call(number, lines))
        self.collect()
        self.ids: dict[str, Any] = {"talk": talks[0]} | self._models(said) | self._work()
        self._decided()
        self.ids |= {"change": self._changed()}

    # --- what was said ---

    def _call(self, number: int, lines: Mapping[str, Any]) -> str:
        """One conversation, some hours after the one before; its id."""
        self.later(hours=7.5 + number % 3)
        language, by_text = lines.get("language", "de"), lines.get("channel") == "sms"
        facts = {"language": language, "channel": "sms" if by_text else "voice", "model_version": 1}
        facts |= {"call_sid": None if by_text else f"CA{number}", "closed_because": "caller_hung_up"}
        talk = self.talk(f"call-{number}", **facts, closed_at=self.now + timedelta(minutes=3))
        for turn in lines["said"]:
            self.later(seconds=23)
            self.say(talk, language=language, model_version=1, **_turn(turn))
        if reason := lines.get("handed_over"):
            self._handed_over(talk, reason)
        return talk

    def _handed_over(self, talk: str, reason: str) -> None:
        case = {"id": talk, "case_number": talk[:8], "conversation_id": talk, "turn": 1, "kind": "person"}
        case |= {"reason": reason, "priority": "P2", "status": "done", "language": "de"}
        with self.engine.begin() as db:
            db.execute(insert(HANDOVERS).values(**case, created_at=self.now, packet={}))

    def _decided(self) -> None:
        """Some sentences by Olga, one of them by two who disagree."""
        parts = labelling(self.house.root, self.engine, self.clock, self.house.files, self.house.meanings)
        rows = self.rows("SELECT id, intent FROM utterances WHERE intent = 'order_status' ORDER BY id")
        for row in rows[:4]:
            parts.labels.decide([row["id"]], Decision("right", None), "olga")
        with self.engine.begin() as db:
            newest = self.rows("SELECT max(id) AS id FROM utterances")[0]["id"]
            odd = UTTERANCES.c.id % 7 == newest % 7
            db.execute(update(UTTERANCES).where(odd).values(candidate_intent="delivery_slot"))
            flags = ["legal_press", "vulnerable"]
            db.execute(update(UTTERANCES).where(UTTERANCES.c.id == newest - 1).values(flags=flags))
            for number, status in enumerate(("half", "disputed", "unusable")):
                mine = UTTERANCES.c.id == newest - 5 - number
                db.execute(update(UTTERANCES).where(mine).values(status=status))

    # --- models ---

    def _models(self, said: Mapping[str, Any]) -> dict[str, int]:
        """Two before, one compared and refused, one tried out."""
        live, candidate = self.made.live.id, self.made.candidate.id
        self._exam()
        for words, flag, before, after in said["delicate"]:
            self.made.delicate(words, flag, before, after)
        for words in said["replayed"]:
            self.made.said(self.made.models.both(words, "order_status", "unsure:delivery_slot"), words)
        compared = self.made.compare()
        self.later(hours=1)
        made_from = ingredients(self.house.root)
        for name in ("hotline-20261101.tar.gz", "hotline-20261120.tar.gz", "delicate-two.npz"):
            (self.house.root / "models" / name).write_bytes(b"a model")
        older = self.made.versions.add("hotline-20261101", "delicate-one", "olga", made_from, "Umzug")
        tried = self.made.versions.add("hotline-20261120", "delicate-two", "otto", made_from, said["note"])
        switch = self.made.versions.switch
        first = self.rows("SELECT max(id) AS id FROM model_switches")[0]["id"]
        now = switch("promoted", older, first, staff_id="olga", reason=said["reason"], overridden=True)
        now = switch("rolled_back", live, now, staff_id="otto", reason="")
        more = {"canary_id": tried, "canary_share": 0.2, "staff_id": "olga"}
        switch("canary_started", live, now, **more)
        return {"comparison": compared, "candidate": candidate, "tried": tried}

    def _exam(self) -> None:
        """Most sentences are understood; every ninth is taken for the next intent, by one model or both."""
        for language in ("de", "en"):
            files = sorted((self.house.root / "tests" / "nlu" / language).glob("*.yml"))
            for at, file in enumerate(files):
                following = files[(at + 1) % len(files)].stem
                for number, text in enumerate(_read(file) or []):
                    odd = (at * 3 + number) % RIGHT_OF
                    before = following if odd == 1 else file.stem
                    after = f"unsure:{file.stem}" if odd == 4 else file.stem if number % 2 else before
                    self.made.models.both(text, before, after)

    # --- work ---

    def _work(self) -> dict[str, int]:
        """A training that was made, one that failed, one cancelled, and one that runs."""
        made = self._job("train", note="Geschenkverpackung und alles, was damit zusammenhängt")
        self.jobs.done(made, {}, self.made.candidate.id)
        broken = self._job("train", note="Liefertermine")
        self.jobs.failed(broken, "training_failed")
        ended = self.jobs.ask("train", "otto")
        self.jobs.cancel(ended, "otto")
        running = self._job("train", note="")
        self.jobs.tell(running, {"stage": "intents", "done": 4, "of": 7})
        lines = [f"2026-11-23 10:{n:02d} Epochs: {n} %, loss=2.{n}, acc=0.9{n}" for n in range(60)]
        for job in (broken, running):
            log = JobFolders(self.house.root, Path(self.settings.data_dir)).log(job)
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text("\n".join(lines), "utf-8")
        return {"made": made, "broken": broken, "running": running}

    def _job(self, kind: str, **asked: Any) -> int:
        job = self.jobs.ask(kind, "olga", **asked)
        self.jobs.take("t")
        self.later(minutes=2)
        return job

    # --- files ---

    def _changed(self) -> int:
        """One change of a setting, one of sentences."""
        files = self.house.files
        for kind, area, path, old, new in (
            ("settings", "thresholds", "data/thresholds.yml", "\n", "\n# Looked at again in autumn.\n"),
            (
                "sentences",
                "",
                "data/nlu.yml",
                "    - ",
                "    - wo um himmels willen bleibt das alles denn\n    - ",
            ),
        ):
            before = files.read(path) or ""
            edit = Edit(path, before, before.replace(old, new, 1))
            change = files.write(kind, area, [edit], OLGA, f"Change {path}")
        return change


def _turn(turn: Mapping[str, Any]) -> dict[str, Any]:
    """Words and intent, and whatever else is said of it."""
    understood = {"how": "model", "entities": [], "flags": [], "expecting": turn.get("expecting")}
    clarified = {"route": "clarify"} if turn.get("clarified") else {}
    known = {"heard": turn["words"], "intent": turn.get("intent"), "confidence": turn.get("sure", 0.97)}
    return known | clarified | {"said": turn.get("answer", "Gern."), "understood": understood}


def _read(file: Path) -> Any:
    return YAML(typ="safe", pure=True).load(file)
