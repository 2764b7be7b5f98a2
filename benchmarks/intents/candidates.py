"""The pipelines compared, as Rasa would read them from config.yml."""

from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML

from benchmarks.intents.sentences import ROOT

Pipeline = list[dict[str, Any]]


@dataclass(frozen=True)
class Candidate:
    """A pipeline; `slow` ones are trained on few sentences only, because all would take hours."""

    name: str
    pipeline: Pipeline
    slow: bool = False
    german: bool = False


TOKENS: Pipeline = [{"name": "WhitespaceTokenizer"}]
COUNTS: Pipeline = [
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
LEXICAL: Pipeline = [{"name": "RegexFeaturizer"}, {"name": "LexicalSyntacticFeaturizer"}]
NORMALIZED: Pipeline = [{"name": "bot.nlu.spoken_text.SpokenTextNormalizer"}]
OUR_CLASSIFIER: Pipeline = [{"name": "bot.nlu.intent_classifier.SpokenIntentClassifier"}]
LONGER_PARTS = {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 2, "max_ngram": 5}
DIET = {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True}
TUNED_DIET = {**DIET, "epochs": 60, "embedding_dimension": 60, "drop_rate": 0.35, "learning_rate": 0.002}
REGRESSION = {"name": "LogisticRegressionClassifier", "max_iter": 100}
VARIANTS = "benchmarks.intents.inside.variants"
ENCODER = ROOT / "configs" / "sentence-encoder.yml"

OURS, DEFAULT_DIET = "ours (chosen)", "Rasa DIET, default"


def candidates() -> list[Candidate]:
    """All that need nothing which is not there, the chosen one first."""
    return [
        Candidate(OURS, [*NORMALIZED, *OUR_CLASSIFIER]),
        _ours_with("ours, no word vectors", "LanguageSet", language=""),
        _ours_with("ours, word vectors for German too", "LanguageSet", german=True, language="en"),
        Candidate(
            "ours + Bayes + nearest sentences", [*NORMALIZED, {"name": f"{VARIANTS}.EnsembleClassifier"}]
        ),
        Candidate("Rasa LogisticRegression", [*TOKENS, *COUNTS, REGRESSION], slow=True),
        Candidate(DEFAULT_DIET, [*TOKENS, *LEXICAL, *COUNTS, DIET], slow=True),
        Candidate("Rasa DIET, tuned", [*NORMALIZED, *TOKENS, COUNTS[0], LONGER_PARTS, TUNED_DIET], slow=True),
    ]


def with_libraries() -> list[Candidate]:
    """Those that need libraries only the benchmark installs (libraries.py)."""
    return [
        _ours_with("ours, lemmas (simplemma)", "Rewording", way="lemma"),
        _ours_with("ours, stems (snowball)", "Rewording", way="stem"),
        _ours_with("ours, compounds split (compound-split)", "Rewording", german=True, way="with_parts"),
    ]


def sentence_encoder() -> Candidate:
    """For operators who can download a model: the pipeline of configs/sentence-encoder.yml."""
    pipeline = YAML(typ="safe").load(ENCODER.read_text("utf-8"))["pipeline"]
    return Candidate("sentence encoder (optional)", pipeline, slow=True)


def _ours_with(name: str, component: str, german: bool = False, **options: str) -> Candidate:
    change = {"name": f"{VARIANTS}.{component}", **options}
    return Candidate(name, [*NORMALIZED, change, *OUR_CLASSIFIER], german=german)
