"""What a contract says that its order does not."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class ContractFacts:
    """What the order itself does not say: the language, how it came about, what was read out and when."""

    language: str
    channel: str
    terms: str
    read_at: datetime
    changed: bool
    made_at: datetime
    # Of a paid order that was changed: positive is still due, negative goes back.
    difference: Decimal = Decimal(0)
