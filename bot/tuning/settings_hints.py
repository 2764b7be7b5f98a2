"""What the speech recogniser should listen for, as a form: a list of words in each language."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.current import Current
from bot.tuning.settings_area import Area
from bot.tuning.settings_form import Answered, Answers, Field, Files, Group, Part, Wanted, own
from bot.understanding.speech_hints import LANGUAGES, PLACE, current_hints, read_hints

# What the carrier takes: words in one attribute, separated by commas.
MOST, LONGEST = 500, 100
FEWEST = 1


class HintsArea(Area):
    """data/speech_hints.yml"""

    name = "hints"
    files = (PLACE,)

    def parts(self, now: Files) -> Sequence[Part]:
        """A part for each kind of answer."""
        return [Part(kind, own(f"hints.kinds.{kind}")) for kind in now[PLACE]["de"]]

    def groups(self, now: Files, part: str) -> Sequence[Group]:
        """A word or a few of them a line."""
        fields = tuple(
            Field(
                language,
                "textarea",
                "\n".join(now[PLACE][language].get(part, [])),
                own(f"prompts.languages.{language}"),
                more={"lang": language, "rows": "14"},
            )
            for language in LANGUAGES
        )
        title = own(f"hints.kinds.{part}")
        return [Group(title, fields, own("hints.hint"))]

    def wanted(self, now: dict[str, Any], part: str, answers: Answers) -> Wanted:
        """Each once, as short as the carrier takes them."""
        given = Answered(answers)
        for language in LANGUAGES:
            words = list(dict.fromkeys(given.lines(language)))
            for word in words:
                if "," in word or len(word) > LONGEST:
                    given.fault(language, "hint_form", word=word[:LONGEST], n=str(LONGEST))
            if not FEWEST <= len(words) <= MOST:
                given.fault(language, "hint_count", low=str(FEWEST), high=str(MOST))
            now[PLACE][language][part] = words
        return Wanted(now, tuple(given.faults))

    def read(self, root: Path) -> None:
        """The server's reader."""
        read_hints(root / PLACE)

    def watches(self) -> Sequence[Current[Any]]:
        """The server's."""
        return [current_hints()]
