"""The models' page: what serves, trying out, promoting, going back, and the history, for those who may."""

from pathlib import Path
from typing import Any

import pytest

from bot.tuning.versions import Serving
from bot.wiring_handover import ROOT
from tests.console.hall import ConsoleHall

SENTENCES = {"sentences": {"de": 120, "en": 118}, "commit": "abc1234567"}


class Models(ConsoleHall):
    """Two versions whose files are there; nothing was compared."""

    def __init__(self, folder: Path) -> None:
        # The checkout, but for its models.
        root = folder / "checkout"
        (root / "models").mkdir(parents=True)
        for part in ("data", "bot", "actions", "domain.yml", "config.yml", "tests"):
            (root / part).symlink_to(ROOT / part)
        super().__init__(folder, root=root)
        self.one, self.two = (self.version(root, name) for name in ("one", "two"))
        self.house.models.versions.switch("started", self.one)

    def version(self, root: Path, name: str) -> int:
        """One more, with its files."""
        for file in (f"{name}.tar.gz", f"gate-{name}.npz"):
            (root / "models" / file).touch()
        return self.house.models.versions.add(name, f"gate-{name}", "olga", SENTENCES, f"note of {name}")

    @property
    def serving(self) -> Serving:
        """What answers."""
        serving = self.house.models.versions.now()
        assert serving
        return serving

    def do(self, who: str, deed: str, **fields: Any) -> Any:
        """A form of the page as they see it now."""
        fields = {"seen": self.serving.switch_id, **fields}
        return self.browser(who).post(f"/console/models/{deed}", fields)

    def page(self, path: str = "", who: str = "olga") -> str:
        """What stands there."""
        answer = self.browser(who).get(f"/console/models{path}")
        assert answer.status_code == 200, answer.text
        return str(answer.text)


@pytest.fixture
def hall(tmp_path: Path) -> Models:
    return Models(tmp_path)


OVERRULED = {"override": "1", "reason": "weil die Prüfung hier irrt"}


def test_the_page_says_what_serves_and_what_it_was_made_from(hall: Models) -> None:
    page = hall.page()
    assert "v1" in page
    assert "beantwortet alle neuen Gespräche" in page
    assert "120 deutsche und 118 englische Sätze" in page
    assert "abc1234567" in page
    assert "v1 kam mit dem ersten Start in den Dienst" in page
    assert "note of two" in page


def test_a_hotline_without_versions_has_a_page_too(tmp_path: Path) -> None:
    empty = ConsoleHall(tmp_path)
    answer = empty.browser().get("/console/models")
    assert (answer.status_code, "noch keine Hotline" in answer.text) == (200, True)


@pytest.mark.parametrize("who", ["arne", "lena"])
def test_only_those_who_tune_see_it(hall: Models, who: str) -> None:
    assert hall.browser(who).get("/console/models").status_code == 403
    assert hall.do(who, "rollback").status_code == 403


def test_ops_are_refused_with_the_reason_and_admins_may_overrule(hall: Models) -> None:
    page = hall.page(f"/{hall.two}")
    assert "Das darf nur ein Administrator übergehen" in page
    assert "/promote" not in page
    assert hall.do("olga", f"{hall.two}/promote").status_code == 409
    assert hall.do("olga", f"{hall.two}/promote", **OVERRULED).status_code == 403
    assert hall.serving.live.id == hall.one
    assert "/promote" in hall.page(f"/{hall.two}", "ada")
    assert hall.do("ada", f"{hall.two}/promote", override="1", reason="kurz").status_code == 409
    assert hall.do("ada", f"{hall.two}/promote", **OVERRULED).status_code == 303
    assert hall.serving.live.id == hall.two
    assert hall.rasa.warmed == ["two"]
    page = hall.page()
    for words in ("v2 freigegeben", "Ada", "Prüfung übergangen", "weil die Prüfung hier irrt"):
        assert words in page


def test_back_is_one_click(hall: Models) -> None:
    assert "Zurück zu" not in hall.page()
    hall.do("ada", f"{hall.two}/promote", **OVERRULED)
    assert "Zurück zu v1" in hall.page()
    assert hall.do("olga", "rollback").status_code == 303
    assert hall.serving.live.id == hall.one
    assert ("olga", "model_rolled_back", f"model:{hall.one}") in hall.audited()


def test_a_double_click_does_no_harm(hall: Models) -> None:
    seen = hall.serving.switch_id
    hall.do("ada", f"{hall.two}/promote", **OVERRULED)
    assert hall.do("ada", f"{hall.two}/promote", **OVERRULED, seen=seen).status_code == 409
    assert len(hall.house.models.versions.history()) == 2


def test_a_form_that_says_not_what_was_seen_is_refused(hall: Models) -> None:
    assert hall.do("ada", f"{hall.two}/promote", **OVERRULED, seen="").status_code == 409


def test_a_version_is_tried_out_and_the_trial_stopped(hall: Models) -> None:
    assert hall.do("ada", f"{hall.two}/canary", share="10", **OVERRULED).status_code == 303
    assert (hall.serving.canary and hall.serving.canary.id, hall.serving.share) == (hall.two, 0.1)
    page = hall.page()
    for words in ("v2 bei 10\u00a0% in Erprobung", "beantwortet 90\u00a0% der neuen Gespräche", "Gespräche"):
        assert words in page
    assert hall.do("olga", "canary/share", share="12,5").status_code == 303
    assert hall.serving.share == 0.125
    assert hall.do("olga", "canary/stop").status_code == 303
    assert hall.serving.canary is None


@pytest.mark.parametrize("share", ["", "0", "100", "viel", "-3", "nan"])
def test_a_share_that_is_none_is_refused(hall: Models, share: str) -> None:
    assert hall.do("ada", f"{hall.two}/canary", share=share, **OVERRULED).status_code == 409
    assert hall.serving.canary is None


def test_what_is_gone_cannot_come_into_service(hall: Models, tmp_path: Path) -> None:
    (tmp_path / "checkout" / "models" / "two.tar.gz").unlink()
    assert "Datei gelöscht" in hall.page()
    assert "/promote" not in hall.page(f"/{hall.two}", "ada")
    hall.rasa.missing.add("two")
    assert hall.do("ada", f"{hall.two}/promote", **OVERRULED).status_code == 409
    assert hall.serving.live.id == hall.one


def test_a_returned_canary_says_why(hall: Models) -> None:
    hall.do("ada", f"{hall.two}/canary", share="50", **OVERRULED)
    talks = [hall.talk(f"bad {place}", model_version=hall.two) for place in range(12)]
    for talk in talks:
        hall.say(talk, "hallo", failure="DialogueUnavailable", model_version=hall.two)
    assert "12" in hall.page()
    hall.house.models.watch.work()
    page = hall.page()
    assert "Erprobung von selbst beendet; v1 beantwortet alles" in page
    assert "12 von 12 Gesprächen" in page


def test_both_languages_have_all_words(hall: Models) -> None:
    hall.do("ada", f"{hall.two}/canary", share="50", **OVERRULED)
    with hall.engine.begin() as db:
        db.exec_driver_sql("""UPDATE staff SET interface = '{"language": "en"}'""")
    for page in (hall.page(), hall.page(f"/{hall.two}", "ada")):
        assert "models." not in page.replace("/console/models", "")
