"""A text message to those in charge about what cannot wait for somebody to look at the desk."""

from bot.channels.outbox import STAFF_ALERT, Outbox
from bot.handover.experts import Experts
from bot.handover.line_up import SUPERVISORS
from bot.phrases.catalogue import Phrases

# Who looks after the models.
TUNERS = ("ops", "admin")


class StaffAlerts:
    """Says which case and how urgent; never who or what: a phone lies about."""

    def __init__(self, outbox: Outbox, experts: Experts, phrases: Phrases) -> None:
        self._outbox = outbox
        self._experts = experts
        self._phrases = phrases

    def __call__(self, case: str, priority: str) -> None:
        """A case that cannot wait."""
        self._tell("staff_alert", case=case, priority=priority)

    def hardly_answered(self, answered: int, calls: int) -> None:
        """Our number may be blocked: so few of so many calls were answered."""
        self._tell("staff_alert_answers", answered=answered, calls=calls)

    def canary_returned(self, version: str) -> None:
        """The hotline has taken a version back that it tried out."""
        self._tell("staff_alert_canary", TUNERS, version=version)

    def _tell(self, key: str, roles: tuple[str, ...] = SUPERVISORS, **values: object) -> None:
        """Everybody of these roles who has a phone, on duty or not."""
        for person in self._experts.everybody(roles):
            if person["phone"]:
                language = person["languages"][0] if person["languages"] else "de"
                text = self._phrases.say(key, language, "sms", **values)
                self._outbox.put(person["phone"], text, STAFF_ALERT, None)
