"""Which kind of answer the dialogue waits for, told from the slot it asked for.

In this order: a response's own `metadata: {expecting: …}`; slots named `confirm_*` want yes or no; slots
named `*_text` want free text; a slot filled from an entity wants that entity, one filled from text wants
text; any other slot is named for what it wants.
"""

from typing import Any, Dict, List, Optional

Mapping = Dict[str, Any]


def expecting(slot: Optional[str], mappings: List[Mapping]) -> Optional[str]:
    """An entity name, "yes_no", "text", or None when nothing particular is asked for."""
    if slot is None:
        return None
    if slot.startswith("confirm_"):
        return "yes_no"
    if slot.endswith("_text"):
        return "text"
    return _from_mappings(mappings) or slot


def _from_mappings(mappings: List[Mapping]) -> Optional[str]:
    for mapping in mappings:
        if mapping.get("type") == "from_entity":
            return str(mapping["entity"])
    return "text" if any(mapping.get("type") == "from_text" for mapping in mappings) else None
