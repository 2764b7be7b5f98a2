"""A JSON body's fields, each read with its type or refused."""

import json
from typing import Any, Dict, List, Optional, Sequence

from bot.errors import RequestRefused

MAX_BODY = 256_000
MAX_TEXTS = 32
MAX_ENTITIES = 64


class BodyRefused(RequestRefused):
    """The body is not one of the contract; the message says why and never quotes what the caller said."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


class Fields:
    """The fields of one JSON object; every method raises BodyRefused."""

    def __init__(self, body: bytes) -> None:
        if len(body) > MAX_BODY:
            raise BodyRefused(f"the body is larger than {MAX_BODY} bytes", 413)
        try:
            fields = json.loads(body)
        except (ValueError, RecursionError):
            raise BodyRefused("the body is not JSON") from None
        if not isinstance(fields, dict):
            raise BodyRefused("the body is not a JSON object")
        self._fields = fields

    def text(self, name: str) -> str:
        """A text; half characters (lone surrogates) are replaced, no store takes them."""
        value = self._fields.get(name)
        if not isinstance(value, str):
            raise BodyRefused(f"{name}: not a text")
        return value.encode("utf-8", "replace").decode()

    def optional_text(self, name: str) -> Optional[str]:
        """A text, or None where it is missing."""
        return None if self._fields.get(name) is None else self.text(name)

    def identifier(self, name: str) -> str:
        """A printable text of 1 to 255 characters."""
        value = self.text(name)
        if not 0 < len(value) <= 255 or not value.isprintable():
            raise BodyRefused(f"{name}: not an identifier of 1 to 255 characters")
        return value

    def word(self, name: str, allowed: Sequence[str]) -> str:
        """One of the allowed words."""
        value = self.text(name)
        if value not in allowed:
            raise BodyRefused(f"{name}: none of {', '.join(allowed)}")
        return value

    def share(self, name: str) -> float:
        """A number from 0 to 1; 1 where it is missing."""
        value = self._fields.get(name, 1.0)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise BodyRefused(f"{name}: not a number between 0 and 1")
        return float(value)

    def texts(self, name: str) -> List[str]:
        """At least one text."""
        values = self._list(name, MAX_TEXTS)
        if not values or not all(isinstance(value, str) for value in values):
            raise BodyRefused(f"{name}: not a list of 1 to {MAX_TEXTS} texts")
        return [value.encode("utf-8", "replace").decode() for value in values]

    def entities(self, name: str) -> List[Dict[str, Any]]:
        """Objects with at least a name and a value; none where the field is missing."""
        values = self._list(name, MAX_ENTITIES)
        if not all(isinstance(v, dict) and isinstance(v.get("name"), str) and "value" in v for v in values):
            raise BodyRefused(f"{name}: not a list of objects with name and value")
        return values

    def facts(self, name: str) -> Dict[str, Any]:
        """An object; empty where it is missing."""
        value = self._fields.get(name) or {}
        if not isinstance(value, dict):
            raise BodyRefused(f"{name}: not an object")
        return value

    def _list(self, name: str, longest: int) -> List[Any]:
        value = self._fields.get(name) or []
        if not isinstance(value, list) or len(value) > longest:
            raise BodyRefused(f"{name}: not a list of at most {longest}")
        return value
