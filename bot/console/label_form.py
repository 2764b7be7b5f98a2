"""What the forms beside an utterance say, as a decision."""

from collections.abc import Iterator
from typing import cast

from werkzeug.datastructures import MultiDict

from bot.errors import NotPossible
from bot.tuning.decision import Decision, Mark, Verdict

Form = MultiDict[str, str]
FLAG, NOTHING = "flag_", "nothing_delicate"


def read_decision(form: Form, text: str = "") -> Decision:
    """`text` is the utterance's, in which values are marked. Raises NotPossible."""
    choice = form.get("choice", "")
    kind, _, named = choice.partition(":")
    intent = (named or form.get("intent", "").strip()) if kind == "intent" else None
    return Decision(cast(Verdict, kind), intent or None, read_flags(form), tuple(read_marks(form, text)))


def read_flags(form: Form) -> dict[str, str] | None:
    """None where nothing was said about them."""
    said = {name.removeprefix(FLAG): level for name, level in form.items() if name.startswith(FLAG) and level}
    if said:
        return said
    return {} if form.get(NOTHING) else None


def read_marks(form: Form, text: str) -> Iterator[Mark]:
    """Rows of words, kind and value; `mark_at` says which of several equal words, where a script knows."""
    rows = zip(
        form.getlist("mark_words"),
        form.getlist("mark_kind"),
        form.getlist("mark_value"),
        form.getlist("mark_at"),
        strict=False,
    )
    for words, kind, value, at in rows:
        if not words.strip():
            continue
        start = int(at) if at.isdecimal() and text[int(at) :].startswith(words) else text.find(words)
        if start < 0 or not kind:
            raise NotPossible("value")
        yield Mark(kind, start, start + len(words), value.strip() or None)


def read_ids(form: Form) -> list[int]:
    """Of the utterances picked; raises NotPossible for anything else."""
    ids = form.getlist("ids")
    if any(not one.isdecimal() or len(one) > 18 for one in ids):
        raise NotPossible("label_many")
    return [int(one) for one in ids]
