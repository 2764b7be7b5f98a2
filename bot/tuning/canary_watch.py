"""Takes a canary back as soon as it is worse beyond noise, and tells those who tune."""

from collections.abc import Callable

import structlog

from bot.errors import NotPossible, TooLate
from bot.tuning.canary_numbers import CanaryNumbers
from bot.tuning.canary_verdict import verdict
from bot.tuning.switching import By, Switching
from bot.tuning.versions import Versions

log = structlog.get_logger(__name__)

EVERY_S = 10.0
# The name of the version, and by which measure it was worse.
Alert = Callable[[str, str], None]


class CanaryWatch:
    """Looks every few seconds while there is a canary."""

    def __init__(
        self, versions: Versions, numbers: CanaryNumbers, switching: Switching, alert: Alert
    ) -> None:
        self._versions = versions
        self._numbers = numbers
        self._switching = switching
        self._alert = alert

    def work(self) -> float:
        """Look once; the seconds until the next look."""
        serving = self._versions.now()
        if serving is None or serving.canary is None:
            return EVERY_S
        if (worse := verdict(self._numbers.stretches(serving))) is None:
            return EVERY_S
        try:
            self._switching.return_canary(By(None, worse["measure"], seen=serving.switch_id), worse)
        except (TooLate, NotPossible):
            # Somebody has switched just now; the next look sees what there is then.
            return 0.0
        log.warning("canary_returned", version=serving.canary.name, measure=worse["measure"])
        self._alert(serving.canary.name, worse["measure"])
        return EVERY_S
