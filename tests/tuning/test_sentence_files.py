"""Sentences go into the files as text and come out again; nothing else in them changes."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.errors import NotPossible
from bot.tuning import delicate_file, list_file, nlu_file
from bot.tuning.sentences import one_line
from bot.understanding.delicate.examples import KINDS, read_examples
from bot.understanding.delicate.flags import CODES

ROOT = Path(__file__).parents[2]
WORDS = st.text(min_size=1, max_size=60).map(one_line).filter(bool)
INTENTS, LANGUAGES = ("repeat", "affirm", "order_status"), ("de", "en")
ENDS = st.sampled_from(["\n", "\r\n"])
COMMENTS = st.sampled_from(["", "# a comment\n", "\n", "  # indented: 'comment'\n\n"])


def read(text: str) -> Any:
    return YAML(typ="safe").load(text)


@st.composite
def nlu_texts(draw: st.DrawFn) -> str:
    """As people write it: comments and blank lines anywhere, both kinds of line ends, perhaps no last one."""
    text = draw(COMMENTS) + 'version: "3.1"\n\nnlu:\n'
    for intent in INTENTS:
        for language in LANGUAGES:
            said = draw(st.lists(WORDS, max_size=4))
            text += (
                f"{draw(COMMENTS)}- intent: {intent}\n  metadata:\n    language: {language}\n  examples: |\n"
            )
            text += "".join(f"    - {one}\n" for one in said or ["one"]) + draw(st.sampled_from(["", "\n"]))
    return ended(text, draw(ENDS), draw(st.booleans()))


@st.composite
def delicate_texts(draw: st.DrawFn) -> str:
    text = draw(COMMENTS)
    for language in LANGUAGES:
        text += f"{language}:\n"
        for kind in draw(st.sets(st.sampled_from(["hint", "clear", "acute", "not"]), min_size=1)):
            said = draw(st.lists(WORDS, min_size=1, max_size=4))
            text += f"  {kind}: |\n" + "".join(f"    - {one}\n" for one in said)
        text += draw(st.sampled_from(["", "\n", "# between\n"]))
    return ended(text, draw(ENDS), draw(st.booleans()))


def ended(text: str, end: str, last: bool) -> str:
    return (text if last else text.rstrip("\n")).replace("\n", end)


def added(before: str, after: str) -> list[str]:
    """The lines that are new, all in one place; fails if anything else differs, line ends too."""
    end = "\r\n" if "\r\n" in before else "\n"
    assert after.count("\n") == after.count(end)
    # A file without a last line end gets one before the new line.
    old, new = (text.removesuffix(end).split(end) for text in (before, after))
    at = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    fresh = new[at : at + len(new) - len(old)]
    assert new[:at] + new[at + len(fresh) :] == old
    return [line.strip(" ") for line in fresh]


@settings(deadline=None)
@given(nlu_texts(), st.sampled_from(INTENTS), st.sampled_from(LANGUAGES), WORDS)
def test_an_example_is_added_as_the_last_of_its_block_and_nothing_else_changes(
    text: str, intent: str, language: str, sentence: str
) -> None:
    after = nlu_file.with_example(text, intent, language, sentence)
    assert added(text, after) == [f"- {sentence}"]
    want = read(text)
    block = next(
        one for one in want["nlu"] if (one["intent"], one["metadata"]["language"]) == (intent, language)
    )
    block["examples"] = f"{block['examples'].rstrip(chr(10))}\n- {sentence}\n"
    assert stripped(read(after)) == stripped(want)


def stripped(loaded: Any) -> Any:
    """Where a block ends the file or is followed by a blank line, its last line end may differ."""
    return [(one["intent"], one["metadata"], one["examples"].rstrip("\n")) for one in loaded["nlu"]]


@settings(deadline=None)
@given(nlu_texts(), st.sampled_from(INTENTS), st.sampled_from(LANGUAGES), WORDS)
def test_an_example_put_in_and_taken_out_leaves_the_file_as_it_was(
    text: str, intent: str, language: str, sentence: str
) -> None:
    known = next(b.sentences for b in nlu_file.blocks(text) if (b.intent, b.language) == (intent, language))
    after = nlu_file.without_example(
        nlu_file.with_example(text, intent, language, sentence), intent, language, sentence
    )
    if sentence not in known:
        assert after in (text, text + "\n", text + "\r\n")


@settings(deadline=None)
@given(nlu_texts())
def test_blocks_are_what_yaml_reads(text: str) -> None:
    found = [(one.intent, {"language": one.language}, one.sentences) for one in nlu_file.blocks(text)]
    loaded = [(*one[:2], tuple(said(one[2]))) for one in stripped(read(text))]
    assert found == loaded


def said(block: str) -> list[str]:
    return [line.removeprefix("- ") for line in block.split("\n") if line.strip()]


@settings(deadline=None)
@given(delicate_texts(), st.sampled_from(LANGUAGES), st.sampled_from(KINDS), WORDS)
def test_a_delicate_sentence_is_added_to_its_level_made_if_need_be(
    text: str, language: str, kind: str, sentence: str
) -> None:
    after = delicate_file.with_sentence(text, language, kind, sentence)
    made = kind not in read(text)[language]
    assert added(text, after) == [*([f"{kind}: |"] if made else []), f"- {sentence}"]
    want = {(la, ki): said(block) for la, kinds in read(text).items() for ki, block in kinds.items()}
    want.setdefault((language, kind), []).append(sentence)
    assert {(la, ki): said(b) for la, ks in read(after).items() for ki, b in ks.items()} == want
    assert set(delicate_file.sentences(after)) == {
        (la, ki, one) for (la, ki), all_ in want.items() for one in all_
    }


@settings(deadline=None)
@given(delicate_texts(), st.sampled_from(LANGUAGES), WORDS)
def test_a_delicate_sentence_put_in_and_taken_out_leaves_the_file_as_it_was(
    text: str, language: str, sentence: str
) -> None:
    for kind in read(text)[language]:
        if sentence not in said(read(text)[language][kind]):
            put = delicate_file.with_sentence(text, language, kind, sentence)
            after = delicate_file.without_sentence(put, language, kind, sentence)
            assert after in (text, text + "\n", text + "\r\n")


@settings(deadline=None)
@given(st.lists(st.text(max_size=40).map(one_line).filter(bool)), WORDS)
@example([], "null")
@example([], "yes: no # comment \\ \" '")
def test_a_test_sentence_is_read_back_as_it_was_said(known: list[str], sentence: str) -> None:
    text = "".join(f"- {list_file.quoted(one)}\n" for one in known)
    after = list_file.with_item(text, list_file.quoted(sentence))
    assert read(after) == [*known, sentence]
    assert after.startswith(text)
    if sentence not in known:
        assert list_file.without_item(after, list_file.quoted(sentence)) == text


@settings(deadline=None)
@given(st.text())
def test_whatever_a_caller_said_is_one_line_that_rasa_reads_as_plain_words(text: str) -> None:
    line = one_line(text)
    assert line == " ".join(line.split())
    assert not nlu_file.EXAMPLE.fullmatch("    " + line)
    assert "[+" not in line


# --- the project's own files ---


@pytest.mark.parametrize("path", ["data/nlu.yml", "data/nlu/service.yml"])
def test_the_files_we_teach_with_keep_every_byte_but_the_new_line(path: str) -> None:
    before = (ROOT / path).read_bytes().decode()
    for block in list(nlu_file.blocks(before))[:6]:
        after = nlu_file.with_example(before, block.intent, block.language, "ganz neu und fremd")
        assert added(before, after) == ["- ganz neu und fremd"]
        assert nlu_file.without_example(after, block.intent, block.language, "ganz neu und fremd") == before


@pytest.mark.parametrize("code", CODES)
def test_the_delicate_files_keep_every_byte_and_are_read_as_the_gate_reads_them(
    code: str, tmp_path: Path
) -> None:
    before = (ROOT / delicate_file.path_of(code, exam=True)).read_bytes().decode()
    for language in LANGUAGES:
        line = delicate_file.line_of("ganz neu", ["fraud"] if code != "fraud" else [])
        after = delicate_file.with_sentence(before, language, "acute", line)
        for name in CODES:
            (tmp_path / f"{name}.yml").write_text(after if name == code else "de: {}\n")
        new = [one for one in read_examples(tmp_path) if one.text == "ganz neu"]
        assert [(one.about, one.flags[code], one.language) for one in new] == [(code, "acute", language)]
        assert (
            delicate_file.without_sentence(after, language, "acute", line).replace("  acute: |\n", "")
            == before
        )


def test_what_no_file_has_a_place_for_is_refused() -> None:
    with pytest.raises(NotPossible):
        nlu_file.with_example("nlu:\n", "unknown", "de", "x")
    with pytest.raises(NotPossible):
        delicate_file.with_sentence("de:\n  hint: |\n    - x\n", "en", "hint", "x")
    with pytest.raises(NotPossible):
        delicate_file.with_sentence("de:\n  hint: |\n    - x\n", "de", "loud", "x")
