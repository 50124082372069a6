"""Every page is sound HTML that people with and without a mouse can use."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

import sf1472_stub.page

from ..caller import STK1, STK2, Caller, wrap
from .reader import Reader

VOID = {"br", "hr", "img", "input", "link", "meta"}
CSS = Path(sf1472_stub.page.__file__).parent / "static" / "side.css"


class Page(HTMLParser):
    """Reads a page and keeps what the rules below ask about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element, and that it is open if it can be."""
        self.tags.append((tag, dict(attrs)))
        if len(dict(attrs)) != len(attrs):
            self.wrong.append(f"<{tag}> has an attribute twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which must be this one."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element with one of the names."""
        return [attrs for tag, attrs in self.tags if tag in tags]


@pytest.fixture(params=["/", "/?problem=1", "/borgere", "/kald/x", "/om", "/scenarier", "kald"])
def page(request: pytest.FixtureRequest, reader: Reader, caller: Caller) -> Page:
    """Each page of a stub that has been used."""
    reader.server.stub.scenarios.activate("SC-HTTP-3", 5)
    caller.ask(cpr="0113801003", hjemler=(STK1, STK2), kalder="00001472")
    caller.post(wrap(caller.body().replace("PartCPRNummer>", "PartCPR>")))
    kald = f"/kald/{reader.newest().id}"
    return Page(reader.get(kald if request.param == "kald" else request.param).text)


def test_every_element_is_closed_where_it_should_be(page: Page) -> None:
    """Tags nest, and nothing is left open."""
    assert (page.wrong, page.open) == ([], [])


def test_ids_are_unique_and_links_within_the_page_lead_somewhere(page: Page) -> None:
    """An anchor points at one thing, and labels and descriptions at something that is there."""
    ids = Counter(attrs["id"] for _, attrs in page.tags if "id" in attrs)
    assert [id_ for id_, times in ids.items() if times > 1] == []
    targets = [a["href"] or "" for a in page.named("a")]
    assert [t for t in targets if t.startswith("#") and t[1:] not in ids] == []
    pointed = [attrs[n] for _, attrs in page.tags for n in ("for", "aria-labelledby") if n in attrs]
    assert [id_ for id_ in pointed if id_ not in ids] == []


def test_the_page_says_its_language_and_name(page: Page) -> None:
    """Danish, a title, one main heading, and a way past the menu first of all."""
    assert page.named("html") == [{"lang": "da"}]
    assert len(page.named("title")) == len(page.named("h1")) == len(page.named("main")) == 1
    assert page.named("a")[0] == {"class": "skip", "href": "#indhold"}


def test_every_field_has_a_label(page: Page) -> None:
    """Whoever cannot see the page hears what a field is for."""
    labels = {attrs["for"] for attrs in page.named("label")}
    fields = page.named("input", "select", "textarea")
    assert [attrs for attrs in fields if attrs.get("id") not in labels] == []


def test_every_table_header_has_a_scope(page: Page) -> None:
    """A cell is read with its row and column."""
    assert {attrs.get("scope") for attrs in page.named("th")} <= {"col", "row"}


def test_what_scrolls_can_be_reached_with_the_keyboard(page: Page) -> None:
    """Each scrolling region takes focus and has a name."""
    regions = [attrs for _, attrs in page.tags if attrs.get("role") == "region"]
    assert [attrs for attrs in regions if attrs.get("tabindex") != "0"] == []
    assert [attrs for attrs in regions if not attrs.get("aria-label")] == []


def luminance(colour: str) -> float:
    """Return a colour's relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_can_be_read(scheme: int) -> None:
    """Text has a contrast of 4.5 and edges of fields one of 3, in light and in dark."""
    block = re.findall(r":root \{(.*?)\}", CSS.read_text(), re.DOTALL)[scheme]
    colours = {
        name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:])
        for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]+)", block)
    }
    grounds = {"paper", "ground", "notice-ground", "bad-ground"}
    texts = set(colours) - grounds - {"line", "edge"}
    pairs = {(t, g) for t in texts for g in ("paper", "ground")}
    pairs |= {("ink", "notice-ground"), ("link", "notice-ground"), ("ink", "bad-ground")}
    pairs |= {("bad", "bad-ground")}
    low = sorted(p for p in pairs if contrast(colours[p[0]], colours[p[1]]) < 4.5)
    assert len(texts) == 6
    assert low == []
    assert contrast(colours["edge"], colours["paper"]) >= 3
