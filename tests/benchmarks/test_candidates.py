from ruamel.yaml import YAML

from benchmarks.intents.candidates import OURS, candidates, sentence_encoder, with_libraries
from benchmarks.intents.sentences import ROOT


def test_the_chosen_candidate_is_the_pipeline_in_use() -> None:
    used = YAML(typ="safe").load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]

    assert {one.name: one.pipeline for one in candidates()}[OURS] == used


def test_no_two_candidates_share_a_name() -> None:
    names = [one.name for one in [*candidates(), *with_libraries(), sentence_encoder()]]

    assert len(names) == len(set(names))


def test_the_sentence_encoder_reads_its_weights_from_a_folder() -> None:
    options = next(part for part in sentence_encoder().pipeline if part["name"] == "LanguageModelFeaturizer")

    assert options["model_weights"] == "models/sentence-encoder"
