"""The people at the desk: made-up names, skills as in data/routing.yml."""

from dataclasses import dataclass
from typing import Any

PASSWORD = "ein stiller Morgen im Lager"


@dataclass(frozen=True)
class Colleague:
    """One of the staff, whose password is everybody's."""

    id: str
    name: str
    phone: str
    skills: tuple[str, ...] = ("care", "any")
    languages: tuple[str, ...] = ("de", "en")
    level: int = 2
    role: str = "agent"

    def row(self) -> dict[str, Any]:
        """As the hotline keeps them."""
        skills, languages = list(self.skills), list(self.languages)
        who = {"name": self.name, "role": self.role, "level": self.level}
        return {**who, "skills": skills, "languages": languages}


EVA = Colleague("eva", "Eva Weber", "+4915170000001", ("care", "any", "care_estate", "fraud"), level=3)
JONAS = Colleague("jonas", "Jonas Brandt", "+4915170000002", ("care", "any", "fraud", "product_care"))
AYLIN = Colleague("aylin", "Aylin Kaya", "+4915170000003", ("care", "product_care"), ("de",), 1)
MIRA = Colleague("mira", "Mira Lindner", "+4915170000004", ("care", "supervisor"), level=3, role="lead")
# Has no phone at the desk: text threads only.
NORA = Colleague("nora", "Nora Yılmaz", "+4915170000005", ("care", "any", "billing_care"))
EVERYBODY = (EVA, JONAS, AYLIN, MIRA, NORA)
