"""The words of a PDF as our contracts are made: deflated pages, one subset font with a map to Unicode."""

import re
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SHOWN = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
MAPPED = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", re.IGNORECASE)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_words(content: bytes) -> str:
    """All text in the order drawn, without any blanks, which justified lines turn into gaps."""
    streams = [_inflated(found[1]) for found in STREAM.finditer(content)]
    glyphs = dict(_glyphs(b"\n".join(stream for stream in streams if b"beginbf" in stream)))
    shown = (piece[1] for stream in streams if b" Tf" in stream for piece in SHOWN.finditer(stream))
    return "".join(_decoded(piece, glyphs) for piece in shown).replace(" ", "")


def _inflated(stream: bytes) -> bytes:
    """Deflated or not; without its checksum, whose last byte may look like the end of a line."""
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _glyphs(table: bytes) -> list[tuple[int, str]]:
    pairs = ((found[1], found[2]) for found in MAPPED.finditer(table))
    return [(int(glyph, 16), bytes.fromhex(text.decode()).decode("utf-16-be")) for glyph, text in pairs]


def _decoded(piece: bytes, glyphs: dict[int, str]) -> str:
    raw = ESCAPED.sub(lambda found: ESCAPES.get(found[1], found[1]), piece)
    codes = (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
    return "".join(glyphs.get(code, "\N{REPLACEMENT CHARACTER}") for code in codes)
