"""Whether the optional sentence encoder can run here."""

import subprocess

from benchmarks.intents.sentences import ROOT
from benchmarks.stock.training import RASA_PYTHON

WEIGHTS = ROOT / "models" / "sentence-encoder"
_ASK = "import importlib.util, sys; sys.exit(importlib.util.find_spec('transformers') is None)"


def encoder_is_here() -> bool:
    """Weights where configs/sentence-encoder.yml says, and the library in Rasa's environment."""
    return WEIGHTS.is_dir() and not subprocess.run([str(RASA_PYTHON), "-c", _ASK], check=False).returncode
