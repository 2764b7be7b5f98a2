"""Every figure the hotline is judged by, defined once: what is divided by what, and what it should be.

Console, desk, metrics and docs/figures.md all read this. `of` and `all` name columns of the figure's source
(one row per call, turn, wait, …), which are added up; in words they stand in phrases/interface/*/figures.yml.
Nothing here is about one member of staff.
"""

from dataclasses import dataclass

SHARE, SECONDS, COUNT = "share", "seconds", "count"
# Seconds within which a caller should hear a person, and for which share of callers that should come true.
TARGETS = {"P0": (10, 0.95), "P1": (20, 0.90), "P2": (30, 0.80), "P3": (60, 0.80)}
# Whoever hangs up sooner has not waited; they are counted apart.
NOT_WAITED_S = 5
# Who comes back about the same thing within this time was not helped.
SAME_MATTER_DAYS = 7
# Whoever is owed a confirmation gets it within a day.
CONFIRMED_WITHIN_DAYS = 1
SECTIONS = ("contacts", "understanding", "queue", "people", "promises", "law")


@dataclass(frozen=True)
class Definition:
    """`of` ÷ `all`; `least` and `most` are what it should be. `desk`: shown to leads as well.

    A figure of `priority` counts only what is of it. `times` are those of the two that are lengths of time,
    counted in microseconds so that nothing is lost to rounding. `splits` are the columns to break it down by.
    """

    name: str
    section: str
    source: str
    of: str
    all: str
    unit: str = SHARE
    least: float | None = None
    most: float | None = None
    priority: str = ""
    splits: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    desk: bool = False

    @property
    def key(self) -> str:
        """Names it in addresses, files and metrics: "service_level_p1"."""
        return f"{self.name}_{self.priority.lower()}" if self.priority else self.name

    @property
    def drills(self) -> bool:
        """Whether there are conversations behind it; what people do between talks belongs to none."""
        return self.source != "presence"


WHO = ("channel", "language", "model_version", "delicate")
UNDERSTOOD = ("intent", "model_version")
CASE = ("reason", "kind", "priority", "language")

_CONTACTS = (
    Definition("calls", "contacts", "contacts", "call", "one", COUNT, splits=WHO),
    Definition("threads", "contacts", "contacts", "thread", "one", COUNT, splits=WHO),
    Definition("containment", "contacts", "contacts", "contained", "one", splits=WHO),
    Definition("net_containment", "contacts", "contacts", "helped", "ripe", splits=WHO),
    Definition("recontacts", "contacts", "contacts", "came_back", "ripe_wish", most=0.30, splits=WHO),
    Definition("handed_over", "contacts", "contacts", "handed_over", "one", splits=WHO),
    Definition("handover_reasons", "contacts", "cases", "one", "one", COUNT, splits=CASE),
)
_UNDERSTANDING = (
    Definition("misunderstood", "understanding", "turns", "unclear", "understood", splits=UNDERSTOOD),
    Definition("wishes_settled", "understanding", "wishes", "settled", "one", splits=UNDERSTOOD),
    Definition(
        "failed_turns", "understanding", "turns", "failed", "one", most=0.01, splits=("model_version",)
    ),
)
_QUEUE = (
    *(
        Definition(
            "service_level",
            "queue",
            "queue",
            "soon",
            "met_or_gone",
            least=share,
            priority=priority,
            splits=("language",),
            desk=True,
        )
        for priority, (_, share) in TARGETS.items()
    ),
    Definition(
        "asa",
        "queue",
        "queue",
        "waited",
        "met",
        SECONDS,
        most=30,
        splits=("priority", "language"),
        times=("of",),
        desk=True,
    ),
    Definition(
        "abandoned",
        "queue",
        "queue",
        "gone",
        "offered",
        most=0.05,
        splits=("priority", "language"),
        desk=True,
    ),
    Definition("gone_at_once", "queue", "queue", "at_once", "one", COUNT, splits=("priority",), desk=True),
    Definition("estimates_hit", "queue", "queue", "hit", "told", splits=("priority",), desk=True),
)
_PEOPLE = (
    Definition("handling_time", "people", "talks", "handled", "done", SECONDS, times=("of",), desk=True),
    Definition("on_hold", "people", "talks", "held", "one", SECONDS, times=("of",), desk=True),
    Definition(
        "occupancy",
        "people",
        "presence",
        "busy",
        "there",
        least=0.65,
        most=0.75,
        times=("of", "all"),
        desk=True,
    ),
    Definition("transferred", "people", "contacts", "queued", "call", splits=WHO, desk=True),
    Definition(
        "passed_on",
        "people",
        "meetings",
        "passed_on",
        "one",
        most=0.05,
        splits=("channel", "priority"),
        desk=True,
    ),
    Definition(
        "repeated",
        "people",
        "meetings",
        "repeated",
        "one",
        most=0.10,
        splits=("channel", "priority"),
        desk=True,
    ),
)
_PROMISES = (
    Definition("callbacks_kept", "promises", "promises", "call_kept", "call", least=0.95, desk=True),
    Definition("callbacks_reached", "promises", "promises", "reached", "called", least=0.70, desk=True),
    Definition("answers_kept", "promises", "promises", "answer_kept", "answer", least=0.95, desk=True),
)
_LAW = (
    Definition(
        "disclosed", "law", "disclosures", "disclosed", "one", least=1.0, splits=("channel", "language")
    ),
    Definition("recordings_without_consent", "law", "recordings", "without_consent", "one", COUNT, most=0),
    Definition("texts_after_stop", "law", "texts", "after_stop", "one", COUNT, most=0, splits=("purpose",)),
    Definition("orders_unconfirmed", "law", "orders", "unconfirmed", "one", COUNT, most=0, splits=("kind",)),
)

DEFINITIONS: tuple[Definition, ...] = (
    *_CONTACTS,
    *_UNDERSTANDING,
    *_QUEUE,
    *_PEOPLE,
    *_PROMISES,
    *_LAW,
)
BY_KEY = {definition.key: definition for definition in DEFINITIONS}
DESK = tuple(definition for definition in DEFINITIONS if definition.desk)


@dataclass(frozen=True)
class Figure:
    """One counted: `of` ÷ `all`, as a share or in seconds."""

    name: str
    of: float
    all: float
    unit: str = SHARE
    least: float | None = None
    most: float | None = None
    priority: str = ""

    @property
    def value(self) -> float | None:
        """None while there is nothing to count."""
        if self.unit == COUNT:
            return self.of
        return self.of / self.all if self.all else None

    @property
    def good(self) -> bool | None:
        """Whether it is as it should be; None without a value or a target."""
        if self.value is None or (self.least is None and self.most is None):
            return None
        return (self.least or 0) <= self.value and (self.most is None or self.value <= self.most)


def figure_of(definition: Definition, of: float = 0, every: float = 0) -> Figure:
    """With these two, in seconds where they are lengths of time."""
    targets = (definition.unit, definition.least, definition.most, definition.priority)
    return Figure(definition.name, of, every, *targets)


def counted(definition: Definition, of: int, every: int) -> Figure:
    """From the sums of its two columns, of which lengths of time are in microseconds."""
    return figure_of(
        definition,
        of / 1_000_000 if "of" in definition.times else of,
        every / 1_000_000 if "all" in definition.times else every,
    )
