"""Defects in what a consumer makes of answers, and in how it tries again."""
# ruff: noqa: D101, D102, ARG002 - a defect is named after what it does

from __future__ import annotations

from lxml import etree

from .anvender import Answer, Anvender, K, Outcome, RefusedError
from .register import fails


@fails("C-IGEN-1")
class TriesTooOften(Anvender):
    attempts = 7

    def backoff(self, number: int) -> float:
        return 0.2 * number * self.jitter()


@fails("C-IGEN-2")
class TriesAgainAtOnce(Anvender):
    def backoff(self, number: int) -> float:
        return 0.0


@fails("C-IGEN-2")
class WaitsLessAndLess(Anvender):
    def backoff(self, number: int) -> float:
        return 2.0 / number * self.jitter()


@fails("C-IGEN-2")
class WaitsTheSame(Anvender):
    """Another time for each lookup, and the same for each of its attempts."""

    paused = 0.0

    def backoff(self, number: int) -> float:
        if number == 1:
            self.paused = 0.5 * self.jitter()
        return self.paused


@fails("C-IGEN-2")
class TriesAgainAtOnceWhenCutOff(Anvender):
    """It waits for a service that answers with an error, and not for one that hangs up."""

    cut = False

    def broken(self) -> Answer:
        self.cut = True
        raise RefusedError(passing=True)

    def backoff(self, number: int) -> float:
        cut, self.cut = self.cut, False
        return 0.0 if cut else super().backoff(number)


@fails("C-IGEN-3")
class CallsInStep(Anvender):
    def jitter(self) -> float:
        return 1.0


@fails("C-IGEN-4")
class CannotWait(Anvender):
    def asked_to_wait(self, refusal: RefusedError) -> float:
        return 0.0


@fails("C-IGEN-5")
class RetriesBusinessErrors(Anvender):
    """It tries again, and in the end says what the error was."""

    errors = 0

    def look_up(self, citizen: str, day: str | None) -> Outcome:
        self.errors = 0
        return super().look_up(citizen, day)

    def business_error(self) -> Outcome:
        self.errors += 1
        if self.errors < self.attempts:
            raise RefusedError(passing=True)
        return super().business_error()


@fails("C-IGEN-6")
class RetriesItsOwnMistakes(Anvender):
    def fault(self, answer: Answer, *, blames_me: bool) -> None:
        raise RefusedError(passing=True, wait=self.retry_after(answer))


@fails("C-IGEN-7")
class KnocksOnClosedDoors(Anvender):
    def http_failure(self, answer: Answer) -> None:
        raise RefusedError(passing=answer.status != 307, wait=self.retry_after(answer))


@fails("C-IGEN-8")
class ComesBackBeforeItOpens(Anvender):
    def tries_again(self, refusal: RefusedError, number: int) -> bool:
        return refusal.passing and number < self.attempts

    def asked_to_wait(self, refusal: RefusedError) -> float:
        return refusal.wait if refusal.wait < 60 else 1.0


@fails("C-IGEN-9")
class CallsWhileItWaits(Anvender):
    """It does not wait for a call that hangs to end before it makes the next."""

    def pause(self, refusal: RefusedError, number: int) -> None:
        super().pause(refusal, number)
        if self.net.hung:
            self.net.clock.seconds -= self.timeout


@fails("C-IGEN-10")
class GivesUpAtOnce(Anvender):
    attempts = 1


@fails("C-IGEN-11", "C-AFGR-2")
class AsksMoreWhenItFails(Anvender):
    def kle(self, number: int) -> str:
        return "32.*" if number == 1 else "*"


@fails("C-IGEN-12")
class LooksTwice(Anvender):
    """It asks again what it has been told, each time as a lookup of its own."""

    def look_up(self, citizen: str, day: str | None) -> Outcome:
        found = super().look_up(citizen, day)
        return super().look_up(citizen, day) if found.word == "used" and day is None else found


@fails("C-TID-1")
class CannotWaitForSlowAnswers(Anvender):
    timeout = 1.0


@fails("C-TID-2")
class WaitsForever(Anvender):
    timeout = 90.0


@fails("C-TID-3")
class CountsBeforeItIsThere(Anvender):
    """Of an answer that drips it counts what has come so far."""

    def count(self, content: etree._Element) -> int:
        return 0 if self.net.dripped else super().count(content)


@fails("C-SVAR-1")
class ForgetsACase(Anvender):
    """Of two cases it shows one."""

    def count(self, content: etree._Element) -> int:
        found = super().count(content)
        return found - 1 if found == 2 else found


@fails("C-SVAR-2")
class TakesNothingForAnError(Anvender):
    def count(self, content: etree._Element) -> int:
        found = super().count(content)
        if not found:
            raise RefusedError
        return found


@fails("C-SVAR-3")
class StumblesOverNotices(Anvender):
    def judge_notice(self, content: etree._Element) -> None:
        if content.find(".//{*}Advis") is not None:
            raise RefusedError


@fails("C-SVAR-4")
class IsStrict(Anvender):
    def judge_parts(self, content: etree._Element) -> None:
        super().judge_parts(content)
        if content.find(f"{{{K}}}NytIEnUnderversion") is not None:
            raise RefusedError


