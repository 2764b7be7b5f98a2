"""Which kind of answer the dialogue waits for, told from the slot it asked for.

In this order: a response's own `metadata: {expecting: …}`; slots named `confirm_*` want yes or no; slots
named `*_text` want free text; those that end in the name of a kind (`new_postcode`, `pin_code`) want that
kind; a slot filled from an entity wants that entity, one filled from text wants text; any other slot is named
for what it wants.
"""

from typing import Any, Dict, List, Optional

Mapping = Dict[str, Any]
# Longer names first: a phone number is no "number".
KINDS = ("phone_number", "article_number", "postcode", "quantity", "email", "code", "date", "time", "city")


def expecting(slot: Optional[str], mappings: List[Mapping]) -> Optional[str]:
    """An entity name, "yes_no", "text", or None when nothing particular is asked for."""
    if slot is None:
        return None
    if slot.startswith("confirm_"):
        return "yes_no"
    if slot.endswith("_text"):
        return "text"
    kind = next((kind for kind in KINDS if slot.endswith(f"_{kind}")), None)
    return kind or _from_mappings(mappings) or slot


def _from_mappings(mappings: List[Mapping]) -> Optional[str]:
    for mapping in mappings:
        if mapping.get("type") == "from_entity":
            return str(mapping["entity"])
    return "text" if any(mapping.get("type") == "from_text" for mapping in mappings) else None
