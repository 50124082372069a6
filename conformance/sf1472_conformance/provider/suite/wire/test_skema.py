"""P-FEJL: a body that breaks the contract's schema in one way is refused with a SOAP fault."""

from __future__ import annotations

from sf1472_conformance.provider import asking, reading, versions
from sf1472_conformance.provider.mutations import NAMESPACE, mutated
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule

IN_OTHERS = 3  # of each kind, in a SOAP version beside the contract's: both have the same schema


@rule("P-FEJL-2")
def test_missing_element(subject: Subject) -> None:
    """A required element is left out."""
    _judge(subject, "missing")


@rule("P-FEJL-3")
def test_both_branches(subject: Subject) -> None:
    """Both branches of a choice are given."""
    _judge(subject, "both")


@rule("P-FEJL-4")
def test_wrong_order(subject: Subject) -> None:
    """An element's children are turned around."""
    _judge(subject, "reordered")


@rule("P-FEJL-5")
def test_wrong_namespace(subject: Subject) -> None:
    """An element is moved to a foreign namespace."""
    _judge(subject, "foreign")


@rule("P-FEJL-6")
def test_bad_pattern(subject: Subject) -> None:
    """A value breaks its type's pattern."""
    _judge(subject, "pattern")


@rule("P-FEJL-7")
def test_unexpected_element(subject: Subject) -> None:
    """An element is added that the schema does not know."""
    _judge(subject, "unexpected")


@rule("P-FEJL-13")
def test_too_long(subject: Subject) -> None:
    """A value is one character longer than its type allows."""
    _judge(subject, "too_long")


@rule("P-FEJL-14")
def test_too_short(subject: Subject) -> None:
    """A value is one character shorter than its type demands."""
    _judge(subject, "too_short")


@rule("P-FEJL-15")
def test_bad_time(subject: Subject) -> None:
    """A point in time is written as none."""
    _judge(subject, "time")


@rule("P-FEJL-16")
def test_text_between_elements(subject: Subject) -> None:
    """Text stands where only elements may."""
    _judge(subject, "text")


@rule("P-FEJL-17")
def test_unknown_attribute(subject: Subject) -> None:
    """An element has an attribute that the schema does not know."""
    _judge(subject, "attribute")


@rule("P-FEJL-18")
def test_repeated_element(subject: Subject) -> None:
    """An element that may stand once stands twice."""
    _judge(subject, "duplicated")


@rule("P-FEJL-19")
def test_unlisted_value(subject: Subject) -> None:
    """A value is not one of those that its type lists."""
    _judge(subject, "unlisted")


@rule("P-FEJL-20")
def test_no_branch(subject: Subject) -> None:
    """A choice has no branch at all."""
    _judge(subject, "neither")


@rule("P-FEJL-21")
def test_element_inside_text(subject: Subject) -> None:
    """An element stands inside a value."""
    _judge(subject, "child")


@rule("P-FEJL-22")
def test_wrong_case(subject: Subject) -> None:
    """A name has its upper and lower case swapped."""
    _judge(subject, "miscased")


@rule("P-FEJL-23")
def test_nil(subject: Subject) -> None:
    """A value that must be there is said to be nil."""
    _judge(subject, "nil")


@rule("P-FEJL-24")
def test_unknown_type(subject: Subject) -> None:
    """An element claims a type that the schema does not know."""
    _judge(subject, "type")


@rule("P-FEJL-25")
def test_unknown_root(subject: Subject) -> None:
    """The body holds another element than the operation's."""
    body = f'<m:Ukendt xmlns:m="{NAMESPACE}"/>'
    for version in versions.judged(subject):
        reading.refusal(asking.send(subject, body, version), version)


def _judge(subject: Subject, kind: str) -> None:
    bodies = mutated(subject, kind)
    for version in versions.judged(subject):
        for body in bodies if version == subject.bound_version else bodies[:IN_OTHERS]:
            reading.refusal(asking.send(subject, body, version), version)
