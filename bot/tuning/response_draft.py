"""A response as somebody wants it to be: every wording's text, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.tuning.domain_text import Response, Wording
from bot.tuning.wording import LANGUAGES, Said, WordingFault, fault_between, wording_faults

CHANNELS = ("voice", "sms")


@dataclass(frozen=True)
class Line:
    """One field of the form. `added`: a text message's own wording beside `wording`, or empty for none."""

    field: str
    wording: Wording
    text: str
    channels: tuple[str, ...]
    faults: tuple[WordingFault, ...]
    added: bool = False

    @property
    def language(self) -> str:
        """ "de" or "en"."""
        return self.wording.language

    @property
    def optional(self) -> bool:
        """Whether it may be left empty: the general wording is used then."""
        return self.added or self.wording.channel is not None


class ResponseDraft:
    """`texts` by field: `t3` is the fourth wording, `sms3` one for text messages beside it; others stay."""

    def __init__(self, response: Response, texts: Mapping[str, str] | None = None) -> None:
        self.response = response
        self._texts = {name: tidy(text) for name, text in (texts or {}).items()}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All fields, in the file's order, what may be added behind what it stands beside."""
        made: list[Line] = []
        for wording in self.response.wordings:
            made.append(self._line(f"t{wording.place}", wording))
            if wording.channel is None and self._own(wording) is None:
                made.append(self._line(f"sms{wording.place}", wording, added=True))
        return tuple(made)

    @cached_property
    def faults(self) -> tuple[WordingFault, ...]:
        """What is wrong between the languages; what is wrong with one line is with the line."""
        texts = {one: [line.text for line in self.lines if line.language == one] for one in LANGUAGES}
        found = fault_between(texts["de"], texts["en"])
        return (found,) if found else ()

    @property
    def may_be_said(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and not any(line.faults for line in self.lines)

    @property
    def changed(self) -> list[Line]:
        """The lines that are not as they were."""
        return [line for line in self.lines if line.text != ("" if line.added else line.wording.text)]

    def _line(self, name: str, wording: Wording, added: bool = False) -> Line:
        text = self._texts.get(name, "" if added else wording.text)
        channels = self._channels(wording, added)
        optional = added or wording.channel is not None
        faults = () if optional and not text else self._wrong(wording, text, channels)
        return Line(name, wording, text, channels, faults, added)

    def _channels(self, wording: Wording, added: bool) -> tuple[str, ...]:
        """Where it is said: a general wording by text message only where there is none of its own."""
        if added or wording.channel is not None:
            return ("sms" if added else str(wording.channel),)
        own = self._own(wording)
        by_text = self._texts.get(f"sms{wording.place}", "")
        if own is not None:
            by_text = self._texts.get(f"t{own.place}", own.text)
        return ("voice",) if by_text else CHANNELS

    def _own(self, general: Wording) -> Wording | None:
        """The text message's own wording for the same circumstances."""
        same = (one for one in self.response.wordings if one.circumstances == general.circumstances)
        return next((one for one in same if one.channel == "sms"), None)

    def _wrong(self, wording: Wording, text: str, channels: tuple[str, ...]) -> tuple[WordingFault, ...]:
        name, values = self.response.name, self.response.values()
        said = [Said(text, wording.language, channel, name, values=values) for channel in channels]
        found = [fault for one in said for fault in wording_faults(one)]
        # What is wrong on both channels is told once.
        return tuple(fault for at, fault in enumerate(found) if fault not in found[:at])


def tidy(text: str) -> str:
    """As one line; browsers send line breaks of their own."""
    return " ".join(text.split())