@fails("C-SVAR-5")
class CountsRows(Anvender):
    def count(self, content: etree._Element) -> int:
        return len(list(content.iter(f"{{{K}}}SagUUID")))


@fails("C-SVAR-6")
class FearsLargeAnswers(Anvender):
    def parse(self, body: bytes) -> etree._Element:
        if len(body) > 1_000_000:
            raise RefusedError
        return super().parse(body)


@fails("C-SVAR-7")
class SeesErrorsAsFailures(Anvender):
    def business_error(self) -> Outcome:
        return Outcome("refused")


@fails("C-SVAR-8")
class ReadsFaultsAsSilence(Anvender):
    def fault(self, answer: Answer, *, blames_me: bool) -> None:
        if answer.status == 503:
            super().fault(answer, blames_me=blames_me)
        raise _UsedError


@fails("C-SVAR-9")
class ReadsFailuresAsSilence(Anvender):
    def http_failure(self, answer: Answer) -> None:
        if answer.status in (307, 503, 429):
            super().http_failure(answer)
        raise _UsedError


@fails("C-AFVIS-1")
class ReadsWhatThereIs(Anvender):
    """It lets the parser make the best of an answer that breaks off."""

    def ill_formed(self, body: bytes, error: etree.XMLSyntaxError) -> etree._Element:
        if b"</soap:Envelope" in body:
            return super().ill_formed(body, error)
        raise _UsedError


@fails("C-AFVIS-2")
class MendsXml(Anvender):
    def ill_formed(self, body: bytes, error: etree.XMLSyntaxError) -> etree._Element:
        if b"</soap:Envelope" not in body:
            return super().ill_formed(body, error)
        raise _UsedError


@fails("C-AFVIS-3")
class GuessesTheEncoding(Anvender):
    def decoded(self, body: bytes) -> bytes:
        return body.decode("utf-8", "replace").encode()


@fails("C-AFVIS-4")
class IgnoresNamespaces(Anvender):
    def judge_root(self, content: etree._Element) -> None:
        if content.tag != f"{{{K}}}KontrolsagListeHent_O":
            raise _UsedError


@fails("C-AFVIS-5")
class MissesNothing(Anvender):
    def judge_parts(self, content: etree._Element) -> None:
        """Take it."""


@fails("C-AFVIS-6")
class UsesWhatArrived(Anvender):
    def broken(self) -> Answer:
        if self.net.partly:
            raise _UsedError
        return super().broken()


@fails("C-AFVIS-7")
class ReadsForeignFaultsAsSilence(Anvender):
    def parse(self, body: bytes) -> etree._Element:
        root = super().parse(body)
        if self.version == "1.2" and "2003" not in str(root.tag):
            raise _UsedError
        return root


@fails("C-WSA-7")
class RelatesToAnything(Anvender):
    def judge_relation(self, root: etree._Element, message_id: str) -> None:
        """Take any."""


@fails("C-TRANS-5")
class TakesAnyId(Anvender):
    def judge_id(self, content: etree._Element, conversation: str) -> None:
        found = content.findtext("{*}HovedOplysningerSvar/{*}TransaktionsId")
        if found != "sf1472-et-andet-kald" and found != conversation:
            raise RefusedError


@fails("C-TRANS-6")
class TakesItsOwnIds(Anvender):
    """An answer to any call it ever made is good enough."""

    def conversation(self, id_: str, number: int) -> str:
        self.mine = {*getattr(self, "mine", ()), id_}
        return id_

    def judge_belonging(
        self, root: etree._Element, content: etree._Element, conversation: str, message_id: str
    ) -> None:
        if content.findtext("{*}HovedOplysningerSvar/{*}TransaktionsId") == conversation:
            self.judge_relation(root, message_id)
        self.judge_id(content, conversation)

    def judge_id(self, content: etree._Element, conversation: str) -> None:
        if content.findtext("{*}HovedOplysningerSvar/{*}TransaktionsId") not in self.mine:
            raise RefusedError


class Keeping(Anvender):
    """Keeps what it was told of each citizen, and shows it again."""

    def look_up(self, citizen: str, day: str | None) -> Outcome:
        if citizen in self.kept and self.shows_again(citizen, day):
            return self.kept[citizen]
        outcome = super().look_up(citizen, day)
        return self.kept.setdefault(citizen, outcome) if outcome.word == "used" else outcome

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.kept: dict[str, Outcome] = {}

    def shows_again(self, citizen: str, day: str | None) -> bool:
        raise NotImplementedError


@fails("C-GEM-1")
class KeepsForAYear(Keeping):
    def shows_again(self, citizen: str, day: str | None) -> bool:
        return day is not None


@fails("C-GEM-2")
class ShowsOldAnswers(Keeping):
    """It asks, and shows what it was told before when it is told nothing now."""

    def look_up(self, citizen: str, day: str | None) -> Outcome:
        outcome = Anvender.look_up(self, citizen, day)
        if outcome.word != "used":
            return self.kept.get(citizen, outcome)
        return self.kept.setdefault(citizen, outcome)


class _UsedError(Exception):
    """The consumer takes what it got for an answer without cases."""


def used(error: Exception) -> bool:
    """Say whether a consumer took what it got for an answer."""
    return isinstance(error, _UsedError)
