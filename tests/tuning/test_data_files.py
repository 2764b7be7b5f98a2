"""Files that are tuned are changed by one way: checked, all or nothing, remembered, committed, taken back."""

import stat
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.errors import NotPossible, NotThere, TooLate
from bot.tuning.data_files import Edit
from tests.tuning.checkout import PERSON, Checkout, checkout

NLU, RULES = "data/nlu.yml", "data/rules.yml"
BEFORE = "# head\nnlu:\n" + "".join(f"- sentence {n}\n" for n in range(30))
AFTER = BEFORE.replace("- sentence 5\n", "- sentence 5\n- hällo\n")


@pytest.fixture
def place(tmp_path: Path) -> Checkout:
    return checkout(tmp_path, {NLU: BEFORE, RULES: "rules: []\n", "README.md": "read\n"})


def write(place: Checkout, *edits: Edit, message: str = "Teach one sentence") -> int:
    return place.files.write("sentences", "repeat", edits or [Edit(NLU, BEFORE, AFTER)], PERSON, message)


def test_the_file_is_changed_and_the_change_remembered(place: Checkout) -> None:
    change = place.files.one(write(place))
    assert place.text(NLU) == AFTER
    assert (change["kind"], change["area"], change["files"], change["staff_id"]) == (
        "sentences", "repeat", [NLU], PERSON.id,
    )  # fmt: skip
    assert [line for line in change["diff"].splitlines() if line.startswith("+")] == [
        f"+++ b/{NLU}",
        "+- hällo",
    ]


def test_it_is_committed_with_its_author_and_nothing_else_that_lies_about(place: Checkout) -> None:
    place.put("README.md", "staged\n")
    place.git("add", "README.md")
    place.put(RULES, "rules: [dirty]\n")
    place.put("data/new.yml", "untracked\n")
    change = place.files.one(write(place))
    assert place.git("log", "-1", "--format=%an <%ae>|%s").strip() == (
        "Olga Pérez <staff-1@staff.invalid>|Teach one sentence"
    )
    assert place.git("show", "--format=", "--name-only").split() == [NLU]
    assert change["fault"] is None
    assert place.git("rev-parse", "HEAD").startswith(change["revision"])
    assert place.git("status", "--porcelain").splitlines() == [
        "M  README.md",
        f" M {RULES}",
        "?? data/new.yml",
    ]


def test_a_file_that_changed_meanwhile_is_left_alone(place: Checkout) -> None:
    write(place)
    with pytest.raises(TooLate, match="file_changed"):
        write(place, Edit(NLU, BEFORE, "other"))
    assert place.text(NLU) == AFTER


def test_of_two_files_both_are_changed_or_none(place: Checkout) -> None:
    with pytest.raises(TooLate):
        write(place, Edit(NLU, BEFORE, AFTER), Edit(RULES, "something else\n", "rules: [x]\n"))
    assert place.text(NLU) == BEFORE


def test_when_the_change_cannot_be_remembered_the_files_stay_as_they_were(place: Checkout) -> None:
    @event.listens_for(place.engine, "commit")
    def fail(_db: object) -> None:
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        write(place, Edit(NLU, BEFORE, AFTER), Edit("data/fresh.yml", None, "x: 1\n"))
    event.remove(place.engine, "commit", fail)
    assert place.text(NLU) == BEFORE
    assert not (place.root / "data/fresh.yml").exists()
    assert place.files.history() == []


def test_a_new_file_is_made_and_committed_and_goes_again(place: Checkout) -> None:
    change_id = write(place, Edit("tests/nlu/values/de.yml", None, "- x\n"))
    assert place.git("show", "--format=", "--name-only").split() == ["tests/nlu/values/de.yml"]
    place.files.undo(change_id, PERSON)
    assert not (place.root / "tests/nlu/values/de.yml").exists()
    assert place.git("status", "--porcelain") == ""


def test_a_change_is_taken_back_though_the_file_went_on(place: Checkout) -> None:
    first = write(place)
    later = AFTER.replace("- sentence 25\n", "- sentence 25\n- later\n").replace(
        "# head\n", "# head\n# more\n"
    )
    write(place, Edit(NLU, AFTER, later))
    place.files.undo(first, PERSON)
    assert place.text(NLU) == later.replace("- hällo\n", "")


def test_a_change_is_taken_back_once_and_may_be_made_again(place: Checkout) -> None:
    first = write(place)
    back = place.files.undo(first, PERSON)
    place.files.undo(back, PERSON)
    assert place.text(NLU) == AFTER
    with pytest.raises(TooLate, match="already_undone"):
        place.files.undo(first, PERSON)
    assert place.text(NLU) == AFTER


def test_what_was_changed_again_at_the_same_place_is_not_taken_back(place: Checkout) -> None:
    first = write(place)
    write(place, Edit(NLU, AFTER, AFTER.replace("hällo", "hallo")))
    with pytest.raises(TooLate, match="file_changed"):
        place.files.undo(first, PERSON)


def test_what_no_longer_exists_is_not_taken_back(place: Checkout) -> None:
    first = write(place)
    (place.root / NLU).unlink()
    with pytest.raises(TooLate, match="file_changed"):
        place.files.undo(first, PERSON)
    with pytest.raises(NotThere):
        place.files.undo(99, PERSON)


