"""XML from strangers, and the text of a piece of HTML: what feeds and documents are made of.

XML is read without its document type: no entity is expanded and no other file is fetched,
so a "billion laughs" is a few unknown names. What is not well-formed is repaired as far as
it goes.
"""

from __future__ import annotations

import html.entities
import re
from datetime import date, timedelta
from typing import Any, Final

from search.dates.published import is_possible
from search.sources.decoding import clean, clean_line, declared_charset, decode
from search.sources.page_blocks import blocks

_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_DOCTYPE: Final = re.compile("<!DOCTYPE", re.IGNORECASE)
_ELEMENT: Final = re.compile("<[A-Za-z_]")
_SUBSET_END: Final = re.compile(r"\]\s*>")
_ENTITY: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_OWN_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_MARKUP: Final = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")


def parse_xml(data: bytes, charset: str | None = None) -> tuple[Any, list[str]]:
    """The root of an XML file, or None, with warnings; InputError when it is no text.

    `charset` is what the server said, which counts for more than what the file says.
    """
    decoded = decode(data, declared=charset or declared_charset(data))
    root, sound = parse_xml_text(decoded.text)
    warnings = [decoded.warning] if decoded.warning else []
    if root is not None and not sound:
        warnings.append("It is not well-formed XML; what could be read was taken.")
    return root, warnings


def parse_xml_text(text: str) -> tuple[Any, bool]:
    """The root of XML, or None where there is none, and whether it was well-formed."""
    # lxml takes a moment to load, so it waits for the first file that needs it.
    from lxml import etree

    text = _NO_XML.sub("", _DECLARATION.sub("", text.lstrip("\ufeff")))
    text = _ENTITY.sub(_as_number, _without_doctype(text))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True,
        remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    if root is not None:
        etree.strip_tags(root, etree.Entity)  # the names of unknown entities
    return root, not len(parser.error_log)


def local_name(node: Any) -> str:
    """The name of an element without its namespace; "" for what is none."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def serialized(root: Any) -> bytes:
    """A tree as well-formed XML in UTF-8."""
    from lxml import etree

    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def text_of(fragment: str) -> str:
    """The text of a piece of HTML, a block a line; a text without markup is left as it is."""
    if not _MARKUP.search(fragment):
        lines = [" ".join(line.split()) for line in clean(fragment).split("\n")]
    else:
        tree = _fragment(fragment)
        lines = [] if tree is None else [clean(block.text).strip() for block in blocks(tree)]
    return "\n".join(line for line in lines if line)


def under_title(title: str, text: str) -> str:
    """A text as if it was pasted from its page: under its title, which the clean-up takes off.

    Without it the first line would be taken for the title, and be lost beside the real one.
    """
    first = text.partition("\n")[0]
    return text if not title or clean_line(first) == title else f"{title}\n{text}"


def line_of(fragment: str, limit: int = 1000) -> str:
    """The text of a title that may hold markup: "Oil &amp; gas: <b>new</b> deal"."""
    if not _MARKUP.search(fragment):
        return clean_line(fragment)[:limit]
    tree = _fragment(fragment[: limit * 20])
    text = "" if tree is None else " ".join(block.text for block in blocks(tree))
    return clean_line(text)[:limit]


def in_utf8(data: bytes, charset: str | None) -> bytes:
    """A page whose server names its charset, marked so that nobody has to guess again."""
    if charset is None:
        return data
    return b"\xef\xbb\xbf" + decode(data, declared=charset).text.encode("utf-8", "replace")


def believable(moment: str, today: date) -> bool:
    """Whether a date of publication can be one: not after tomorrow."""
    return is_possible(moment, today + timedelta(days=1))


def _fragment(fragment: str) -> Any:
    import lxml.html

    text = f"<!DOCTYPE html><html><body>{_NO_XML.sub('', fragment)}</body></html>"
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except lxml.etree.ParserError:
        return None


def _without_doctype(text: str) -> str:
    start, element = _DOCTYPE.search(text), _ELEMENT.search(text)
    if start is None or (element is not None and element.start() < start.start()):
        return text
    end = text.find(">", start.end()) + 1
    if "[" in text[start.end() : end]:
        subset = _SUBSET_END.search(text, start.end())
        end = subset.end() if subset else 0
    return text[: start.start()] + (text[end:] if end else "")


def _as_number(match: re.Match[str]) -> str:
    """`&nbsp;` as `&#160;`: XML without a document type knows five names only."""
    name = match[1]
    if name in _OWN_ENTITIES:
        return match[0]
    character = html.entities.html5.get(f"{name};")
    return match[0] if character is None else "".join(f"&#{ord(one)};" for one in character)
