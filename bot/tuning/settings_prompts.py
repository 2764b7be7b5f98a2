"""What the server says, as a form: both languages side by side, nothing owed may be lost."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.current import Current
from bot.errors import TuningInvalid
from bot.phrases.catalogue import LANGUAGES, current_entries, phrases_file, read_entries
from bot.tuning.legal_sentences import lost_values, new_values, owed_sentences, wrong_countries
from bot.tuning.settings_area import Area
from bot.tuning.settings_form import Answered, Answers, Fault, Field, Files, Group, Part, Wanted, own, plain
from bot.tuning.wording import Said, WordingFault, wording_faults

FILES = {language: phrases_file(language) for language in LANGUAGES}
CHANNELS = ("voice", "sms")
# How digits and signs are read out is no wording, and a list is no sentence.
NOT_WORDED = frozenset({"digits", "email_signs"})
# Rows of a box by the length of what stands in it.
CHARACTERS_A_ROW = 70
LONGEST = 600


class PromptsArea(Area):
    """bot/phrases/de.yml and en.yml"""

    name = "prompts"
    files = tuple(FILES.values())

    def parts(self, now: Files) -> Sequence[Part]:
        """Every sentence and table, known by its key and its first words."""
        german = now[FILES["de"]]
        owed = owed_sentences()
        return [
            Part(key, plain(_beginning(entry)), "owed" if key in owed else "")
            for key, entry in german.items()
            if key not in NOT_WORDED
        ]

    def groups(self, now: Files, part: str) -> Sequence[Group]:
        """A group a language; what must stay in it is said above."""
        owed = owed_sentences().get(part)
        hint = own(f"prompts.owed.{owed.why}") if owed else None
        return [
            Group(
                own(f"prompts.languages.{language}"),
                tuple(_box(language, name, text) for name, text in _texts(now[file][part])),
                hint,
            )
            for language, file in FILES.items()
        ]

    def wanted(self, now: dict[str, Any], part: str, answers: Answers) -> Wanted:
        """Each sentence checked like all that the hotline says."""
        given = Answered(answers)
        for language, file in FILES.items():
            entry = now[file][part]
            for name, before in [*_texts(entry)]:
                field = f"{language}.{name}" if name else language
                after = _one_line(given.text(field))
                if after != before:
                    _check(given, field, part, _Change(language, name, before, after))
                if name:
                    entry[name] = after
                else:
                    now[file][part] = after
        return Wanted(now, tuple(given.faults))

    def read(self, root: Path) -> None:
        """The server's reader; and nothing that is owed may be lost by any way."""
        for language in LANGUAGES:
            entries = read_entries(root, language)
            for key, owed in owed_sentences().items():
                for _, text in _texts(entries[key]):
                    if lost := owed.lost(text, language):
                        raise TuningInvalid(f"{language}.yml: {key}: {' / '.join(lost)} is not said")

    def watches(self) -> Sequence[Current[Any]]:
        """The server's, one a language."""
        return [current_entries(language) for language in LANGUAGES]


class _Change:
    """One sentence as it was and is to be; without a channel it is for both."""

    def __init__(self, language: str, name: str, before: str, after: str) -> None:
        self.language, self.before, self.after = language, before, after
        self.channels = (name,) if name in CHANNELS else CHANNELS


def _check(given: Answered, field: str, key: str, change: _Change) -> None:
    if not change.after:
        given.fault(field, "empty_sentence")
        return
    if len(change.after) > LONGEST:
        given.fault(field, "too_long", n=str(LONGEST))
    _check_values(given, field, change)
    owed = owed_sentences().get(key)
    if owed and (lost := owed.lost(change.after, change.language)):
        given.fault(field, f"owed_{owed.why}", words=" / ".join(lost))
    if wrong := wrong_countries(key, change.after, change.language):
        given.fault(field, "wrong_countries", countries=", ".join(wrong))
    given.faults += _worded(field, key, change)


def _check_values(given: Answered, field: str, change: _Change) -> None:
    """What is filled in must be what it was: nobody fills in anything else."""
    if lost := lost_values(change.before, change.after):
        given.fault(field, "value_lost", values=", ".join(lost))
    if new := new_values(change.before, change.after):
        given.fault(field, "value_new", values=", ".join(new))


def _worded(field: str, key: str, change: _Change) -> list[Fault]:
    """Length, forbidden words and form, as for everything the hotline says; not what stood there before."""
    found: dict[str, Fault] = {}
    for channel in change.channels:
        before = {fault.code for fault in _faults(key, change, channel, change.before)}
        for fault in _faults(key, change, channel, change.after):
            if fault.code not in before:
                data = {name: str(value) for name, value in fault.data.items()}
                found[f"{fault.code} {data}"] = Fault(field, f"wording.{fault.code}", data)
    return list(found.values())


def _faults(key: str, change: _Change, channel: str, text: str) -> list[WordingFault]:
    return wording_faults(Said(text, change.language, channel, key, "phrases"))


def _texts(entry: Any) -> Iterator[tuple[str, str]]:
    """The sentences of an entry, each with its name within it."""
    if isinstance(entry, dict):
        yield from entry.items()
    else:
        yield "", entry


def _box(language: str, name: str, text: str) -> Field:
    rows = str(max(2, len(text) // CHARACTERS_A_ROW + 1))
    label = own("prompts.sentence") if not name else plain(name)
    if name in CHANNELS:
        label = own(f"prompts.channels.{name}")
    more = {"lang": language, "rows": rows, "maxlength": str(LONGEST)}
    return Field(f"{language}.{name}" if name else language, "textarea", text, label, more=more)


def _beginning(entry: Any) -> str:
    _, first = next(_texts(entry))
    return str(first)


def _one_line(text: str) -> str:
    """A box may be filled in over several lines; a sentence has none."""
    return " ".join(text.split())
