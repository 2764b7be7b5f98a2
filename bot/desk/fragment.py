"""A part of a page as HTML that another template may take in as it is."""

from typing import Any

from flask import render_template
from markupsafe import Markup


def fragment(template: str, **shown: Any) -> Markup:
    """Rendered, and so escaped, by the template."""
    return Markup(render_template(template, **shown).strip())  # noqa: S704
