"""A webhook's fields as the hotline reads them."""

import re
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

Fields = Mapping[str, str]

# No speech and no number contains them, PostgreSQL refuses some and XML most of them.
CONTROL_CHARACTERS = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\ud800-\udfff]")


def readable(form: MultiDict[str, str]) -> dict[str, str]:
    """The first value of every field, without control characters."""
    return {name: CONTROL_CHARACTERS.sub("", value) for name, value in form.items()}
