"""The console on a small checkout of its own, with sentences in its inbox."""

from pathlib import Path
from typing import Any
from uuid import uuid5

from sqlalchemy import insert, select

from bot.tuning.label_rows import UTTERANCES
from tests.console.hall import NAMESPACE, ConsoleHall
from tests.tuning.checkout import Checkout, checkout
from tests.tuning.desk_of_labels import files


class LabelHall(ConsoleHall):
    """`place` is the checkout; nothing is ever written into the one the tests run from."""

    def __init__(self, folder: Path) -> None:
        (folder / "tuned").mkdir()
        self.place: Checkout = checkout(folder / "tuned", files())
        super().__init__(folder, self.place.root)

    def inbox(self, *texts: str, talk: str = "one", **facts: Any) -> list[int]:
        """What a caller said, as the collector would have put it there."""
        known_talk = self.rows("SELECT id FROM conversations WHERE id = :id", id=self._id(talk))
        talk_id = known_talk[0]["id"] if known_talk else self.talk(talk)
        said = {"channel": "voice", "language": "de", "intent": "affirm", "confidence": 0.4, "flags": []}
        said |= {"conversation_id": talk_id, "at": self.now, "route": "clarify", "how": "model", **facts}
        ids = []
        for text in texts:
            turn = self.say(talk_id, text)
            with self.engine.begin() as db:
                row = insert(UTTERANCES).values(**said, turn=turn, text=text).returning(UTTERANCES.c.id)
                ids.append(int(db.execute(row).scalar_one()))
        return ids

    def status(self, utterance_id: int) -> str:
        """Of an utterance."""
        with self.engine.connect() as db:
            return str(
                db.execute(select(UTTERANCES.c.status).where(UTTERANCES.c.id == utterance_id)).scalar_one()
            )

    def _id(self, talk: str) -> str:
        return str(uuid5(NAMESPACE, talk))
