"""Who a simulated phone belongs to, and what they do when it rings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carrier.voice.script import Script

if TYPE_CHECKING:
    from carrier.voice.call import Call

Ringing = Literal["answer", "decline", "busy", "no-answer", "failed"]


@dataclass(frozen=True)
class Owner:
    """A person with a phone. Calls to it are patient: time passes for them by itself.

    `after` is how many seconds it rings before they answer or decline. In an answered call they follow their
    `script`, and beside it the one called `meanwhile`.
    """

    does: Ringing = "answer"
    after: float = 3.0
    script: Script = ()
    meanwhile: Script = ()


# Asked for every call anew: a function can make each one different.
OwnerOrChooser = Owner | Callable[["Call"], Owner]
