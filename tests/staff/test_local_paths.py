"""After signing in nobody is led away from our own pages."""

import pytest

from bot.staff.local_paths import is_staff_path, local_path


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/queue", "/desk/cases/h1?tab=x", "/staff/settings", "/console/"]
)
def test_our_own_pages(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "https://evil.example/desk/",
        "//evil.example/desk/",
        "///evil.example/desk",
        "/\\evil.example/desk",
        "\\\\evil.example/desk",
        "/desk\\..\\x",
        "javascript:alert(1)",
        "desk/queue",
        " /desk/queue",
        "/desk/../twilio/voice",
        "/desk/\r\nSet-Cookie: a=b",
        "/desk/\t/x",
        "/deskx",
        "/phone",
        "/documents/token",
        "/desk/" + "x" * 600,
        "http:/desk/queue",
    ],
)
def test_nowhere_else(path: str | None) -> None:
    assert local_path(path) is None


def test_below_the_public_path() -> None:
    assert local_path("/line/desk/queue", "/line") == "/line/desk/queue"
    assert local_path("/desk/queue", "/line") is None
    assert local_path("/linex/desk/queue", "/line") is None


@pytest.mark.parametrize(
    ("path", "ours"), [("/desk", True), ("/desk/x", True), ("/deskwork", False), ("/twilio/desk", False)]
)
def test_what_belongs_to_the_staff(path: str, ours: bool) -> None:
    assert is_staff_path(path) is ours
