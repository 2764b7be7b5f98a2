"""The sentences both versions understand differently, as they are kept."""

from collections.abc import Iterable, Iterator

from bot.tuning.comparison.asked import Both
from bot.tuning.comparison.delicate_result import Looked
from bot.tuning.comparison.fate import change
from bot.tuning.comparison.rows import Changed

# What a row of the table holds.
LONGEST = 80


def changed_sentences(found: Iterable[Both]) -> Iterator[Changed]:
    """Of the exam, the hard ones, values and replayed turns (without personal data)."""
    for both in found:
        if kind := change(both):
            asked = both.asked
            yield Changed(
                asked.source,
                kind,
                asked.language,
                asked.shown,
                _cut(_expected(both)),
                _cut(_understood(both, both.before.shown, both.before.values)),
                _cut(_understood(both, both.after.shown, both.after.values)),
                asked.utterance_id,
            )


def changed_flags(found: Iterable[Looked]) -> Iterator[Changed]:
    """Of the delicate exam: what is raised before and after; "expected" is empty for a look-alike."""
    for one in found:
        before, after = one.right
        if before != after and (one.is_alike or one.said_outright):
            yield Changed(
                "delicate",
                "fixed" if after else "broken",
                one.example.language,
                one.example.text,
                None if one.is_alike else f"flag:{one.example.about}",
                _flags(one.before),
                _flags(one.after),
            )


def _expected(both: Both) -> str | None:
    asked = both.asked
    return f"{asked.value_of}={asked.expected}" if asked.value_of else asked.expected


def _understood(both: Both, shown: str | None, values: tuple[tuple[str, str], ...]) -> str | None:
    """For a value also what was read."""
    if both.asked.value_of is None:
        return shown
    read = next((value for name, value in values if name == both.asked.value_of), "")
    return f"{both.asked.value_of}={read} {shown or ''}".strip()


def _flags(codes: Iterable[str]) -> str | None:
    return _cut(f"flag:{','.join(sorted(codes))}") if codes else None


def _cut(words: str | None) -> str | None:
    return words[:LONGEST] if words else words
