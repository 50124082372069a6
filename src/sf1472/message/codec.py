"""Messages by profile: elements to plain values and back, with no element name in the code.

A profile's fields become a tree of steps, one per element, that both directions walk. A value is
a mapping or an object with the profile's terms: text, None, a nested value, or a sequence of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from xml.sax.saxutils import quoteattr

from lxml import etree

from sf1472.contract import Group, Leaf

Terms: TypeAlias = dict[str, Any]


class Ready(str):
    """A structure's content that `Codec.inner` wrote earlier; `Codec.write` takes it as it is."""

    __slots__ = ()


# a bare carriage return would come back as a line feed (XML 1.0, 2.11)
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


@dataclass
class _Step:
    """One element: `tag` in Clark notation, `name` as written; what it holds follows.

    `term` names the value at this element, if any; then `group` says that the value is a
    structure (else text) and `repeated` that it is a sequence. Without a term it is a wrapper.
    """

    tag: str
    name: str
    term: str | None = None
    group: bool = False
    repeated: bool = False
    children: list[_Step] = field(default_factory=list)
    by_tag: dict[object, _Step] = field(default_factory=dict)

    def child(self, tag: str, name: str) -> _Step:
        step = self.by_tag.get(tag)
        if step is None:
            step = self.by_tag[tag] = _Step(tag, name)
            self.children.append(step)
        return step


class Codec:
    """Reads and writes one message kind.

    Parameters: `root` the message's root element in Clark notation; `fields` the profile's;
    `namespaces` prefix to URI, all declared on the root so that fragments need no declarations.
    """

    def __init__(
        self, root: str, fields: Iterable[Leaf | Group], namespaces: Mapping[str, str]
    ) -> None:
        self._prefixes = {uri: prefix for prefix, uri in namespaces.items()}
        self._root = _Step(root, self._name(root))
        self._declarations = "".join(
            f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in namespaces.items()
        )
        self._compile(self._root, fields)

    def read(self, element: etree._Element) -> Terms:
        """Return the terms that the root `element` holds; what no profile names is skipped."""
        terms: Terms = {}
        _read(self._root, element, terms)
        return terms

    def write(self, value: Any) -> str:
        """Return the message for `value`, with every namespace declared on its root.

        A structure's value may also be `Ready` text from `inner`.
        """
        out: list[str] = [f"<{self._root.name}{self._declarations}>"]
        _write_children(self._root, value, out)
        out.append(f"</{self._root.name}>")
        return "".join(out)

    def inner(self, terms: Iterable[str], value: Any) -> Ready:
        """Return what stands inside the structure reached through `terms`, written from `value`.

        The text is for `write` of this codec: its prefixes are declared on the root.
        """
        step = self._root
        for term in terms:
            step = _find(step, term)
        out: list[str] = []
        _write_children(step, value, out)
        return Ready("".join(out))

    def _compile(self, parent: _Step, fields: Iterable[Leaf | Group]) -> None:
        for item in fields:
            step = parent
            for tag in item.path:
                step = step.child(tag, self._name(tag))
            step.term = item.term
            if isinstance(item, Group):
                step.repeated = item.repeated
                step.group = bool(item.fields)
                self._compile(step, item.fields)

    def _name(self, tag: str) -> str:
        name = etree.QName(tag)
        return f"{self._prefixes[name.namespace or '']}:{name.localname}"


def _find(step: _Step, term: str) -> _Step:
    for child in step.children:
        if child.term == term:
            return child
        if child.term is None:
            try:
                return _find(child, term)
            except KeyError:
                continue
    raise KeyError(term)


def _read(step: _Step, element: etree._Element, terms: Terms) -> None:
    for node in element:
        child = step.by_tag.get(node.tag)
        if child is None:
            continue
        if child.term is None:
            _read(child, node, terms)
            continue
        value: Any = "".join(node.itertext()) if len(node) else node.text or ""
        if child.group:
            value = {}
            _read(child, node, value)
        if child.repeated:
            terms.setdefault(child.term, []).append(value)
        else:
            terms[child.term] = value


def _write_children(step: _Step, value: Any, out: list[str]) -> None:
    for child in step.children:
        if child.term is None:
            _write_wrapper(child, value, out)
            continue
        held = value.get(child.term) if isinstance(value, dict) else getattr(value, child.term)
        if held is None:
            continue
        for item in held if child.repeated else (held,):
            _write_one(child, item, out)


def _write_wrapper(step: _Step, value: Any, out: list[str]) -> None:
    """Write a wrapper only when something stands in it."""
    mark = len(out)
    out.append(f"<{step.name}>")
    _write_children(step, value, out)
    if len(out) == mark + 1:
        out.pop()
    else:
        out.append(f"</{step.name}>")


def _write_one(step: _Step, item: Any, out: list[str]) -> None:
    if not step.group:
        out.append(f"<{step.name}>{item.translate(_ESCAPES)}</{step.name}>")
        return
    out.append(f"<{step.name}>")
    if isinstance(item, Ready):
        out.append(item)
    else:
        _write_children(step, item, out)
    out.append(f"</{step.name}>")
