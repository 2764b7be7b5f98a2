"""Rasa's command line without deprecation warnings, and quicker at loading; runs on Python 3.10."""

import warnings
from importlib import import_module
from typing import Any


def main() -> None:
    """Run `rasa` with this process's arguments."""
    show = warnings.showwarning

    def show_ours(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if not issubclass(category, (DeprecationWarning, PendingDeprecationWarning, FutureWarning)):
            show(message, category, *where, **more)

    # Several libraries switch these on for everybody while they are imported, whatever PYTHONWARNINGS says.
    warnings.showwarning = show_ours
    hash_examples_by_text()
    import_module("rasa.__main__").main()


def hash_examples_by_text() -> None:
    """Spare Rasa an MD5 of all that an example holds, several times a training: a third of its loading time.

    Equality still compares everything, so the same examples are found equal as before.
    """
    message = import_module("rasa.shared.nlu.training_data.message").Message
    message.__hash__ = lambda example: hash(example.data.get("text"))


if __name__ == "__main__":
    main()
