"""Rasa's command line without deprecation warnings, and quicker at loading; runs on Python 3.10."""

import warnings
from importlib import import_module
from typing import Any, get_type_hints


def main() -> None:
    """Run `rasa` with this process's arguments."""
    show = warnings.showwarning

    def show_ours(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if not issubclass(category, (DeprecationWarning, PendingDeprecationWarning, FutureWarning)):
            show(message, category, *where, **more)

    # Several libraries switch these on for everybody while they are imported, whatever PYTHONWARNINGS says.
    warnings.showwarning = show_ours
    hash_examples_by_text()
    read_domains_once()
    import_module("rasa.__main__").main()


def hash_examples_by_text() -> None:
    """Spare Rasa an MD5 of all that an example holds, several times a training: a third of its loading time.

    Equality still compares everything, so the same examples are found equal as before.
    """
    message = import_module("rasa.shared.nlu.training_data.message").Message
    message.__hash__ = lambda example: hash(example.data.get("text"))


def read_domains_once() -> None:
    """Spare Rasa three readings of a model's domain.yml in Python: nine tenths of loading a model.

    The same domain stands in the model's metadata as JSON, and has been read by then.
    """
    storage = import_module("rasa.engine.storage.local_model_storage").LocalModelStorage
    provider = import_module("rasa.graph_components.providers.domain_provider").DomainProvider
    open_archive = storage.from_model_archive.__func__

    def from_model_archive(cls: Any, *where: Any, **more: Any) -> Any:
        opened, metadata = open_archive(cls, *where, **more)
        opened.domain = metadata.domain
        return opened, metadata

    def load(
        cls: Any, /, config: Any, model_storage: Any, resource: Any, execution_context: Any, **kwargs: Any
    ) -> Any:
        return cls(model_storage, resource, model_storage.domain)

    # Before a training Rasa checks the types of what a component is loaded with.
    load.__annotations__ = get_type_hints(provider.load)
    storage.from_model_archive, provider.load = classmethod(from_model_archive), classmethod(load)


if __name__ == "__main__":
    main()
