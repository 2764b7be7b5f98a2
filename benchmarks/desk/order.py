"""What the process that plays the agents' browsers is told, and what it answers; JSON both."""

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Order:
    """These sessions' pages at `url`, open until the moment `until` of the machine's monotonic clock."""

    url: str
    page: str
    cookies: list[str]
    until: float

    def to_json(self) -> str:
        """For the other process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Order":
        """From the other process."""
        return cls(**json.loads(text))


@dataclass
class Watched:
    """What one browser was served: when each id came to be on the page, and when it had gone (monotonic)."""

    came: dict[str, float] = field(default_factory=dict)
    went: dict[str, float] = field(default_factory=dict)
    # Of each poll: milliseconds, and the status.
    took: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    received: int = 0
    errors: list[str] = field(default_factory=list)


@dataclass
class Played:
    """All of them, and the processor seconds that playing them took."""

    browsers: list[Watched] = field(default_factory=list)
    cpu_s: float = 0.0

    def to_json(self) -> str:
        """From the browsers' process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Played":
        """In the process that ordered them."""
        told = json.loads(text)
        return cls([Watched(**one) for one in told["browsers"]], told["cpu_s"])
