"""Webhooks by hand for the tests of this folder."""

import pytest

from tests.robustness.webhooks import Webhooks
from tests.stack import Stack


@pytest.fixture
def hooks(stack: Stack) -> Webhooks:
    """Webhooks to the running hotline; what earlier tests broke on purpose is forgotten."""
    stack.network.violations.clear()
    return Webhooks(stack)
