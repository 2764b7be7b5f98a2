"""How many parts a text message is sent in, which is what it costs."""

GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWO_PLACES = frozenset("^{}\\[~]|€\f")


def segments(text: str) -> int:
    """At least one; a single sign outside the GSM alphabet makes parts of 70 instead of 160."""
    if set(text) <= GSM7 | TWO_PLACES:
        return _parts(len(text) + sum(sign in TWO_PLACES for sign in text), 160, 153)
    return _parts(len(text.encode("utf-16-be")) // 2, 70, 67)


def _parts(length: int, alone: int, joined: int) -> int:
    return 1 if length <= alone else -(-length // joined)
