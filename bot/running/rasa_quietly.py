"""Rasa's command line without deprecation warnings of the libraries it is built on; runs on Python 3.10."""

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
    import_module("rasa.__main__").main()


if __name__ == "__main__":
    main()
