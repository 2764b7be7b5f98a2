"""Callers who order, and the server's part in front of the actions: it plays what must be heard."""

from typing import Any

from actions.action import HotlineAction
from actions.ordering_form import OrderingForm
from actions.wiring import Hotline
from tests.actions.caller import Answer, Caller


class Orderer(Caller):
    """Hears everything to its end, unless told otherwise."""

    def __init__(self, hotline: Hotline, form: type[HotlineAction] = OrderingForm, **slots: Any) -> None:
        super().__init__(form, hotline, **slots)
        self.hears_all = True

    def says(self, intent: str, text: str = "…", **entities: Any) -> Answer:
        """One turn; afterwards the server knows which sentences were played."""
        answer = super().says(intent, text, **entities)
        token = must_hear(answer)
        if self.hears_all and token:
            self.slots["heard"] = token
        return answer

    def goes_on(self, *turns: tuple[str, str] | tuple[str, str, dict[str, Any]]) -> Answer:
        """Several turns; gives the last answer."""
        answers = [self.says(turn[0], turn[1], **(turn[2] if len(turn) > 2 else {})) for turn in turns]
        return answers[-1]


def must_hear(answer: Answer) -> str | None:
    """The token of the sentences that must be heard now."""
    requests = (request["must_hear"] for request in answer.requests if "must_hear" in request)
    return next((str(request["token"]) for request in requests), None)


NEW_CUSTOMER: tuple[Any, ...] = (
    ("inform", "nein danke das wars"),
    ("deny", "nein"),
    ("inform", "jens müller", {"name": "Jens Müller"}),
    ("inform", "zwei null null neun fünf", {"postcode": "20095"}),
    ("inform", "Lindenallee 12 b"),
    ("affirm", "ja"),
    ("affirm", "ja"),
    ("inform", "per e-mail"),
    ("inform", "jens punkt müller at example punkt org", {"email": "jens.mueller@example.org"}),
    ("affirm", "ja"),
    ("inform", "vorkasse"),
)
