"""A simulated telephone network that speaks Twilio's protocol to any application: calls, texts, REST."""

from carrier.clock import RealClock, VirtualClock
from carrier.errors import CarrierError, NotPossible
from carrier.network import Network
from carrier.owner import Owner
from carrier.voice.call import Call
from carrier.voice.script import Step, connected, give_up, hears, left, talk, then
from carrier.voice.transcript import Utterance
from carrier.web.transport import WsgiTransport

__all__ = [
    "Call",
    "CarrierError",
    "Network",
    "NotPossible",
    "Owner",
    "RealClock",
    "Step",
    "Utterance",
    "VirtualClock",
    "WsgiTransport",
    "connected",
    "give_up",
    "hears",
    "left",
    "talk",
    "then",
]
