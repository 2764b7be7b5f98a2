"""Why a candidate may not be promoted, in words: of each reason's code and figures one sentence."""

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal, format_percent

from bot.phrases.interface import known, worded
from bot.staff.shown import page_language, worded_code

PERCENT = {"de": "#,##0.#\u00a0%", "en": "#,##0.#%"}


def percent(share: float | None, language: str | None = None) -> str:
    """ "92,8 %" in the reader's language; a dash where there is none."""
    language = language or page_language()
    return "–" if share is None else format_percent(share, locale=language, format=PERCENT[language])


def decimal(value: float, language: str | None = None) -> str:
    """With two digits at most."""
    return format_decimal(value, format="#,##0.##", locale=language or page_language())


def reason_words(reason: Mapping[str, Any]) -> str:
    """In the language of this page; a code nobody wrote words for is shown as it is."""
    language, code = page_language(), str(reason["code"])
    path = f"comparison.reasons.{code}"
    if "part" in reason:
        path = f"{path}_{reason['part']}"
    return worded(language)(path, **_worded(reason, language)) if known(path) else code


def _worded(reason: Mapping[str, Any], language: str) -> dict[str, Any]:
    values = dict(reason)
    for name in ("before", "after", "ratio"):
        if name in values and reason["code"] == "slower":
            values[name] = decimal(values[name], language)
        elif name in values:
            values[name] = percent(values[name], language)
    if "margin" in values:
        values["margin"] = percent(values["margin"], language)
    if "intent" in values:
        values["intent"] = worded_code(values["intent"], "wishes")
    if "flag" in values:
        values["flag"] = worded_code(values["flag"], "flags")
    if "why" in values:
        values["why"] = worded_code(values["why"], "comparison.not_played")
    if "failures" in values:
        values["names"] = "; ".join(values["failed"])
    return values
