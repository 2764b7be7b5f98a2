"""How long a text message is as the carrier counts it: GSM-7 where all signs allow it, else UCS-2. Pure."""

from dataclasses import dataclass
from typing import Literal

# 3GPP TS 23.038: one septet each, and those of the extension table, which take two.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
# Signs in a message of one part, and in each part of a longer one.
GSM, UCS = (160, 153), (70, 67)


@dataclass(frozen=True)
class Length:
    """`characters` as people count them, `parts` as they are paid for."""

    characters: int
    parts: int
    alphabet: Literal["GSM-7", "UCS-2"]


def length_of(text: str) -> Length:
    """Of a message as it goes out."""
    if all(sign in BASIC or sign in EXTENDED for sign in text):
        units = sum(2 if sign in EXTENDED else 1 for sign in text)
        return Length(len(text), _parts(units, *GSM), "GSM-7")
    units = len(text.encode("utf-16-le")) // 2
    return Length(len(text), _parts(units, *UCS), "UCS-2")


def _parts(units: int, alone: int, joined: int) -> int:
    if units <= alone:
        return 1 if units else 0
    return -(-units // joined)
