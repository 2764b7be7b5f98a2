"""What one participant of a conference hears alone: music on hold, or an announcement."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from carrier.errors import DeliveryFailed, TwimlError
from carrier.twiml.document import Problem, Verb, read_answer
from carrier.twiml.speech import inner_xml, plain_words, seconds_to_say
from carrier.voice.parameters import call_parameters
from carrier.voice.participant import Participant
from carrier.voice.transcript import Utterance

if TYPE_CHECKING:
    from carrier.switchboard import Switchboard

_ALLOWED = ("Play", "Say", "Pause", "Redirect")
_SILENT = 13238
# A document that takes no time and leads to itself would be asked for without end.
_MOST_WITHOUT_TIME = 50


class Aside:
    """Plays in the network's own time, until the document ends or it is `still` called for no more."""

    def __init__(self, participant: Participant, board: "Switchboard", still: Callable[[], bool]) -> None:
        self._participant = participant
        self._board = board
        self._still = still
        self._without_time = 0

    def play(self, url: str, method: str) -> None:
        """Begin, once the request that asked for it is answered."""
        self._board.agenda.add(lambda: self._fetch(url, method))

    def hear(self, name: str, url: str) -> None:
        """Something that is no speech."""
        now = self._board.clock.now()
        self._participant.note(Utterance(f"♪ {name}", url, "", "", False, now, kind="music"))

    def _fetch(self, url: str, method: str) -> None:
        if not self._still():
            return
        try:
            self._without_time += 1
            if self._without_time > _MOST_WITHOUT_TIME:
                raise TwimlError(0, "what is played on hold leads to itself and takes no time")
            self._perform(self._verbs(url, method), url)
        except (DeliveryFailed, TwimlError) as failure:
            self._problem(failure.code, failure.text, "error")

    def _verbs(self, url: str, method: str) -> Sequence[Verb]:
        state, room = self._participant.call, self._participant.conference
        params = call_parameters(state, self._board.account_sid)
        params |= {"ConferenceSid": room.sid, "FriendlyName": room.name} if room else {}
        exchange = self._board.courier.deliver(self._board.request(url, method, params, "media"))
        state.exchanges.append(exchange)
        if exchange.content_type.startswith("audio/"):
            self.hear(urlsplit(url).path.rpartition("/")[2], url)
            return ()
        return read_answer(exchange.body, exchange.content_type).verbs

    def _perform(self, verbs: Sequence[Verb], url: str) -> None:
        if not verbs or not self._still():
            return
        verb, rest = verbs[0], verbs[1:]
        if verb.name == "Redirect":
            self.play(
                urljoin(urldefrag(url).url, verb.text) if verb.text else url, verb.get("method", "POST")
            )
            return
        seconds = self._take(verb, url)
        self._without_time = 0 if seconds else self._without_time
        self._board.agenda.add(lambda: self._perform(rest, url), seconds)

    def _take(self, verb: Verb, url: str) -> float:
        """Lets it be heard; how long it takes."""
        if verb.name == "Say":
            words, now = plain_words(verb.element), self._board.clock.now()
            voice, language = verb.get("voice", "man"), verb.get("language", "en-US")
            said = Utterance(words, inner_xml(verb.element), language, voice, False, now)
            self._participant.note(said)
            return seconds_to_say(words)
        if verb.name == "Play":
            self.hear(urlsplit(verb.text).path.rpartition("/")[2], urljoin(url, verb.text))
        elif verb.name == "Pause":
            return float(verb.number("length", 1))
        else:
            self._problem(_SILENT, f"<{verb.name}> may stand neither in music on hold nor in an announcement")
        return 0.0

    def _problem(self, code: int, text: str, level: str = "warning") -> None:
        problem = Problem(code, text, "error" if level == "error" else "warning")
        self._participant.call.problems.append(problem)
        self._board.report(problem.level, f"{code}: {text}")


def hold(participant: Participant, board: "Switchboard", url: str, method: str) -> None:
    """Plays the application's document, or Twilio's music, for as long as this hold lasts."""
    this = participant.on_hold = object()
    aside = Aside(participant, board, lambda: participant.leg_open and participant.on_hold is this)
    if url:
        aside.play(url, method)
    else:
        aside.hear("hold music", "")


def announce(participant: Participant, board: "Switchboard", url: str, method: str) -> None:
    """Plays the application's document once, for as long as the participant is in the conference."""
    Aside(participant, board, lambda: participant.leg_open).play(url, method)
