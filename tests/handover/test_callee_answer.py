"""What the answer of somebody who is called back means; the most careful reading wins."""

import pytest

from bot.conversation.state import Heard
from bot.handover.callee_answer import Meaning, answer_of
from bot.understanding.delicate.flags import Flag


def flag(code: str, confidence: float = 0.9, level: str = "clear", seen_by: str = "model") -> Flag:
    return Flag(code, level, code, seen_by, confidence)  # type: ignore[arg-type]


def meaning(text: str, *flags: Flag) -> Meaning:
    return answer_of(Heard(text), "de", lambda words, language: flags).meaning


def test_keys_and_silence() -> None:
    nothing = lambda words, language: ()  # noqa: E731
    assert answer_of(Heard(keys="1"), "de", nothing).meaning is Meaning.YES
    assert answer_of(Heard(keys="2"), "de", nothing).meaning is Meaning.NO
    assert answer_of(Heard(keys="7"), "de", nothing).meaning is Meaning.UNCLEAR
    assert answer_of(Heard(), "de", nothing).meaning is Meaning.SILENT


@pytest.mark.parametrize("code", ["bereavement", "illness", "safety_injury"])
def test_bad_news_is_distress_whatever_else_is_said(code: str) -> None:
    assert meaning("ja, aber hier ist gerade etwas passiert", flag(code)) is Meaning.DISTRESS


@pytest.mark.parametrize("level", ["hint", "request"])
def test_a_mere_hint_is_not(level: str) -> None:
    assert meaning("ja aber machen Sie schnell", flag("illness", level=level)) is Meaning.YES


def test_other_situations_are_for_the_expert() -> None:
    found = answer_of(Heard("ja aber ich bin sauer"), "de", lambda text, language: (flag("anger"),))
    assert (found.meaning, [one.code for one in found.flags]) == (Meaning.YES, ["anger"])


def test_a_plain_answer_is_not_left_to_the_gate() -> None:
    assert meaning("nein ich bin gerade im Auto", flag("crisis", 0.64)) is Meaning.NO


def test_somebody_elses_death_is_no_crisis_of_ones_own() -> None:
    both = flag("crisis", 0.97), flag("illness", 0.99)
    assert meaning("es geht zu Ende mit ihm", *both) is Meaning.DISTRESS


def test_a_crisis_comes_before_all() -> None:
    sure = flag("crisis", 0.99, seen_by="both")
    assert meaning("mein Mann ist gestorben, ich will nicht mehr leben", sure) is Meaning.CRISIS
    assert meaning("ich halte es nicht mehr aus", flag("crisis", 0.99)) is Meaning.CRISIS


def test_nothing_of_a_machine_is_taken_for_a_callers_words() -> None:
    found = answer_of(Heard("Mailbox von Trauerhilfe"), "de", lambda text, language: (flag("bereavement"),))
    assert (found.meaning, found.flags) == (Meaning.MAILBOX, ())
