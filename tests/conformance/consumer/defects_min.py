"""Defects in where a consumer writes the citizen's number, and in how it disguises it there."""
# ruff: noqa: D101, D102 - a defect is named after what it does

from __future__ import annotations

import base64

from .anvender import Anvender
from .register import fails


@fails("C-MIN-1")
class PutsTheCitizenInTheAddress(Anvender):
    def address(self, citizen: str) -> str:
        return f"{self.path}?cpr={citizen}"


@fails("C-MIN-1")
class EncodesTheCitizenInTheAddress(Anvender):
    def address(self, citizen: str) -> str:
        return f"{self.path}?borger={citizen[:6]}%2D{citizen[6:]}"


@fails("C-MIN-1")
class EncodesEveryDigitInTheAddress(Anvender):
    def address(self, citizen: str) -> str:
        return f"{self.path}?{''.join(f'%3{digit}' for digit in citizen)}"


class _Labelled(Anvender):
    """Sends one more header."""

    def label(self, citizen: str) -> tuple[str, str]:
        raise NotImplementedError

    def headers(self, citizen: str) -> dict[str, str]:
        return {**super().headers(citizen), **dict([self.label(citizen)])}


@fails("C-MIN-2")
class NamesAHeaderAfterTheCitizen(_Labelled):
    def label(self, citizen: str) -> tuple[str, str]:
        return f"X-{citizen}", "1"


@fails("C-MIN-2")
class SpacesTheCitizenInAHeader(_Labelled):
    def label(self, citizen: str) -> tuple[str, str]:
        return "X-Borger", f"{citizen[:6]} {citizen[6:]}"


@fails("C-MIN-2")
class SaysThePageItComesFrom(_Labelled):
    def label(self, citizen: str) -> tuple[str, str]:
        return "Referer", f"http://fagsystem/borger?cpr={citizen[:6]}%20{citizen[6:]}"


@fails("C-MIN-2")
class SignsInAsTheCitizen(_Labelled):
    def label(self, citizen: str) -> tuple[str, str]:
        credentials = base64.b64encode(f"{citizen}:x".encode()).decode()
        return "Authorization", f"Basic {credentials}"


@fails("C-MIN-2")
class PutsTheCitizenInAHeader(Anvender):
    def headers(self, citizen: str) -> dict[str, str]:
        return {**super().headers(citizen), "X-Borger": f"{citizen[:6]}-{citizen[6:]}"}


@fails("C-MIN-3")
class PutsTheCitizenInItsName(Anvender):
    def program(self, citizen: str) -> str:
        return f"anvender/1.0 ({citizen})"


@fails("C-MIN-3")
class SpacesTheCitizenInItsName(Anvender):
    def program(self, citizen: str) -> str:
        return f"anvender/1.0 ({citizen[:6]}\u00a0{citizen[6:]})"


@fails("C-MIN-4")
class RemarksOnTheCitizenInTheSoapHeader(Anvender):
    def header(self, citizen: str, message_id: str) -> str:
        return f"<!-- {citizen} -->{super().header(citizen, message_id)}"


@fails("C-MIN-4", "C-SOAP-2")
class InstructsAboutTheCitizenInTheSoapHeader(Anvender):
    def header(self, citizen: str, message_id: str) -> str:
        return f"{super().header(citizen, message_id)}<?borger {citizen}?>"


@fails("C-MIN-4")
class SpacesTheCitizenInTheSoapHeader(Anvender):
    def header(self, citizen: str, message_id: str) -> str:
        spaced = f"{citizen[:6]}\u00a0{citizen[6:]}"
        return f'{super().header(citizen, message_id)}<x:Om xmlns:x="urn:x"><x:Om/>{spaced}</x:Om>'


@fails("C-MIN-4")
class PutsTheCitizenInTheSoapHeader(Anvender):
    def header(self, citizen: str, message_id: str) -> str:
        return f'{super().header(citizen, message_id)}<x:Om xmlns:x="urn:x">{citizen}</x:Om>'


@fails("C-MIN-5")
class PutsTheCitizenInTheUser(Anvender):
    def user(self, citizen: str) -> str:
        return f"<c:OnBehalfOfUser>opslag {citizen}</c:OnBehalfOfUser>"


@fails("C-MIN-5")
class SpacesTheCitizenInTheUser(Anvender):
    def user(self, citizen: str) -> str:
        return f"<c:OnBehalfOfUser>opslag {citizen[:6]} {citizen[6:]}</c:OnBehalfOfUser>"


@fails("C-MIN-5")
class KeepsTheCitizenTogetherInTheUser(Anvender):
    def user(self, citizen: str) -> str:
        return f"<c:OnBehalfOfUser>opslag {citizen[:6]}&#160;{citizen[6:]}</c:OnBehalfOfUser>"


@fails("C-MIN-5")
class RemarksOnTheCitizenInTheMessage(Anvender):
    def user(self, citizen: str) -> str:
        return f"<!-- {citizen} -->"


@fails("C-MIN-5")
class RemarksOnTheCitizenAboveTheMessage(Anvender):
    def envelope(self, citizen: str, conversation: str, message_id: str, number: int) -> str:
        return f"<!-- {citizen} -->{super().envelope(citizen, conversation, message_id, number)}"


@fails("C-MIN-5", "C-SOAP-2")
class InstructsAboutTheCitizenInTheMessage(Anvender):
    def user(self, citizen: str) -> str:
        return f"<?borger {citizen}?>"
