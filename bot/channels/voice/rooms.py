"""The conference caller and expert meet in, as TwiML; whoever leaves it ends it: nobody stays alone.

A colleague who is asked in, or a coach, comes and goes without ending it.
"""

from dataclasses import dataclass

from twilio.twiml.voice_response import Dial, VoiceResponse

from bot.conversation.state import Room


def into_room(response: VoiceResponse, room: Room, after: str, label: str) -> None:
    """Put this call through; `after` (absolute URL) is asked when it comes out again.

    The star key lets an expert out. No beep, no music: the room is quiet until both are there.
    """
    expert = label == "expert"
    dial = Dial(action=after, method="POST", hangup_on_star=expert)
    dial.conference(
        room.name,
        beep="false",
        start_conference_on_enter=True,
        end_conference_on_exit=room.ends or not expert,
        wait_url="",
        participant_label=label,
    )
    response.append(dial)


@dataclass(frozen=True)
class Beside:
    """Somebody beside a talk: the conference, their own name in it, and whom alone a coach is heard by."""

    room: str
    label: str
    coached: str | None = None


def beside(response: VoiceResponse, seat: Beside, after: str) -> None:
    """Into a talk that goes on, and out of it by the star key, or when it is over."""
    dial = Dial(action=after, method="POST", hangup_on_star=True)
    coach = {"coach": seat.coached} if seat.coached else {}
    dial.conference(
        seat.room,
        beep="false",
        start_conference_on_enter=True,
        end_conference_on_exit=False,
        wait_url="",
        participant_label=seat.label,
        **coach,
    )
    response.append(dial)
