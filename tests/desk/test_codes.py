"""Every code that can come out of the data has words at the desk, and no words are left over."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.desk.blocks_facts import FIELD_OF
from bot.desk.blocks_flags import SIGNALS
from bot.handover import need
from bot.handover.back_off import NotReached
from bot.handover.deadlines import OF_AN_ORDER, OF_THE_DIALOGUE
from bot.handover.do_dont import ALWAYS, OF_FLAG
from bot.handover.expert_calls import LIVE
from bot.handover.experts import HERE
from bot.handover.next_steps import OF_FLAG as STEPS
from bot.handover.outcomes import CallOutcome, WaitOutcome
from bot.handover.priority import P1_REASONS, P2_REASONS, SKILLS, SKILLS_BY_REASON
from bot.handover.promises import PromiseOutcome
from bot.handover.waits import CHANNELS, OPEN, ORDER
from bot.phrases.catalogue import entries
from bot.phrases.interface import codes, words
from bot.shop.authentication import Level
from bot.shop.models import OrderStatus
from bot.staff.known_skills import known_skills
from bot.understanding.delicate.flags import CODES, LEVELS
from tests.builders import NOW

ROOT = Path(__file__).resolve().parents[2]
# In these calls the reason, the kind of case or the phrase is given by name.
ASKS_FOR_A_PERSON = {"hand_over", "offer_person", "for_person", "_give_up", "request"}
NAME = re.compile(r"^[a-z0-9_]+$")


def strings_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _called(node) in ASKS_FOR_A_PERSON:
            yield from (
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            )


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def reasons_given() -> set[str]:
    """What the dialogue and the hotline name when they ask for a person."""
    files = [*(ROOT / "actions").rglob("*.py"), *(ROOT / "bot" / "conversation").rglob("*.py")]
    files += [*(ROOT / "bot" / "handover").rglob("*.py"), *(ROOT / "bot" / "channels").rglob("*.py")]
    found = {name for file in files for name in strings_in(file) if NAME.match(name)}
    return {name for name in found if not name.startswith("utter_")}


def intents() -> set[str]:
    domain = YAML(typ="safe").load((ROOT / "domain.yml").read_text("utf-8"))
    return {one if isinstance(one, str) else next(iter(one)) for one in domain["intents"]}


def missing(table: str, wanted: Iterable[str]) -> set[str]:
    return set(wanted) - set(codes(table))


def test_every_reason_somebody_is_asked_for_has_words() -> None:
    given = reasons_given()
    assert len(given) > 80
    assert given - set(codes("reasons")) - set(codes("kinds")) == set()


def test_the_reasons_that_weigh_more_have_words() -> None:
    assert missing("reasons", {*P1_REASONS, *P2_REASONS, *SKILLS_BY_REASON, *CODES}) == set()
    assert missing("kinds", {*SKILLS, "person", "claim", "callback", "withdrawal", "delicate"}) == set()


def test_every_wish_has_words() -> None:
    named = set(entries("de")["wishes"])  # type: ignore[arg-type]
    assert missing("wishes", intents() | named) == set()


def test_every_need_that_can_be_guessed_has_words() -> None:
    source = (ROOT / "bot" / "handover" / "need.py").read_text("utf-8")
    tree = ast.parse(source)
    returned = {
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and node.value.value
    }
    flagged = {need.FLAG_NEEDS[code](need.Situation("x", NOW.date(), flag=code)) for code in CODES}
    assert missing("needs", {str(code) for code in returned} | flagged) == set()


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("flags", CODES),
        ("levels", LEVELS),
        ("signals", SIGNALS),
        ("do_dont", {*ALWAYS, "dont_authenticate_first", *(line for of in OF_FLAG.values() for line in of)}),
        ("next_steps", {step for of in STEPS.values() for step in of}),
        ("deadlines", {*OF_AN_ORDER, *OF_THE_DIALOGUE, "tell_officer", "tell_authority", "privacy_request"}),
        ("deadlines", {"set_by_caller", "promised_callback", "promised_answer"}),
        ("facts", FIELD_OF),
        ("known_how", {"spoken", "keyed", "typed", "looked_up", "confirmed"}),
        ("order_statuses", [status.value for status in OrderStatus]),
        ("order_known_by", {"verified", "named", "caller_number"}),
        ("outcomes", [*(one.value for one in CallOutcome), *(one.value for one in WaitOutcome)]),
        ("wait_statuses", {*OPEN, "over"}),
        ("call_statuses", {*LIVE, "over"}),
        ("staff_statuses", {*HERE, "off"}),
        ("skills", known_skills()),
        ("channels", CHANNELS),
        ("priorities", ORDER),
        ("auth_levels", [*(level.value for level in Level), "A3"]),
        ("promise_outcomes", [one.value for one in PromiseOutcome]),
        ("not_reached", [one.value for one in NotReached]),
        ("note_kinds", {"note", "passed_on", "bridge_died", "callback_not_reached", "callback_ended"}),
        ("roles", {"agent", "lead", "ops", "admin"}),
    ],
)
def test_every_code_of_the_data_has_words(table: str, wanted: Iterable[str]) -> None:
    assert missing(table, wanted) == set()


@pytest.mark.parametrize("language", ["de", "en"])
def test_words_are_short_enough_to_be_read_at_a_glance(language: str) -> None:
    tables = words(language)["codes"]
    short = {name: of for name, of in tables.items() if name not in ("needs", "do_dont")}
    assert [word for of in short.values() for word in of.values() if len(word) > 48] == []
    assert [word for name in ("needs", "do_dont") for word in tables[name].values() if len(word) > 80] == []
