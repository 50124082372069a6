"""The traceability table: each requirement with its rules, or why it has none."""

from __future__ import annotations

from collections.abc import Iterator

from sf1472_conformance.catalogue import Actor, Catalogue, Requirement, Role, Rule, load_checklist

_HEAD = """# Sporbarhed: krav og regler

Denne fil laves af `sf1472 conform rules --markdown`; ret i kataloget
(`conformance/sf1472_conformance/catalogue`) og ikke her. Kravene er gengivet med vore egne ord.
»Antaget« er projektets egen læsning og hverken KOMBITs eller lovens ord. Kontrakten er en
rekonstruktion. Token og signatur (OIO IDWS) er ikke dækket endnu.
"""
_ACTORS = {Actor.PROVIDER: "udbyder", Actor.CONSUMER: "anvender", Actor.BOTH: "begge"}


def as_markdown(catalogue: Catalogue) -> str:
    """Return the whole table as Markdown."""
    return "\n".join([_HEAD, *_counts(catalogue), *_by_source(catalogue), *_by_rule(catalogue), ""])


def _counts(catalogue: Catalogue) -> Iterator[str]:
    requirements = catalogue.requirements.values()
    judged = sum(bool(catalogue.judges(req.id)) for req in requirements)
    checklist = sum(req.checklist is not None for req in requirements)
    excused = sum(req.not_testable is not None for req in requirements)
    yield (
        f"{len(catalogue.requirements)} krav: {judged} bedømmes af {len(catalogue.rules)} regler, "
        f"{checklist} besvares af en person på tjeklisten, {excused} kan ikke prøves udefra.\n"
    )


def _by_source(catalogue: Catalogue) -> Iterator[str]:
    for key, source in catalogue.sources.items():
        yield f"## {source.title.da}\n"
        yield "| Krav | Sted | Styrke | Hvem | Kravet siger | Regler |"
        yield "|---|---|---|---|---|---|"
        for req in catalogue.requirements.values():
            if req.id.rpartition("-")[0] == key:
                yield _row(req, catalogue)
        yield ""


def _row(req: Requirement, catalogue: Catalogue) -> str:
    cells = (req.id, req.clause, req.strength.value, _ACTORS[req.actor], req.text.da)
    return f"| {' | '.join(cells)} | {_fate(req, catalogue)} |"


def _fate(req: Requirement, catalogue: Catalogue) -> str:
    rules = catalogue.judges(req.id)
    judged = {catalogue.rules[id_].role for id_ in rules}
    if rules and (req.not_testable is None or all(r in judged for r in Role if req.binds(r))):
        return ", ".join(rules)
    if req.not_testable is not None:
        return ", ".join(rules) + (". " if rules else "") + f"Ikke prøvet: {req.not_testable.da}"
    if req.checklist is not None:
        return f"Tjekliste: {load_checklist()[req.checklist].question.da}"
    return "**Ikke dækket**"


def _by_rule(catalogue: Catalogue) -> Iterator[str]:
    yield "## Regler\n"
    yield "| Regel | Reglen siger | Grundlag | Krav | Profiler |"
    yield "|---|---|---|---|---|"
    yield from (_rule(rule) for rule in catalogue.rules.values())


def _rule(rule: Rule) -> str:
    profiles = ", ".join([*(profile.value for profile in rule.profiles), "fuld"])
    requirements = ", ".join(rule.requirements)
    return f"| {rule.id} | {rule.title.da} | {rule.basis.value} | {requirements} | {profiles} |"
