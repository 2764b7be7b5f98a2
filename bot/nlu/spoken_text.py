"""The pipeline component that brings texts into the shape of `spoken_words`."""

import inspect
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import spoken_words
from bot.nlu.spoken_words import normalized


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SpokenTextNormalizer(GraphComponent):
    """Replaces the text of every message, in training and at run time alike."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SpokenTextNormalizer":
        """It has nothing to configure and nothing to load."""
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> str:
        """The rules themselves: Rasa's training cache looks at the class alone."""
        return inspect.getsource(spoken_words)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The examples, normalized."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """The messages, normalized."""
        for message in messages:
            if message.get(TEXT):
                message.set(TEXT, normalized(message.get(TEXT)))
        return messages
