"""What the inbox can be filtered by: codes and words, in the order they are offered."""

from collections.abc import Iterable, Sequence

from bot.staff.shown import worded_code, words
from bot.tuning.inbox_asked import CHANNELS, LANGUAGES, NOTHING, PERIODS, STATUS_CHOICES

Choice = tuple[str, str]


def choices(intents: Iterable[str], versions: Sequence[int]) -> dict[str, list[Choice]]:
    """By the name of the filter; the empty code is none."""
    t = words()
    named = sorted(((name, worded_code(name, "wishes")) for name in intents), key=_by_words)
    return {
        "status": [(code, t(f"inbox.status.{code}")) for code in STATUS_CHOICES],
        "language": [
            _all("language"),
            *((code, worded_code(code, "common.languages")) for code in LANGUAGES),
        ],
        "channel": [_all("channel"), *((code, worded_code(code, "common.channels")) for code in CHANNELS)],
        "intent": [_all("intent"), (NOTHING, t("inbox.no_intent")), *named],
        "version": [_all("version"), *((str(one), f"v{one}") for one in versions)],
        "period": [_all("period"), *((code, t(f"inbox.period.{code}")) for code in PERIODS)],
    }


def _all(name: str) -> Choice:
    return "", words()(f"inbox.any.{name}")


def _by_words(choice: Choice) -> str:
    return choice[1].casefold()
