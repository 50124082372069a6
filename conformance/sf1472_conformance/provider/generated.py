"""Generated requests: a Hypothesis strategy read off the contract's XSD, and how it is run.

The strategy walks the schema, so another contract needs no code. Where the profile names a field,
its values are mostly ones that mean something to the provider: its citizens, callers and codes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky, Unsatisfiable
from lxml import etree
from xmlschema.validators import XsdAnyElement, XsdElement, XsdGroup, XsdSimpleType

from sf1472.contract import Group, Leaf
from sf1472_conformance.messages.shape import FOREIGN, model, sample_text, simple
from sf1472_conformance.messages.soap import parse
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.verdict.kinds import Inconclusive, NotApplicable

Pools = Mapping[tuple[str, ...], Sequence[str]]
_DEEPEST = 12  # nested elements of a recursive schema
_SPARSE = 2  # how much likelier it is to leave out what may be left out
_KNOWN = 9  # how much likelier a value is that the kit knows
_MOST = 2  # repetitions beyond the least
_KLE = ("*", "32.*", "32.45.*", "32.45.04", "27.*, 32.*-34.*", "00.00.00", "ikke KLE")
_TEXT = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
_FRACTIONS = st.sampled_from(("", ".5", ".123456789", ".000"))
_ZONES = st.sampled_from(("", "Z", "+02:00", "-09:30", "+14:00"))

logging.getLogger("hypothesis").setLevel(logging.ERROR)


def judge_generated(subject: Subject, check: Callable[[Subject, etree._Element], None]) -> None:
    """Run `check` on generated requests; what it raises comes for the smallest that fails.

    The run's seed decides which requests are made, and `examples` how many. Raises NotApplicable
    when the schema gives no requests, Inconclusive when the provider answers at random.
    """
    strategy = requests(subject)

    @seed(subject.settings.seed)
    @settings(
        max_examples=subject.settings.examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @given(strategy)
    def run(body: etree._Element) -> None:
        check(subject, body)

    try:
        run()
    except Flaky as error:
        raise Inconclusive("flaky") from error
    except Unsatisfiable as error:
        raise NotApplicable("nothing_generated") from error


def requests(subject: Subject) -> st.SearchStrategy[etree._Element]:
    """Return a strategy of requests that the contract's schema allows."""
    made = _request(subject.shape.root, _Maker(_pools(subject), _telling(subject)))
    return made.filter(subject.contract.schema.is_valid)


def _fresh(element: etree._Element) -> etree._Element:
    """Return the element as a parser would give it."""
    return parse(etree.tostring(element))


def _pools(subject: Subject) -> Pools:
    """Return values that mean something, by the path of the element they stand in."""
    own, codes = subject.settings, subject.contract.profile
    values: dict[str, Sequence[str]] = {
        "cpr_nummer": own.citizens,
        "myndighed_cvr": (own.kommune, own.udk, own.anden_kommune),
        "hjemler": tuple(codes.hjemler),
        "myndigheder": (own.udk, own.kommune, own.anden_kommune),
        "foelsomhed": tuple(codes.foelsomheder),
        "kle": _KLE,
        "systemer": (subject.some_uuid,),
        "organisationer": (subject.some_uuid,),
    }
    paths = _paths(codes.request, ())
    return {path: values[term] for term, path in paths if term in values}


def _telling(subject: Subject) -> set[tuple[str, ...]]:
    """Return the paths that lead to the citizen and the caller."""
    paths = _paths(subject.contract.profile.request, ())
    ends = [path for term, path in paths if term in ("cpr_nummer", "myndighed_cvr")]
    return {path[:length] for path in ends for length in range(1, len(path) + 1)}


def _paths(
    fields: Sequence[Leaf | Group], outer: tuple[str, ...]
) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for field in fields:
        path = (*outer, *field.path)
        found.append((field.term, path))
        if isinstance(field, Group):
            found += _paths(field.fields, path)
    return found


class _Maker:
    """Makes strategies from declarations, each once: making one costs more than drawing from it.

    `telling` are the paths that say who asks about whom; they are seldom left out.
    """

    def __init__(self, pools: Pools, telling: Collection[tuple[str, ...]]) -> None:
        self._pools = pools
        self._telling = telling
        self._made: dict[tuple[str, ...], st.SearchStrategy[str]] = {}

    def element(
        self, draw: st.DrawFn, declared: XsdElement, path: tuple[str, ...]
    ) -> etree._Element:
        """Draw an element of a declaration; `path` leads to it from the root."""
        element = etree.Element(declared.name)
        kind, group = simple(declared), model(declared)
        if kind is not None:
            element.text = draw(self._value(kind, path)) or None
        elif group is not None and len(path) < _DEEPEST:
            element.extend(self._content(draw, group, path))
        return element

    def _content(
        self, draw: st.DrawFn, group: XsdGroup, path: tuple[str, ...]
    ) -> list[etree._Element]:
        parts = list(group)
        if group.model == "choice" and parts:
            told = [part for part in parts if (*path, part.name) in self._telling]
            parts = [draw(st.sampled_from([*told * _KNOWN, *parts]))]
        children: list[etree._Element] = []
        for part in parts:
            telling = (*path, part.name) in self._telling
            for _ in range(draw(_count(part, telling=telling))):
                if isinstance(part, XsdGroup):
                    children += self._content(draw, part, path)
                elif isinstance(part, XsdElement):
                    children.append(self.element(draw, part, (*path, part.name)))
                else:
                    children.append(etree.Element(FOREIGN))
        return children

    def _value(self, kind: XsdSimpleType, path: tuple[str, ...]) -> st.SearchStrategy[str]:
        if path not in self._made:
            self._made[path] = _value(kind, self._pools.get(path, ()))
        return self._made[path]


@st.composite
def _request(draw: st.DrawFn, root: XsdElement, maker: _Maker) -> etree._Element:
    return _fresh(maker.element(draw, root, ()))


def _count(part: XsdElement | XsdAnyElement | XsdGroup, *, telling: bool) -> st.SearchStrategy[int]:
    least, most = part.min_occurs, part.max_occurs
    upper = min(least + _MOST, most if most is not None else least + _MOST)
    usual = [max(least, 1)] * _KNOWN if telling else [least] * _SPARSE
    return st.sampled_from((*usual, *range(least, upper + 1)))


def _value(kind: XsdSimpleType, pool: Sequence[str]) -> st.SearchStrategy[str]:
    """Return a strategy of texts that a simple type allows, from `pool` as far as it goes."""
    known = [text for text in pool if kind.is_valid(text)]
    free = _free(kind).filter(kind.is_valid)
    if not known:
        return free
    return st.integers(0, _KNOWN).flatmap(lambda n: st.sampled_from(known) if n < _KNOWN else free)


def _free(kind: XsdSimpleType) -> st.SearchStrategy[str]:
    if kind.enumeration:
        return st.sampled_from([str(value) for value in kind.enumeration])
    if kind.patterns:
        return st.from_regex(kind.patterns.patterns[0], fullmatch=True)
    root = kind.root_type.local_name
    if root == "string":
        return st.text(
            _TEXT, min_size=kind.min_length or 0, max_size=min(kind.max_length or 60, 60)
        )
    if root == "dateTime":
        return st.builds(_date_time, st.datetimes(datetime(1900, 1, 1)), _FRACTIONS, _ZONES)
    sample = sample_text(kind)
    return st.just(sample) if sample is not None else st.nothing()


def _date_time(moment: datetime, fraction: str, zone: str) -> str:
    return f"{moment.replace(microsecond=0).isoformat()}{fraction}{zone}"
