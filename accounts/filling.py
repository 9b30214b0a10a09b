"""Puts what a person typed back into the form of a page that was rendered without it, and changes nothing else."""

from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

type Attributes = list[tuple[str, str | None]]

_NEVER = {"file", "password", "submit", "button", "image", "reset"}
_CHOICES = {"checkbox", "radio"}


class FormFiller(HTMLParser):
    """Fills the forms that lead to `action` on the page at `page`.

    `whole` says that a browser sent all fields: then a box that was not sent was not ticked.
    """

    def __init__(self, *, page: str, action: str, fields: Mapping[str, Sequence[str]], whole: bool) -> None:
        super().__init__(convert_charrefs=False)
        self._page, self._action, self._whole = page, urlsplit(action).path, whole
        self._values = {name: list(values) for name, values in fields.items()}
        self._unused = set(self._values)
        self._out: list[str] = []
        self._in_form = self._in_filled_text = self._focused = False
        self._select = ""

    def filled(self, html: str) -> str:
        """The page with the values in it; `left` says what found no place."""
        self.feed(html)
        self.close()
        return "".join(self._out)

    @property
    def left(self) -> dict[str, list[str]]:
        """Fields that the page does not have any more, unless they were empty."""
        found = {name: [text for text in self._values[name] if text.strip()] for name in self._values}
        return {name: texts for name, texts in found.items() if texts and name in self._unused}

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = dict(attrs)
        if tag == "form":
            self._in_form = self._leads_there(given)
        name = given.get("name") or ""
        if self._in_filled_text:
            return
        if not (name in self._values or self._select or self._whole) or not (self._in_form or self._asks_there(given)):
            self._keep()
        elif tag == "input":
            self._input(given, name)
        elif tag == "textarea" and self._values.get(name):
            self._textarea(given, name)
        elif tag == "select":
            self._select = name if name in self._values else ""
            self._unused.discard(name)
            self._keep()
        elif tag == "option" and self._select:
            self._write(tag, _marked(given, "selected", (given.get("value") or "") in self._values[self._select]))
        else:
            if tag == "button":
                self._unused.discard(name)
            self._keep()

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._in_filled_text = False
        elif tag == "form":
            self._in_form = False
        elif tag == "select":
            self._select = ""
        self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._in_filled_text:
            self._out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._out.append(f"<!{decl}>")

    def _keep(self) -> None:
        self._out.append(self.get_starttag_text() or "")

    def _write(self, tag: str, given: Mapping[str, str | None]) -> None:
        parts = [name if value is None else f'{name}="{escape(value)}"' for name, value in given.items()]
        self._out.append(f"<{' '.join([tag, *parts])}>")

    def _input(self, given: dict[str, str | None], name: str) -> None:
        kind = given.get("type") or "text"
        if kind in _NEVER or name == "csrfmiddlewaretoken":
            self._unused.discard(name)
            self._keep()
        elif kind in _CHOICES:
            self._unused.discard(name)
            sent = name in self._values
            ticked = (given.get("value") or "on") in self._values.get(name, ())
            self._write("input", _marked(given, "checked", ticked) if sent or self._whole else given)
        elif self._values.get(name):
            text = self._next_text(name)
            self._write("input", self._with_focus(given, text, given.get("value") or "") | {"value": text})
        else:
            self._keep()

    def _textarea(self, given: dict[str, str | None], name: str) -> None:
        text = self._next_text(name)
        self._write("textarea", self._with_focus(given, text, None))
        self._out.append("\n" + escape(text))  # browsers drop the first line break
        self._in_filled_text = True

    def _next_text(self, name: str) -> str:
        """What was typed into the next field of this name."""
        self._unused.discard(name)
        return self._values[name].pop(0)

    def _with_focus(self, given: dict[str, str | None], text: str, before: str | None) -> dict[str, str | None]:
        """The first field that holds unsaved text takes the keyboard."""
        if self._focused or given.get("type") == "hidden" or text == before:
            return given
        self._focused = True
        return given | {"autofocus": None}

    def _leads_there(self, form: Mapping[str, str | None]) -> bool:
        return self._is_there(form.get("action") or self._page) or self._asks_there(form)

    def _asks_there(self, given: Mapping[str, str | None]) -> bool:
        return bool(given.get("hx-post")) and self._is_there(given["hx-post"] or "")

    def _is_there(self, address: str) -> bool:
        return urlsplit(urljoin(self._page, address)).path == self._action


def _marked(given: Mapping[str, str | None], mark: str, on: bool) -> dict[str, str | None]:
    rest = {name: value for name, value in given.items() if name != mark}
    return rest | {mark: None} if on else rest
