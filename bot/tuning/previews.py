"""A sentence as callers get it: as heard on the phone, and as read in a text message."""

from dataclasses import dataclass
from typing import Protocol

from bot.message_length import length_of
from bot.tuning.heard_words import heard_words
from bot.tuning.response_draft import Line
from bot.tuning.wording import with_samples


class Renderer(Protocol):
    """What the channels make of a sentence."""

    def spoken(self, text: str, language: str) -> str:
        """The document a carrier is sent."""
        ...

    def written(self, text: str, language: str) -> str:
        """The text message."""
        ...


@dataclass(frozen=True)
class Preview:
    """On one channel. `length` in words by voice, in characters by text message, sent in so many parts."""

    channel: str
    text: str
    length: int
    parts: int = 1


def previews(line: Line, renderer: Renderer) -> tuple[Preview, ...]:
    """One for each channel the line is said on; values are examples. None for an empty line."""
    if not line.text:
        return ()
    shown = with_samples(line.text, line.language)
    return tuple(_preview(channel, shown, line.language, renderer) for channel in line.channels)


def _preview(channel: str, text: str, language: str, renderer: Renderer) -> Preview:
    if channel == "sms":
        written = renderer.written(text, language)
        length = length_of(written)
        return Preview(channel, written, length.characters, length.parts)
    heard = heard_words(renderer.spoken(text, language))
    return Preview(channel, heard, len(heard.split()))
