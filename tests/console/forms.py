"""Reads a page's form as a browser would send it, with nothing but the standard library."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """The fields of the first form whose address begins like this."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self._action, self._inside, self._area, self._select = action, False, "", ""
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "form":
            self._inside = not self.found and (has.get("action") or "").startswith(self._action)
        if not self._inside:
            return
        name = has.get("name") or ""
        if tag == "input" and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
            self.found.setdefault(name, []).append(has.get("value") or "")
        elif tag == "textarea":
            self._area = name
            self.found.setdefault(name, []).append("")
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in has:
            self.found.setdefault(self._select, []).append(has.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "form":
            self._inside = False


def form_values(page: str, action: str) -> dict[str, list[str]]:
    """By name; boxes without a mark send nothing."""
    form = _Form(action)
    form.feed(page)
    return {name: values for name, values in form.found.items() if name not in ("", "csrf_token")}
