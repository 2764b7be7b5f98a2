"""Every error the simulated carrier raises on purpose, in one tree.

CarrierError
├ TwimlError          the document cannot be played; carries Twilio's code
├ DeliveryFailed      a webhook could not be fetched; carries Twilio's code and the exchange
├ RestRefused         a REST request is answered with Twilio's error body
└ NotPossible         the phone cannot do this now (the call is over, the message is too long)
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carrier.web.exchange import Exchange


class CarrierError(Exception):
    """Anything the carrier knows how to talk about."""


class TwimlError(CarrierError):
    """A document, or one of its verbs, that Twilio would not play."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


class DeliveryFailed(CarrierError):
    """A webhook got no usable answer; `exchange` is what was sent and received, if anything was."""

    def __init__(self, code: int, text: str, exchange: "Exchange") -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        self.exchange = exchange


class RestRefused(CarrierError):
    """A REST request refused with an HTTP status and one of Twilio's codes."""

    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.status = status
        self.code = code
        self.text = text


class NotPossible(CarrierError):
    """The phone cannot do this in its present state."""
