"""How a case can end for the expert who had it: one of these, always. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

RESOLVED, GOODWILL = "resolved", "resolved_goodwill"
FOLLOWUP, CALLBACK = "followup_promised", "callback_scheduled"
DISTRESS, TRANSFERRED = "callee_distress", "transferred"
DISPOSITIONS = (
    RESOLVED,
    GOODWILL,
    FOLLOWUP,
    CALLBACK,
    "unreached",
    TRANSFERRED,
    "wrong_number",
    "abandoned",
    DISTRESS,
    "crisis_referred",
    "safety_case",
    "fraud_case",
    "privacy_case",
    "complaint_logged",
    "legal_case",
    "test",
)
# These say when the customer hears of us next.
PROMISING = (FOLLOWUP, CALLBACK)

OPEN, PROMISED, CLOSED = "open", "promised", "closed"
# Nothing more is to be done unless something is still owed; all others stay with somebody.
DONE = (RESOLVED, GOODWILL, "wrong_number", "abandoned", "crisis_referred", "test")
# What nobody is to be called about any more, of this case.
NO_CALLS = ("wrong_number", "test", DISTRESS)

BY_FLAG = {
    "crisis": ("crisis_referred",),
    "safety_injury": ("safety_case",),
    "threat": ("legal_case",),
    "fraud": ("fraud_case",),
    "privacy_incident": ("privacy_case",),
    "legal_press": ("legal_case",),
    "anger": ("complaint_logged", GOODWILL),
    "discrimination": ("complaint_logged",),
}
BY_KIND = {"complaint": ("complaint_logged", GOODWILL), "defect": (GOODWILL,)}
USUAL = (RESOLVED, FOLLOWUP, CALLBACK)
TALKED = ("completed", "talked", "handed_back")
BY_OUTCOME = {
    "transferred": (TRANSFERRED,),
    "passed_on": (TRANSFERRED,),
    "dropped_in_call": ("abandoned",),
    "caller_gone": ("abandoned",),
    "caller_hung_up": ("abandoned",),
    "callback": ("unreached",),
    "no_answer": ("unreached",),
}


@dataclass(frozen=True)
class Ending:
    """What is known of how a talk ended; `outcome` of the call, or why the thread was left."""

    kind: str = ""
    flags: Collection[str] = ()
    outcome: str = ""
    called_by_us: bool = False


def sensible(ending: Ending) -> tuple[str, ...]:
    """The few that fit, the likeliest first."""
    first = BY_OUTCOME.get(ending.outcome, ())
    delicate = tuple(code for flag in ending.flags for code in BY_FLAG.get(flag, ()))
    of_kind = BY_KIND.get(ending.kind, ())
    distress = (DISTRESS,) if ending.called_by_us else ()
    return tuple(dict.fromkeys((*first, *delicate, *USUAL, *of_kind, *distress)))


def others(shown: Collection[str]) -> tuple[str, ...]:
    """All the rest."""
    return tuple(code for code in DISPOSITIONS if code not in shown)


def preselected(ending: Ending) -> str:
    """What goes without saying; empty where the expert has to say it."""
    return TRANSFERRED if TRANSFERRED in BY_OUTCOME.get(ending.outcome, ()) else ""


def status_after(disposition: str, owes: bool) -> str:
    """What the case is then; `owes` says that a promise is open."""
    if disposition == DISTRESS:
        return DISTRESS
    if owes:
        return PROMISED
    return CLOSED if disposition in DONE else OPEN
