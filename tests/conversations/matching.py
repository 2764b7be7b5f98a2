"""Gives everybody who wants something a thing of his own, if that can be done at all."""

from collections.abc import Mapping, Sequence


class Matching:
    """As many as possible hold a thing they like; what comes out depends on the likings alone."""

    def __init__(self, likes: Mapping[str, Sequence[str]]) -> None:
        self._likes = likes
        self._holder: dict[str, str] = {}
        # Who goes without, and who holds what he would have liked, or could have been moved to.
        self.without: dict[str, frozenset[str]] = {}
        # Whoever has the least choice chooses first: then hardly anybody has to be moved.
        for who in sorted(likes, key=lambda who: (len(likes[who]), who)):
            tried: set[str] = set()
            if not self._settle(who, tried):
                self.without[who] = frozenset(self._holder[thing] for thing in tried)

    @property
    def held(self) -> dict[str, str]:
        """Everybody's thing."""
        return {who: thing for thing, who in self._holder.items()}

    def _settle(self, who: str, tried: set[str]) -> bool:
        """Find him a thing, if need be by moving its holder on to another (an augmenting path)."""
        for thing in self._likes[who]:
            if thing in tried:
                continue
            tried.add(thing)
            if thing not in self._holder or self._settle(self._holder[thing], tried):
                self._holder[thing] = who
                return True
        return False
