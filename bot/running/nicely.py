"""`python -m bot.running.nicely program …`: it runs behind everything else, also in its own session."""

import os
import sys

from bot.running.tuner_child import be_nice


def main() -> None:
    """Becomes the program."""
    be_nice()
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
