"""Judging what the consumer says came of a lookup, where it says anything."""

from __future__ import annotations

from sf1472_conformance.catalogue import Wording
from sf1472_conformance.consumer.attempts import Told
from sf1472_conformance.consumer.observed import Lookup, lookups
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.texts import told_word
from sf1472_conformance.verdict.kinds import Fails, Inconclusive


def judge_told(recording: Recording, *situations: str) -> None:
    """Judge the outcomes that the consumer reported in some situations by what each expects.

    Fails for another outcome or another number of cases. A consumer that tried again without
    reporting anything did refuse the answer. Raises Inconclusive where nothing decides.
    """
    undecided: list[Lookup] = []
    for lookup in lookups(recording, *situations):
        told = recording.told(lookup.situation.id)
        if told:
            _judge(lookup, told[-1])
        elif len(lookup.attempts) == 1 or "refused" not in lookup.situation.outcomes:
            undecided.append(lookup)
    if undecided:
        found = [lookup.last.finding() for lookup in undecided[:1]]
        names = ", ".join(dict.fromkeys(lookup.situation.id for lookup in undecided))
        raise Inconclusive("not_told", *found, situations=names)


def _judge(lookup: Lookup, told: Told) -> None:
    wanted, situation = lookup.situation.outcomes, lookup.situation
    if told.outcome not in wanted:
        finding = lookup.last.finding(" / ".join(wanted), told.outcome)
        words = [told_word(word) for word in wanted]
        expected = Wording(
            da=" eller ".join(word.da for word in words),
            en=" or ".join(word.en for word in words),
        )
        raise Fails(
            "told_otherwise",
            finding,
            situation=situation.name,
            expected=expected,
            found=told_word(told.outcome),
        )
    if told.outcome != "used" or situation.cases is None:
        return
    if told.cases is None:
        raise Inconclusive("cases_not_told", lookup.last.finding(), situation=situation.name)
    if told.cases != situation.cases:
        finding = lookup.last.finding(str(situation.cases), str(told.cases))
        raise Fails("other_number", finding, situation=situation.name)
