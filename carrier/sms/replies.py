"""Reads the messages an application answers a text with, following its redirects."""

from urllib.parse import urldefrag, urljoin

from carrier.errors import DeliveryFailed, TwimlError
from carrier.switchboard import Switchboard
from carrier.twiml.document import Verb, read_answer
from carrier.web.exchange import Exchange

MOST_REDIRECTS = 10


def read_replies(
    board: Switchboard, log: list[Exchange], url: str, method: str, params: dict[str, str]
) -> list[dict[str, str]]:
    """The replies as body, media, to, from, statusCallback, source. Raises DeliveryFailed, TwimlError."""
    replies: list[dict[str, str]] = []
    for _ in range(MOST_REDIRECTS):
        exchange = _ask(board, log, url, method, params)
        document = read_answer(exchange.body, exchange.content_type, side="messaging")
        for problem in document.problems:
            board.report(problem.level, f"{problem.code}: {problem.text}", url)
        base = urldefrag(exchange.request.url).url
        replies += [_reply(verb, base) for verb in document.verbs if verb.name == "Message"]
        redirect = next((verb for verb in document.verbs if verb.name == "Redirect"), None)
        if redirect is None:
            return replies
        url, method = urljoin(base, redirect.text), redirect.get("method", "POST")
    raise TwimlError(11215, f"more than {MOST_REDIRECTS} <Redirect> in a row")


def _ask(board: Switchboard, log: list[Exchange], url: str, method: str, params: dict[str, str]) -> Exchange:
    try:
        exchange = board.courier.deliver(board.request(url, method, params, "sms"))
    except DeliveryFailed as failure:
        log.append(failure.exchange)
        raise
    log.append(exchange)
    return exchange


def _reply(verb: Verb, base: str) -> dict[str, str]:
    bodies = [child.text for child in verb.children if child.name == "Body"]
    media = sum(child.name == "Media" for child in verb.children)
    own_text = (verb.element.text or "").strip()
    callback = verb.get("statusCallback")
    return {
        "body": "\n".join(bodies) or own_text,
        "media": str(media),
        "to": verb.get("to"),
        "from": verb.get("from"),
        "statusCallback": urljoin(base, callback) if callback else "",
        "source": base,
    }
