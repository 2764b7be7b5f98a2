"""Stretches of a text that say something personal, and the text without them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

# What stands in place of what was said; the names of the values are the understanding's where it has them.
KINDS = (
    *("order_number", "customer_number", "phone_number", "email", "name", "street", "postcode", "city"),
    *("date_of_birth", "card", "bank_account", "code", "number", "spelled"),
)
PLACEHOLDER = re.compile(r"\[(" + "|".join(KINDS) + r")\]")
_TWICE = re.compile(r"(\[[a-z_]+\])(?:[ ,.-]*\1)+")


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` (exclusive) of a text are of this kind."""

    start: int
    end: int
    kind: str


def united(spans: Iterable[Span]) -> list[Span]:
    """In order, without overlaps: what overlaps becomes one, of the kind that was named first."""
    kept: list[Span] = []
    for span in spans:
        if span.end <= span.start:
            continue
        touching = [one for one in kept if one.start < span.end and span.start < one.end]
        kept = [one for one in kept if one not in touching]
        kind = touching[0].kind if touching else span.kind
        all_of_it = [*touching, span]
        kept.append(Span(min(one.start for one in all_of_it), max(one.end for one in all_of_it), kind))
    return sorted(kept, key=lambda one: one.start)


def without(text: str, spans: Iterable[Span]) -> str:
    """The text with a placeholder in place of each."""
    parts, at = [], 0
    for span in united(spans):
        parts += [text[at : span.start], f"[{span.kind}]"]
        at = span.end
    return _TWICE.sub(r"\1", "".join([*parts, text[at:]]))


def outside(spans: Iterable[Span], text: str) -> list[Span]:
    """Less what is a placeholder already."""
    held = [(found.start(), found.end()) for found in PLACEHOLDER.finditer(text)]
    kept = [replace(one) for one in spans]
    return [one for one in kept if not any(start < one.end and one.start < end for start, end in held)]
