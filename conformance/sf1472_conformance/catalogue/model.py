"""What the catalogues hold: requirements, rules and the checklist's questions."""

from __future__ import annotations

from enum import Enum

import msgspec

from sf1472.profiles import RuleProfile


class Basis(str, Enum):
    """What a rule rests on; `antaget` is the project's own assumption and nobody else's word."""

    LOV = "lov"
    INTEGRATIONSBESKRIVELSE = "integrationsbeskrivelse"
    KONTRAKT = "kontrakt"
    STANDARD = "standard"
    ANTAGET = "antaget"


class Severity(str, Enum):
    """How grave a breach is; both count as a failed rule."""

    FEJL = "fejl"
    ADVARSEL = "advarsel"


class Strength(str, Enum):
    """How strongly the source demands it (the words of RFC 2119)."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"


class Actor(str, Enum):
    """Whom a requirement binds."""

    PROVIDER = "provider"
    CONSUMER = "consumer"
    BOTH = "both"


class Role(str, Enum):
    """Whom a rule judges, from the first letter of its id."""

    PROVIDER = "provider"
    CONSUMER = "consumer"


class Need(str, Enum):
    """What must be there before a rule can be decided."""

    CASES = "cases"
    SHELVED = "shelved"
    UNIT = "unit"
    SOAP11 = "soap11"
    WSDL = "wsdl"
    FAULT = "fault"
    FEJL = "fejl"
    ADDRESSING = "addressing"
    KNOWLEDGE = "knowledge"
    EXAM = "exam"
    TOLD = "told"
    AGREEMENT = "agreement"
    RETRIES = "retries"
    SOAP12 = "soap12"
    SOAPHEADERS = "soapheaders"


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    da: str
    en: str

    def __getitem__(self, lang: str) -> str:
        """Return the text in `lang`, `da` or `en`."""
        return self.en if lang == "en" else self.da


class RequirementSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where requirements come from; `key` begins their ids."""

    key: str
    title: Wording
    basis: Basis


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One requirement: `text` paraphrases what the source's `clause` says.

    `not_testable` says why no rule can judge it, `checklist` which question a person answers
    instead; with neither, some rule must, for each role that it binds. Where it binds both and
    rules judge one, `not_testable` is about the other.
    """

    id: str
    clause: str
    text: Wording
    strength: Strength
    actor: Actor
    not_testable: Wording | None = None
    checklist: str | None = None

    @property
    def excused(self) -> bool:
        """Whether no rule is expected."""
        return self.not_testable is not None or self.checklist is not None

    def binds(self, role: Role) -> bool:
        """Say whether the requirement is one on `role`."""
        return self.actor is Actor.BOTH or self.actor.value == role.value


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: the requirements it judges, what it rests on, when it is run and on what."""

    id: str
    title: Wording
    requirements: tuple[str, ...]
    basis: Basis
    severity: Severity
    profiles: tuple[RuleProfile, ...]
    needs: tuple[Need, ...]

    @property
    def role(self) -> Role:
        """Whom the rule judges."""
        return Role.PROVIDER if self.id.startswith("P-") else Role.CONSUMER

    def within(self, profile: RuleProfile) -> bool:
        """Say whether the rule is run under `profile`."""
        return profile is RuleProfile.FULD or profile in self.profiles


class ChecklistItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question that only a person can answer."""

    id: str
    question: Wording
