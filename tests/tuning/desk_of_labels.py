"""A small checkout with few sentences, an inbox with some more, and the people who say what they mean."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, select

from bot.clock import FixedClock
from bot.store.database import make_engine, table_of
from bot.store.migrate import upgrade
from bot.store.tables import ConversationRow, TurnRow
from bot.tuning.decision import Decision
from bot.tuning.label_rows import UTTERANCES
from bot.tuning.labelling import Labelling, labelling
from bot.tuning.learnt import LEARNT
from bot.understanding.delicate.flags import CODES
from tests.builders import NOW, conversation
from tests.tuning.checkout import PERSON, Checkout, Member, checkout

ROOT = Path(__file__).parents[2]
OLGA, OTTO, ADA = PERSON, Member("staff-2", "Otto"), Member("staff-3", "Ada")
TURNS, CONVERSATIONS = table_of(TurnRow), table_of(ConversationRow)
INTENTS = ("order_status", "order_cancel", "affirm", "out_of_scope")
DOMAIN = 'version: "3.1"\n\nintents:\n' + "".join(f"- {one}\n" for one in INTENTS) + "\nresponses: {}\n"
TAUGHT = {
    ("order_status", "de"): ["wo bleibt meine bestellung", "wann kommt das sofa endlich an"],
    ("order_status", "en"): ["where is my order", "when will the sofa arrive"],
    ("order_cancel", "de"): ["ich möchte die bestellung stornieren"],
    ("order_cancel", "en"): ["please cancel my order"],
    ("affirm", "de"): ["ja genau"],
    ("affirm", "en"): ["yes exactly"],
    ("out_of_scope", "de"): ["erzähl mir einen witz"],
    ("out_of_scope", "en"): ["tell me a joke"],
}
# Which share a sentence falls into is chance, and always the same.
TRAINING = (
    "mein sofa lässt ewig auf sich warten",
    "hat der fahrer sich verfahren",
    "der tisch fehlt immer noch",
)
TESTED = ("ist die lampe verschickt", "liegt mein sessel noch im lager")


def nlu_text() -> str:
    """As data/nlu.yml is written."""
    blocks = "\n".join(
        f"- intent: {intent}\n  metadata:\n    language: {language}\n  examples: |\n"
        + "".join(f"    - {one}\n" for one in said)
        for (intent, language), said in TAUGHT.items()
    )
    return f'# Steering.\nversion: "3.1"\n\nnlu:\n{blocks}'


def files() -> dict[str, str]:
    """The checkout's."""
    known = {"domain.yml": DOMAIN, "data/nlu.yml": nlu_text(), "tests/nlu/confusions.yml": "[]\n"}
    for code in CODES:
        known[f"data/delicate/{code}.yml"] = (
            "# Taught.\nde:\n  clear: |\n    - a\n  not: |\n    - b\nen:\n  not: |\n    - c\n"
        )
        known[f"data/delicate/exam/{code}.yml"] = "de:\n  clear: |\n    - d\nen:\n  clear: |\n    - e\n"
    known |= {f"tests/nlu/de/{intent}.yml": '- "eins"\n' for intent in INTENTS}
    for path in ("data/promotion.yml", "data/stand_ins.yml"):
        known[path] = (ROOT / path).read_text("utf-8")
    return known


class LabelDesk:
    """`parts` is what is tested; `place` the checkout it works on."""

    def __init__(self, folder: Path, database: str | None = None, repository: bool = True) -> None:
        self.place: Checkout = checkout(folder, files(), repository)
        self.engine: Engine = self.place.engine
        if database:
            upgrade(database)
            self.engine = make_engine(database)
        self.clock = FixedClock(NOW)
        self.files = type(self.place.files)(self.place.root, self.engine, self.clock, self.place.files._git)
        self.parts: Labelling = labelling(self.place.root, self.engine, self.clock, self.files, None)

    def agree(self, needed: int) -> None:
        """So many people must."""
        text = self.place.text("data/promotion.yml")
        self.place.put("data/promotion.yml", text.replace("agreement: 1", f"agreement:  {needed}"))

    def say(self, *texts: str, talk: str = "1", **facts: Any) -> list[int]:
        """What a caller said, in the inbox; `heard` is what was said in truth."""
        talk_id = f"{int(talk):08d}-2222-4222-8222-222222222222"
        heard = facts.pop("heard", None)
        understood = facts.pop("understood", {})
        known = {"channel": "voice", "language": "de", "intent": "affirm", "confidence": 0.4, "flags": []}
        known |= {
            "conversation_id": talk_id,
            "at": self.clock.now(),
            "route": "clarify",
            "how": "model",
            **facts,
        }
        with self.engine.begin() as db:
            if not db.execute(select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id == talk_id)).first():
                db.execute(insert(CONVERSATIONS).values(**_conversation(talk_id)))
            start = len(db.execute(select(TURNS.c.id).where(TURNS.c.conversation_id == talk_id)).all()) + 1
            ids = []
            for turn, text in enumerate(texts, start):
                spoken = {"heard": heard or text, "language": known["language"], "understood": understood}
                place = {"conversation_id": talk_id, "number": turn, "at": self.clock.now()}
                db.execute(insert(TURNS).values(**place, **spoken))
                row = insert(UTTERANCES).values(**known, turn=turn, text=text).returning(UTTERANCES.c.id)
                ids.append(int(db.execute(row).scalar_one()))
        return ids

    def decide(self, ids: list[int], intent: str | None = None, who: Member = OLGA, **more: Any) -> Any:
        """Another intent, unless `verdict` says otherwise."""
        decision = Decision(**{"verdict": "intent" if intent else "right", "intent": intent, **more})
        return self.parts.labels.decide(ids, decision, who.id)

    def status(self, utterance_id: int) -> str:
        """Of an utterance."""
        with self.engine.connect() as db:
            return str(
                db.execute(select(UTTERANCES.c.status).where(UTTERANCES.c.id == utterance_id)).scalar_one()
            )

    def utterance(self, utterance_id: int) -> Any:
        """Its row."""
        with self.engine.connect() as db:
            return db.execute(select(UTTERANCES).where(UTTERANCES.c.id == utterance_id)).mappings().one()

    def learnt(self, **where: Any) -> list[dict[str, Any]]:
        """What is to be learnt, in order."""
        query = select(LEARNT).filter_by(**where).order_by(LEARNT.c.id)
        with self.engine.connect() as db:
            return [dict(row) for row in db.execute(query).mappings()]


def _conversation(talk_id: str) -> dict[str, Any]:
    talk = conversation(id=talk_id)
    return {
        "id": talk.id, "channel": talk.channel, "language": talk.language, "owner": talk.owner.value,
        "caller": talk.caller, "called": talk.called, "call_sid": None, "started_at": talk.started_at,
        "last_at": talk.last_at, "memory": {}, "turns": 0, "version": 0, "closed_at": None,
    }  # fmt: skip
