"""Passwords are strong, legible, and never kept."""

import re

import pytest

from bot.staff.passwords import first_password, hashed, matches


def test_a_first_password_can_be_read_out() -> None:
    assert re.fullmatch(r"([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}", first_password())


def test_no_two_are_alike() -> None:
    assert len({first_password() for _ in range(500)}) == 500


def test_what_is_stored_is_an_argon2_hash_that_only_the_password_opens() -> None:
    stored = hashed("sjy4-9qre")
    assert stored.startswith("$argon2id$")
    assert "sjy4" not in stored
    assert (matches(stored, "sjy4-9qre"), matches(stored, "sjy4-9qrf"), matches(stored, "")) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("broken", ["", "x", "$argon2id$v=19$"])
def test_a_broken_hash_opens_to_nobody(broken: str) -> None:
    assert matches(broken, "x") is False
