"""The conference caller and expert meet in, as TwiML; whoever leaves it ends it: nobody stays alone."""

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
        end_conference_on_exit=True,
        wait_url="",
        participant_label=label,
    )
    response.append(dial)
