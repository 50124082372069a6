"""The same message written otherwise: other prefixes, comments, white space, CDATA, references.

Each way says exactly what the message said (XML 1.0 and Namespaces in XML).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from lxml import etree


def with_prefixes(body: etree._Element) -> str:
    """Write `body` with a prefix of our own in place of each that it uses."""
    return _Style(prefix=lambda _, number: f"p{number}").write(body)


def with_comments(body: etree._Element) -> str:
    """Write `body` with a comment and white space before each child element."""
    return _Style(before="\n  <!-- mellemrum -->\t").write(body)


def with_cdata(body: etree._Element) -> str:
    """Write `body` with its texts in CDATA sections."""
    return _Style(text=lambda text: f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>").write(
        body
    )


def with_references(body: etree._Element) -> str:
    """Write `body` with each character of its texts as a reference."""
    return _Style(text=lambda text: "".join(f"&#{ord(c)};" for c in text)).write(body)


def _own(element: etree._Element, _: int) -> str:
    return element.prefix or "d"


@dataclass(frozen=True)
class _Style:
    """Writes elements: how a text is written, what stands before a child, which prefixes."""

    text: Callable[[str], str] = escape
    before: str = ""
    prefix: Callable[[etree._Element, int], str] = _own

    def write(
        self, element: etree._Element, known: Mapping[str, str] = MappingProxyType({})
    ) -> str:
        """Write `element`; `known` are the prefixes declared around it, by namespace."""
        name = etree.QName(element)
        namespace, declared = name.namespace or "", ""
        if namespace and namespace not in known:
            known = {**known, namespace: self.prefix(element, len(known))}
            declared = f" xmlns:{known[namespace]}={quoteattr(namespace)}"
        tag = f"{known[namespace]}:{name.localname}" if namespace else name.localname
        attributes = "".join(f" {key}={quoteattr(value)}" for key, value in element.attrib.items())
        children = [self.before + self.write(e, known) for e in element.iterchildren("*")]
        inner = "".join(children) if children else self.text(element.text or "")
        return f"<{tag}{declared}{attributes}>{inner}</{tag}>"
