# mypy: ignore-errors
# ruff: noqa: UP006, UP035 (Rasa compares these annotations with its own)
"""Pipeline components of variants that were measured and not taken."""

from typing import Any, Dict, List

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from benchmarks.intents.inside.ensemble import Ensemble
from benchmarks.intents.inside.rewording import WAYS
from bot.nlu.intent_classifier import SpokenIntentClassifier, language_of

FILE = "ensemble.joblib"


class EachMessage(GraphComponent):
    """Changes messages one by one, in training and at run time alike."""

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EachMessage":
        """With its options from the pipeline."""
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The examples, changed."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """The messages, changed."""
        for message in messages:
            if message.get(TEXT):
                self.change(message)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class Rewording(EachMessage):
    """`way`: lemma, stem or with_parts."""

    def change(self, message: Message) -> None:
        """Other words for the classifier."""
        message.set(TEXT, WAYS[self._config["way"]](message.get(TEXT), language_of(message)))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class LanguageSet(EachMessage):
    """Every sentence in `language`; with "" the word vectors know none of them, with "en" all."""

    def change(self, message: Message) -> None:
        """Only what is said about the sentence changes."""
        message.set("metadata", {"language": self._config["language"]})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EnsembleClassifier(SpokenIntentClassifier):
    """The mean of several models' confidences."""

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_more: Any,
    ) -> "EnsembleClassifier":
        """As it was trained."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, joblib.load(folder / FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """The hotline's own model, and the others beside it."""
        resource = super().train(training_data)
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts, intents = [one.get(TEXT) for one in examples], [one.get(INTENT) for one in examples]
        self._model = Ensemble(self._model, texts, intents)
        with self._storage.write_to(resource) as folder:
            joblib.dump(self._model, folder / FILE)
        return resource
