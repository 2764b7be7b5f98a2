"""A text message to those in charge when a case cannot wait for somebody to look at the desk."""

from bot.channels.outbox import STAFF_ALERT, Outbox
from bot.handover.experts import Experts
from bot.handover.line_up import SUPERVISORS
from bot.phrases.catalogue import Phrases


class StaffAlerts:
    """Says which case and how urgent; never who or what: a phone lies about."""

    def __init__(self, outbox: Outbox, experts: Experts, phrases: Phrases) -> None:
        self._outbox = outbox
        self._experts = experts
        self._phrases = phrases

    def __call__(self, case: str, priority: str) -> None:
        """Tell every supervisor who has a phone, on duty or not."""
        for person in self._experts.everybody(SUPERVISORS):
            if person["phone"]:
                language = person["languages"][0] if person["languages"] else "de"
                text = self._phrases.say("staff_alert", language, "sms", case=case, priority=priority)
                self._outbox.put(person["phone"], text, STAFF_ALERT, None)
