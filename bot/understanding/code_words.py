"""What callers say about a code instead of saying it: it has not come, send it elsewhere, a new one."""

from typing import Literal, cast

from bot.understanding.topic_words import topic_in

CodeWish = Literal["missing", "elsewhere", "email", "sms", "new"]


def about_code(text: str, language: str) -> CodeWish | None:
    """What is wrong with the code or wished of it; None when the words are not about it.

    What is wrong comes first: "no text has come, try my e-mail".
    """
    return cast(CodeWish | None, topic_in("code", text, language))
