"""Writes docs/figures.md: `python -m bot.figures > docs/figures.md`."""

import sys

from bot.figures.described import described

if __name__ == "__main__":
    sys.stdout.write(described())