@pytest.mark.parametrize(
    "path",
    [
        "../x.yml",
        "data/../bot/app.yml",
        "bot/app.py",
        "/etc/x.yml",
        "data/x.py",
        "var/x.yml",
        "data/out/x.yml",
    ],
)
def test_nothing_but_data_is_changed(place: Checkout, path: str, tmp_path: Path) -> None:
    (place.root / "data/out").symlink_to(tmp_path)
    with pytest.raises(NotPossible, match="not_a_data_file"):
        write(place, Edit(path, None, "x"))


def test_a_change_that_changes_nothing_is_none(place: Checkout) -> None:
    with pytest.raises(NotPossible, match="nothing_changed"):
        write(place, Edit(NLU, BEFORE, BEFORE))


def test_rights_and_line_ends_stay(place: Checkout) -> None:
    place.put("data/dos.yml", "a: 1\r\nb: 2")
    (place.root / "data/dos.yml").chmod(0o640)
    change_id = write(place, Edit("data/dos.yml", place.files.read("data/dos.yml"), "a: 1\r\nb: 3"))
    assert place.text("data/dos.yml") == "a: 1\r\nb: 3"
    assert stat.S_IMODE((place.root / "data/dos.yml").stat().st_mode) == 0o640
    place.files.undo(change_id, PERSON)
    assert place.text("data/dos.yml") == "a: 1\r\nb: 2"


# --- where git is no help ---


def test_without_a_repository_the_change_is_remembered_all_the_same(tmp_path: Path) -> None:
    place = checkout(tmp_path, {NLU: BEFORE}, repository=False)
    change = place.files.one(write(place))
    assert (place.text(NLU), change["revision"], change["fault"]) == (AFTER, None, None)


def test_a_folder_inside_another_repository_is_none(place: Checkout) -> None:
    inner = place.root / "inner"
    inner.mkdir()
    made = checkout(inner, {NLU: BEFORE}, repository=False)
    write(made)
    assert place.git("log", "--oneline").count("\n") == 1


def test_a_locked_repository_leaves_the_change_written_and_the_next_one_commits_both(place: Checkout) -> None:
    lock = place.root / ".git/index.lock"
    lock.touch()
    first = write(place)
    assert place.files.one(first)["fault"] == "locked"
    lock.unlink()
    second = write(place, Edit(NLU, AFTER, BEFORE + "- end\n"))
    assert place.files.one(first)["revision"] == place.files.one(second)["revision"] is not None
    assert place.git("status", "--porcelain") == ""


def test_a_hook_may_refuse(place: Checkout) -> None:
    hook = place.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    change = place.files.one(write(place, Edit("data/fresh.yml", None, "x: 1\n")))
    assert (change["fault"], change["revision"]) == ("refused", None)
    assert place.git("status", "--porcelain").strip() == "?? data/fresh.yml"


def test_what_somebody_else_left_in_the_file_is_not_committed_in_their_stead(place: Checkout) -> None:
    place.put(NLU, "# mine\n" + BEFORE)
    change = place.files.one(write(place, Edit(NLU, "# mine\n" + BEFORE, "# mine\n" + AFTER)))
    assert (change["fault"], place.text(NLU)) == ("dirty", "# mine\n" + AFTER)
    assert place.git("log", "--oneline").count("\n") == 1


def test_nothing_is_committed_in_the_middle_of_a_merge(place: Checkout) -> None:
    (place.root / ".git/MERGE_HEAD").write_text(place.git("rev-parse", "HEAD"))
    assert place.files.one(write(place))["fault"] == "busy"


def test_a_checkout_that_knows_nobody_is_committed_to_by_its_author(
    place: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(place.root))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    subprocess.run(
        ["git", "--git-dir", f"{place.root}/.git", "config", "--remove-section", "user"], check=True
    )
    assert place.files.one(write(place))["fault"] is None
    monkeypatch.delenv("GIT_DIR")
    assert place.git("log", "-1", "--format=%cn").strip() == "Olga Pérez"


# --- elsewhere ---


@pytest.mark.parametrize("how", ["apply", "am"])
def test_the_patch_makes_the_same_of_another_checkout(place: Checkout, tmp_path: Path, how: str) -> None:
    (tmp_path / "other").mkdir()
    other = checkout(tmp_path / "other", {NLU: BEFORE, RULES: "rules: []\n"})
    first = write(place, message="Lehre Sätze\n\nFrom here\ndiff --git a/x b/x")
    second = write(place, Edit(NLU, AFTER, AFTER + "- no end"), Edit("data/fresh.yml", None, "x: ü\n"))
    patch = tmp_path / "changes.patch"
    patch.write_text(place.files.patch([second, first]))
    other.git(how, str(patch))
    assert other.text(NLU) == AFTER + "- no end"
    assert other.text("data/fresh.yml") == "x: ü\n"
    if how == "am":
        assert other.git("log", "-2", "--format=%s").splitlines()[1] == "Lehre Sätze"


def test_history_is_newest_first_and_of_one_area(place: Checkout) -> None:
    write(place)
    place.files.write("settings", "hours", [Edit(RULES, "rules: []\n", "rules: [1]\n")], PERSON, "Hours")
    assert [change["message"] for change in place.files.history()] == ["Hours", "Teach one sentence"]
    assert [change["message"] for change in place.files.history("settings", "hours")] == ["Hours"]
    assert place.files.history("settings", "other") == []
