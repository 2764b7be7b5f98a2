"""A simulated telephone network that speaks Twilio's protocol to any application: calls, texts, REST."""

from carrier.clock import RealClock, VirtualClock
from carrier.errors import CarrierError, NotPossible
from carrier.network import Network
from carrier.voice.call import Call
from carrier.voice.transcript import Utterance
from carrier.web.transport import WsgiTransport

__all__ = [
    "Call",
    "CarrierError",
    "Network",
    "NotPossible",
    "RealClock",
    "Utterance",
    "VirtualClock",
    "WsgiTransport",
]
