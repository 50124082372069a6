"""What stands in a document, however it is encoded and written."""

from __future__ import annotations

import codecs
import re

from sf1472_conformance.messages import soap

# The longer marks first: UTF-32's begins as UTF-16's does.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF8: "utf-8",
}
_HEAD = 400  # bytes that hold the declaration
_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")


def encoding(data: bytes) -> str:
    """Return a document's encoding: by its mark, by a declaration that reads so, else UTF-8.

    Source: XML 1.0, 4.3.3 and appendix F.
    """
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return name
    declared = _DECLARED.match(data[:_HEAD].replace(b"\0", b""))
    name = declared[1].decode().lower() if declared is not None else "utf-8"
    try:
        reads = data.startswith("<?xml".encode(name))
    except LookupError:
        reads = False
    return name if reads else "utf-8"


def text(data: bytes) -> str:
    """Return a document's text as its encoding has it, what cannot be read replaced.

    NUL, which no XML has, is left out, so digits stand together in UTF-16 without a mark too.
    """
    return data.decode(encoding(data), "replace").removeprefix("\ufeff").replace("\0", "")


def words(data: bytes) -> str:
    """Return what a document says, piece for piece on lines of their own.

    Its texts, references read and comments skipped, its attributes' values, its comments and its
    instructions; names and namespaces say nothing. What is no XML is returned as it stands.
    """
    try:
        root = soap.parse(data)
    except soap.SoapError:
        return text(data)
    elements = ["".join(map(str, e.xpath("text()"))) for e in root.iter("*")]
    others = root.xpath("//@* | //comment() | //processing-instruction()")
    return "\n".join((*elements, *(str(getattr(o, "text", None) or o) for o in others)))
