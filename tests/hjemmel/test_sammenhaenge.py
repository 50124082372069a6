"""What must hold between two decisions: order, withheld cases, narrowing, settings."""

from dataclasses import replace
from itertools import permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from . import oracle
from .eksempel import vurdering
from .test_oracle import afgjort
from .verdener import RESTRIKTIONER, indstillinger, kontrolsag, situation, verdener

Verden = tuple[list[oracle.Spoergsmaal], list[oracle.Sag]]

MANGE = settings(
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def set_af(udfald: oracle.Udfald) -> set[tuple[str, int]]:
    """Return which cases are seen under which basis."""
    return {(h, vist[0]) for h, running, shelved in udfald for vist in [*running, *shelved]}


@MANGE
@given(verden=verdener())
def test_the_order_of_the_bases_orders_the_groups_and_nothing_else(verden: Verden) -> None:
    """Asking for the bases in another order gives the same groups in that order."""
    questions, cases = verden
    for question in questions:
        groups = {group[0]: group for group in afgjort(question, cases)}
        for order in permutations(question.hjemler):
            other = afgjort(replace(question, hjemler=order), cases)
            assert other == [groups[hjemmel] for hjemmel in order if hjemmel in groups]


@MANGE
@given(verden=verdener())
def test_the_order_of_the_alternatives_is_without_meaning(verden: Verden) -> None:
    """Alternatives in the opposite order disclose the same."""
    questions, cases = verden
    for question in questions:
        turned = replace(question, alternativer=question.alternativer[::-1])
        assert afgjort(turned, cases) == afgjort(question, cases)


@MANGE
@given(verden=verdener())
def test_a_withheld_case_leaves_no_mark(verden: Verden) -> None:
    """HJ-TAVS-1: leaving the withheld cases out of the world changes no answer."""
    questions, cases = verden
    for question in questions:
        whole = afgjort(question, cases)
        seen = {nummer for _, nummer in set_af(whole)}
        assert afgjort(question, [sag for sag in cases if sag.nummer in seen]) == whole


@MANGE
@given(
    verden=verdener(), kle=st.sampled_from(RESTRIKTIONER), foelsomhed=st.sampled_from(oracle.STIGE)
)
def test_narrowing_never_adds(verden: Verden, kle: str, foelsomhed: str) -> None:
    """A restriction where there was none shows no case that was not seen before."""
    questions, cases = verden
    for question in questions:
        narrower = tuple(
            replace(a, kle=a.kle or kle, foelsomhed=a.foelsomhed or foelsomhed)
            for a in question.alternativer
        )
        less = set_af(afgjort(replace(question, alternativer=narrower), cases))
        assert less <= set_af(afgjort(question, cases))


@MANGE
@given(verden=verdener())
def test_an_alternative_less_never_adds(verden: Verden) -> None:
    """Leaving out an alternative shows no case that was not seen before."""
    questions, cases = verden
    for question in questions:
        fewer = replace(question, alternativer=question.alternativer[1:])
        assert set_af(afgjort(fewer, cases)) <= set_af(afgjort(question, cases))


@MANGE
@given(verden=verdener())
def test_each_case_is_judged_by_itself(verden: Verden) -> None:
    """What is seen of many cases is what is seen of each of them alone."""
    questions, cases = verden
    for question in questions:
        alone = [pair for sag in cases for pair in set_af(afgjort(question, [sag]))]
        assert set(alone) == set_af(afgjort(question, cases))


@MANGE
@given(verden=verdener())
def test_the_trace_says_what_the_decision_does(verden: Verden) -> None:
    """A case is disclosed under a basis exactly when one line of its trace breaks no rule."""
    questions, cases = verden
    for question in questions:
        trace = vurdering(indstillinger(question)).spor(
            situation(question), [kontrolsag(sag) for sag in cases]
        )
        open_ = {(spor.hjemmel, int(spor.sag.uuid)) for spor in trace if not spor.brudt}
        assert open_ == set_af(afgjort(question, cases))
