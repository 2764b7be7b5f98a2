"""Text as both databases take it, so that nothing a caller says can make a statement fail."""

import re
from hashlib import sha256

PLAIN_ID = re.compile(r"[\w:.-]{1,80}", re.ASCII)


def storable(text: str) -> str:
    """Without NUL (PostgreSQL refuses it) and lone surrogates (no UTF-8 can hold them)."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def storable_id(request_id: str) -> str:
    """The id itself, or its digest when it is too long or quotes words, which may be a caller's."""
    if PLAIN_ID.fullmatch(request_id):
        return request_id
    return sha256(request_id.encode("utf-8", "surrogatepass")).hexdigest()
