"""The pipeline component that tells intents, around `intent_model`."""

import inspect
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import intent_features, intent_model, sharpness, word_vectors
from bot.nlu.intent_model import IntentModel

FILE = "intents.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SpokenIntentClassifier(IntentClassifier, GraphComponent):
    """Needs no tokenizer and no featurizer; put it after the normalizer."""

    def __init__(self, storage: ModelStorage, resource: Resource, model: Optional[IntentModel]) -> None:
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SpokenIntentClassifier":
        """Untrained."""
        return cls(model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_more: Any,
    ) -> "SpokenIntentClassifier":
        """As it was trained."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, IntentModel.load(folder / FILE))

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> str:
        """The model's own code: Rasa's training cache looks at the class alone."""
        parts = (intent_model, intent_features, word_vectors, sharpness)
        return "".join(inspect.getsource(part) for part in parts)

    def train(self, training_data: TrainingData) -> Resource:
        """Raises RasaException unless there are examples of at least two intents."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        intents = [example.get(INTENT) for example in examples]
        if len(set(intents)) < 2:
            raise RasaException("there must be examples of at least two intents")
        texts = [example.get(TEXT) for example in examples]
        self._model = IntentModel.trained(texts, [language_of(example) for example in examples], intents)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / FILE)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds intent and ranking."""
        if self._model is None:
            raise RasaException("the intents have not been trained")
        texts = [message.get(TEXT) or "" for message in messages]
        rankings = self._model.rank(texts, [language_of(message) for message in messages])
        for message, ranking in zip(messages, rankings, strict=True):
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


def language_of(message: Message) -> str:
    """ "de" or "en": of an example as its block in nlu.yml says, of a parse as the channel says."""
    metadata = message.get("metadata") or {}
    return str((metadata.get("intent") or metadata).get("language") or "")
