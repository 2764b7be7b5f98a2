"""The server's part in front of the actions: it sends the codes the dialogue asks for."""

from actions.wiring import Hotline
from bot.shop.codes.port import CodeRequest
from tests.actions.caller import Answer
from tests.actions.conftest import NOW


def sent_code(answer: Answer, hotline: Hotline, conversation: str = "call-1") -> str:
    """The code that this answer has the server send."""
    request = next(request["send_code"] for request in answer.requests if "send_code" in request)
    wanted = CodeRequest(conversation, request["customer_id"], request["channel"])
    return hotline.shop.codes.issue(wanted, at=NOW).code


def wrong(code: str) -> str:
    """Another code than this."""
    return f"{(int(code) + 1) % 10**6:06d}"
