"""The `hotline` command starts at once and says what is wrong without a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

from bot.running.ports import free_port

HOTLINE = Path(sys.executable).with_name("hotline")


def hotline(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TWILIO")}
    return subprocess.run(
        [HOTLINE, *words],
        env={**environ, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


LISTING = """
import sys, bot.cli
sys.argv = ["hotline", "--help"]
try:
    bot.cli.main()
except SystemExit:
    print(sorted(name for name in sys.modules if name.partition(".")[0] in ("bot", "sqlalchemy", "flask")))
"""


def test_help_lists_the_parts_without_importing_them() -> None:
    done = subprocess.run([sys.executable, "-c", LISTING], capture_output=True, text=True, check=True)
    assert "understand" in done.stdout
    assert done.stdout.splitlines()[-1] == "['bot', 'bot.cli', 'bot.errors']"


def test_bad_settings_end_the_start_with_one_message_that_names_them_all(tmp_path: Path) -> None:
    done = hotline("run", DATA_DIR=str(tmp_path), PORT="eighty", TIMEZONE="Berlin")
    assert done.returncode == 2
    assert "PORT: 'eighty' is not a number" in done.stderr
    assert "TIMEZONE: 'Berlin' is not a time zone" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_phone_says_so_when_there_is_no_carrier(tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    done = hotline("phone", "--carrier", nowhere, DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert nowhere in done.stderr
    assert "Traceback" not in done.stderr


def test_commands_beside_a_running_hotline_use_its_addresses(tmp_path: Path) -> None:
    carrier = f"http://127.0.0.1:{free_port()}"
    running = {"rasa": None, "actions": None, "now": None, "started_at": None, "carrier": carrier}
    (tmp_path / "run.json").write_text(json.dumps(running))
    assert carrier in hotline("phone", DATA_DIR=str(tmp_path)).stderr
