"""The TwiML interpreter: fetches documents and plays them, verb by verb, until it must wait or the call ends.

The interpreter is a generator. It yields what the call listens for and is sent what the caller does; closing
it is hanging up.
"""

from collections.abc import Callable, Generator
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from carrier.errors import DeliveryFailed, TwimlError
from carrier.switchboard import Switchboard
from carrier.twiml.document import Document, Problem, Verb, played, read_answer
from carrier.voice.dial import dial
from carrier.voice.gather import gather
from carrier.voice.listening import Input, Listening
from carrier.voice.parameters import call_parameters
from carrier.voice.progress import set_status
from carrier.voice.prompts import APPLICATION_ERROR, prompt
from carrier.voice.record import record
from carrier.voice.state import CallState, Target
from carrier.voice.transcript import Entry, Utterance
from carrier.web.exchange import Exchange, Purpose

# More documents in a row without the caller having a say means that the application runs in circles.
MOST_DOCUMENTS_UNASKED = 50
NOT_SUPPORTED = 0  # not one of Twilio's codes: this simulator cannot do it

# Passes something to the interpreter from outside, when the line is free and if it is still true then.
Interject = Callable[[Input, Callable[[], bool]], None]
Playing = Generator[Listening, Input, "Target | str | None"]


class Flow:
    """Plays one call; its final status is the generator's result."""

    def __init__(
        self, state: CallState, board: Switchboard, interject: Interject, tell_news: Callable[[], None]
    ) -> None:
        self.state = state
        self.board = board
        self.interject = interject
        self._tell_news = tell_news
        self._document_url = ""
        self._unasked = 0

    def run(self, target: Target) -> Generator[Listening, Input, str]:
        """Plays from `target` on; returns the status the call ends with."""
        following: Target | str | None = target
        while isinstance(following, Target):
            current = following
            try:
                document = self._fetch(current)
                following = yield from self._perform(document)
            except (DeliveryFailed, TwimlError) as failure:
                following = self._after_failure(current, failure)
        if following is None and self.state.afterwards is not None and not self.state.over:
            return (yield from self.state.afterwards(self))
        return following or "completed"

    def hear(self, utterance: Utterance) -> None:
        """Lets the caller hear something."""
        self.state.transcript.add(utterance)

    def overhear(self, entry: Entry) -> None:
        """Notes what others do, in the middle of this call's waiting."""
        self.state.transcript.add(entry)
        self._tell_news()

    def note(self, problem: Problem) -> None:
        """Writes down what Twilio's debugger would show."""
        self.state.problems.append(problem)
        self.board.report(problem.level, f"{problem.code}: {problem.text}", self._document_url)

    def note_failure(self, code: int, text: str) -> None:
        """Writes down an error."""
        self.note(Problem(code, text, "error"))

    def resolve(self, link: str) -> str:
        """The absolute URL of a link in the current document; without a link, the document itself."""
        absolute = urljoin(urldefrag(self._document_url).url, link) if link else self._document_url
        if not absolute.startswith(("http://", "https://")):
            code = 11100 if self._document_url else 15004
            raise TwimlError(code, f"{link!r} is not an absolute address and there is none to complete it")
        return absolute

    def parameters(self) -> dict[str, str]:
        """The parameters every request of this call carries."""
        return call_parameters(self.state, self.board.account_sid)

    def send(self, url: str, method: str, params: dict[str, str], purpose: Purpose) -> Exchange:
        """Asks the application and logs the exchange. Raises DeliveryFailed."""
        request = replace(self.board.request(url, method, params, purpose), cookies=self.state.cookies)
        try:
            exchange = self.board.courier.deliver(request)
        except DeliveryFailed as failure:
            self.state.exchanges.append(failure.exchange)
            raise
        self.state.exchanges.append(exchange)
        return exchange

    def _fetch(self, target: Target) -> Document:
        if target.document is not None:
            self._document_url = target.url
            return self._accepted(target.document)
        self._unasked += 1
        if self._unasked > MOST_DOCUMENTS_UNASKED:
            raise TwimlError(NOT_SUPPORTED, "the application redirects without ever letting the caller speak")
        exchange = self.send(target.url, target.method, self.parameters() | target.extra, "voice")
        self._document_url = exchange.request.url
        return self._accepted(_as_document(exchange))

    def _accepted(self, document: Document) -> Document:
        for problem in document.problems:
            self.note(problem)
        rejected = bool(document.verbs) and document.verbs[0].name == "Reject"
        if self.state.status in ("queued", "ringing") and not rejected:
            set_status(self.state, self.board, "in-progress")
        return document

    def _perform(self, document: Document) -> Playing:
        for verb in document.verbs:
            following = yield from self._play(verb)
            if following is not None:
                return following
        return None

    def _play(self, verb: Verb) -> Playing:
        match verb.name:
            case "Say" | "Play" | "Pause":
                return (yield from self._prompt(verb))
            case "Gather":
                self._unasked = 0
                return (yield from gather(self, verb))
            case "Record":
                self._unasked = 0
                return (yield from record(self, verb))
            case "Dial":
                self._unasked = 0
                return (yield from dial(self, verb))
            case "Redirect":
                return Target(self.resolve(verb.text), verb.get("method", "POST"))
            case "Hangup":
                return "completed"
            case "Reject":
                return self._reject(verb)
        raise TwimlError(NOT_SUPPORTED, f"<{verb.name}> is not supported by this simulator")

    def _prompt(self, verb: Verb) -> Playing:
        yield from prompt(self, verb, None)
        while verb.attributes.get("loop") == "0":
            yield Listening("endless", speech=False, keys=False, timeout=0)
        return None

    def _reject(self, verb: Verb) -> str:
        if self.state.status == "in-progress":
            return "completed"
        return "busy" if verb.get("reason") == "busy" else "no-answer"

    def _after_failure(self, failed: Target, failure: DeliveryFailed | TwimlError) -> Target | str:
        self.note_failure(failure.code, failure.text)
        if self.state.over:
            return self.state.status
        fallback = self.state.handlers.fallback_url
        if fallback and not failed.is_fallback:
            url = failed.url or self._document_url
            return Target(fallback, extra={"ErrorCode": str(failure.code), "ErrorUrl": url}, is_fallback=True)
        if self.state.status != "in-progress":
            set_status(self.state, self.board, "in-progress")
        now = self.board.clock.now()
        self.hear(Utterance(APPLICATION_ERROR, APPLICATION_ERROR, "en-US", "man", False, now, kind="error"))
        return "completed"


def _as_document(exchange: Exchange) -> Document:
    if exchange.content_type.startswith("audio/"):
        return Document((played(exchange.url),))
    return read_answer(exchange.body, exchange.content_type)
