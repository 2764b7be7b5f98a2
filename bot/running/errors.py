"""Why the hotline could not be started."""

from bot.errors import HotlineError


class StartFailed(HotlineError):
    """Something needed at the start is missing or broke; the message is for the operator."""


class TrainingFailed(StartFailed):
    """Rasa did not produce a model; the message carries the end of its output."""
