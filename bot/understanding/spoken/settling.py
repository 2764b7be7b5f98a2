"""Which of overlapping or corrected finds stand."""

from collections.abc import Iterable

from bot.understanding.spoken.hearing import Find, Hearing


def settled(hearing: Hearing, finds: Iterable[Find]) -> tuple[Find, ...]:
    """Finds in order without overlaps: the expected kind first, then the surer, then the longer."""
    taken = [False] * len(hearing.words)
    kept: list[Find] = []
    for find in sorted(finds, key=lambda find: _rank(hearing, find)):
        if not any(taken[find.start : find.end]):
            taken[find.start : find.end] = [True] * (find.end - find.start)
            kept.append(find)
    return _corrected(hearing, sorted(kept, key=lambda find: find.start))


def _rank(hearing: Hearing, find: Find) -> tuple[bool, float, int, int]:
    return (not hearing.expects(find.name), -find.score, find.start - find.end, find.start)


def _corrected(hearing: Hearing, finds: list[Find]) -> tuple[Find, ...]:
    """ "am Montag, nein, am Dienstag": only the later stands; what was taken back is no reading of it."""
    kept: list[Find] = []
    for find in finds:
        before = kept[-1] if kept else None
        if before and before.name == find.name and _only_correction(hearing, before.end, find.start):
            kept.pop()
        kept.append(find)
    return tuple(kept)


def _only_correction(hearing: Hearing, start: int, end: int) -> bool:
    corrections = hearing.table("speech", "corrections")
    around = (
        hearing.table("speech", "fillers"),
        hearing.table("speech", "bridges"),
        hearing.table("calendar", "lead_in"),
    )
    marked = any(corrections.at(hearing.words, at) for at in range(start, end))
    return marked and hearing.skip(start, corrections, *around, signs=".,-–…!") >= end
