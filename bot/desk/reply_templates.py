"""Reads data/reply_templates.yml: wordings experts begin from, by situation, in both languages."""

import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import TuningInvalid
from bot.phrases.catalogue import LANGUAGES, plainly
from bot.understanding.delicate.flags import CODES

FILE = Path(__file__).resolve().parents[2] / "data" / "reply_templates.yml"
# What the case can tell; anything else is for the expert to fill in.
FROM_CASE = (
    "name",
    "order_number",
    "eta",
    "case",
    "company",
    "expert",
    "deadline",
    "refund_until",
    "emergency",
)
TO_FILL_IN = ("until", "topic", "article")
EVERYBODY, ORDINARY = "everybody", "ordinary"
# Words for everybody are not for somebody in danger.
OWN_WORDS_ONLY = frozenset({"crisis", "abuse_safety"})
LONGEST = 480


@dataclass(frozen=True)
class ReplyTemplate:
    """One wording. `fits`: everybody, ordinary (nothing delicate), or the flags it is for."""

    code: str
    fits: str | frozenset[str]
    titles: Mapping[str, str]
    texts: Mapping[str, str]

    def suits(self, flags: Collection[str]) -> bool:
        """Whether it may be used while these flags are open."""
        if isinstance(self.fits, frozenset):
            return bool(flags) and set(flags) <= self.fits
        if not flags:
            return True
        return self.fits == EVERYBODY and not OWN_WORDS_ONLY & set(flags)

    def variables(self) -> frozenset[str]:
        """What has to be filled in."""
        return placeholders(self.texts[LANGUAGES[0]])

    def filled(self, language: str, values: Mapping[str, str]) -> str:
        """With all its values."""
        return plainly(self.texts[language], dict(values))


@cache
def load_reply_templates(file: Path = FILE) -> tuple[ReplyTemplate, ...]:
    """In the file's order; raises TuningInvalid naming everything that is wrong."""
    try:
        read: list[dict[str, Any]] = YAML(typ="safe").load(file.read_text("utf-8"))["templates"]
        loaded = [dict(entry) for entry in read]
    except (OSError, YAMLError, KeyError, TypeError, ValueError) as error:
        raise TuningInvalid(f"{file.name}: {type(error).__name__} {error}") from error
    faults = [f"{entry.get('code')}: {fault}" for entry in loaded for fault in _faults(entry)]
    codes = [entry.get("code") for entry in loaded]
    faults += [f"{code}: twice" for code in sorted({str(one) for one in codes if codes.count(one) > 1})]
    if faults:
        raise TuningInvalid(f"{file.name}: {'; '.join(faults)}")
    return tuple(_template(entry) for entry in loaded)


def placeholders(text: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _template(entry: Mapping[str, Any]) -> ReplyTemplate:
    fits = entry["for"]
    return ReplyTemplate(
        entry["code"], fits if isinstance(fits, str) else frozenset(fits), entry["title"], entry["text"]
    )


def _faults(entry: Mapping[str, Any]) -> list[str]:
    titles, texts = entry.get("title"), entry.get("text")
    if not isinstance(titles, dict) or not isinstance(texts, dict):
        return ["title and text are needed in both languages"]
    missing = [
        f"{what} in {language}"
        for what, words in (("title", titles), ("text", texts))
        for language in LANGUAGES
        if not str(words.get(language) or "").strip()
    ]
    if missing:
        return [f"no {', no '.join(missing)}"]
    return [*_wrong_values(texts), *_wrong_situation(entry.get("for")), *_wrong_length(texts)]


def _wrong_values(texts: Mapping[str, str]) -> list[str]:
    try:
        named = {language: placeholders(texts[language]) for language in LANGUAGES}
    except ValueError as error:
        return [str(error)]
    unknown = frozenset().union(*named.values()) - {*FROM_CASE, *TO_FILL_IN}
    faults = [f"nothing is known as {', '.join(sorted(unknown))}"] if unknown else []
    if len(set(named.values())) > 1:
        faults.append("the languages name different values")
    return faults


def _wrong_situation(fits: Any) -> list[str]:
    if fits in (EVERYBODY, ORDINARY):
        return []
    if isinstance(fits, list) and fits and set(fits) <= set(CODES):
        return []
    return [f"for: {fits!r} is neither {EVERYBODY}, {ORDINARY} nor a list of flags"]


def _wrong_length(texts: Mapping[str, str]) -> list[str]:
    return [f"longer than {LONGEST} signs in {one}" for one in LANGUAGES if len(texts[one]) > LONGEST]
