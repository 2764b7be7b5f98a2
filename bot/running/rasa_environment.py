"""How Rasa is called, and the variables that keep Rasa quiet, quick and to itself."""

from pathlib import Path

RASA_ENVIRON = {
    "RASA_TELEMETRY_ENABLED": "false",
    "LOG_LEVEL": "WARNING",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # One sentence is too little work to share: more threads make a parse slower, and starve the others.
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def rasa_command(root: Path, *words: str) -> tuple[str, ...]:
    """A command line of Rasa's, run by its own interpreter."""
    return (str(root / ".venv-rasa" / "bin" / "python"), "-m", "bot.running.rasa_quietly", *words)
