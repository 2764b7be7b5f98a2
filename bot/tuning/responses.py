"""What the dialogue says, read from domain.yml and changed in place there."""

import hashlib
from collections.abc import Mapping

from bot.errors import NotPossible, NotThere, TooLate
from bot.tuning.data_files import DataFiles, Edit
from bot.tuning.domain_text import (
    PATH,
    Domain,
    Response,
    Wording,
    read_domain,
    with_text_message,
    with_texts,
    without_wording,
)
from bot.tuning.git_repository import Author
from bot.tuning.response_draft import Line, ResponseDraft

KIND = "responses"


class Responses:
    """All of them, and one saved at a time; every save is one change of `files`."""

    def __init__(self, files: DataFiles) -> None:
        self._files = files

    def domain(self) -> Domain:
        """The file as it is now; raises NotPossible when it cannot be read."""
        return read_domain(self._files.read(PATH) or "")

    def one(self, name: str) -> Response:
        """Raises NotThere."""
        found = self.domain().responses.get(name)
        if found is None:
            raise NotThere("response")
        return found

    def save(self, name: str, texts: Mapping[str, str], seen: str, person: Author) -> int:
        """The change's id; raises TooLate if it is not as it was `seen`, NotPossible if it may not be."""
        domain = self.domain()
        response = domain.responses.get(name)
        if response is None or version_of(response) != seen:
            raise TooLate("file_changed")
        draft = ResponseDraft(response, texts)
        if not draft.may_be_said:
            raise NotPossible("wording")
        after = _saved(domain, name, draft)
        return self._files.write(
            KIND, name, [Edit(PATH, domain.text, after)], person, f"Word {name} differently"
        )


def version_of(response: Response) -> str:
    """Changes with every word of it."""
    said = [(one.place, one.channel, one.language, one.wording, one.text) for one in response.wordings]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def _saved(domain: Domain, name: str, draft: ResponseDraft) -> str:
    """First the texts, then what comes and goes; after each step the places are read anew."""
    kept = {line.wording: line.text for line in draft.changed if line.text and not line.added}
    domain = read_domain(with_texts(domain, kept))
    for line in draft.changed:
        if line.added:
            response = domain.responses[name]
            wording = _again(response, line)
            domain = read_domain(with_text_message(domain, response, wording, line.text))
    # From the last to the first: the places of the others stay.
    for line in reversed([line for line in draft.changed if not line.text]):
        domain = read_domain(without_wording(domain, _again(domain.responses[name], line)))
    return domain.text


def _again(response: Response, line: Line) -> Wording:
    """The same wording where it stands now."""
    return next(one for one in response.wordings if one.place == line.wording.place)
