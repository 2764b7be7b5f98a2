"""A hall whose bot is told things by experts who read along."""

from dataclasses import replace
from datetime import timedelta

from bot.channels.sms.threads import Threads
from bot.conversation.hint_rows import HintRows
from bot.desk.give_hints import GiveHints
from bot.staff.audit import Audit
from tests.builders import runner_on
from tests.handover.thread_hall import ThreadHall


class HintHall(ThreadHall):
    """`hints` is what the desk gives, taken by the turns of this process."""

    def restart(self) -> None:
        super().restart()
        self.rows = HintRows(self.engine)
        self.given = replace(self.given, hints=self.rows)
        runner = runner_on(self.engine, self.given)
        self.threads = Threads(self.record, runner, self.given, self.engine, timedelta(hours=12))
        self.hints = GiveHints(self.rows, Audit(self.engine), self.clock)

    def say(self, words: str, by: str = "anna") -> int:
        """A hint for the newest conversation."""
        return self.hints.say(self.talk, by, words)

    def wish(self, intent: str, by: str = "anna") -> int:
        """What the bot shall understand in it."""
        return self.hints.wish(self.talk, by, intent)
