"""The Spyne shell: an application with one service, an in/out protocol and a server of our own.

Spyne dispatches on the body element's qualified name and carries contexts and events; envelopes
are read and written here, and bodies stay lxml elements that the contract's schema has judged.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any
from uuid import uuid4

from lxml import etree
from msgspec import Struct

from sf1472.contract import Contract, SchemaError
from sf1472.message import Forespoergsel
from sf1472_stub.provider.business import Besvarelse, Provider
from sf1472_stub.scenarios.model import Action
from sf1472_stub.soap.addressing import FAULT_ACTION, answer_headers
from sf1472_stub.soap.envelope import BY_NAME, SoapVersion
from sf1472_stub.soap.faults import FaultMessage, SoapFault, write_fault
from sf1472_stub.soap.reading import Envelope, read_envelope
from sf1472_stub.soap.spyne_import import (
    AnyXml,
    Application,
    Fault,
    MethodContext,
    ProtocolBase,
    ResourceNotFoundError,
    ServerBase,
    Service,
    rpc,
)

log = logging.getLogger("sf1472_stub")


class SoapRequest(Struct, frozen=True):
    """The bytes of one request and what the transport says about them."""

    body: bytes
    media_version: SoapVersion | None
    charset: str | None = None


class Reading(Struct, frozen=True):
    """What one request says: its envelope and its request, or why there is none.

    `fault` is what is wrong with the envelope, `errors` what is wrong with the body by the schema;
    `request` is None where either is, and where the body is no request of this contract;
    `other_revision` whether it says that it was made after another revision of the model.
    """

    envelope: Envelope | None = None
    fault: SoapFault | None = None
    errors: tuple[SchemaError, ...] = ()
    request: Forespoergsel | None = None
    other_revision: bool = False


class SoapAnswer(Struct, frozen=True):
    """The bytes of one answer; `fault` is the id of the fault in it, or None.

    `besvarelse` is what the provider said, where it was asked; `headers` are HTTP's.
    """

    status: int
    version: SoapVersion
    body: bytes
    fault: str | None = None
    besvarelse: Besvarelse | None = None
    headers: tuple[tuple[str, str], ...] = ()


class _ContractProtocol(ProtocolBase):  # type: ignore[misc]
    """Reads and writes envelopes of both SOAP versions; judges request bodies by the schema."""

    def __init__(self, contract: Contract) -> None:
        super().__init__()
        self.contract = contract
        self.own_version = BY_NAME[contract.service.soap_version]

    def create_in_document(self, ctx: Any, in_string_encoding: str | None = None) -> None:  # noqa: ARG002
        """Take the envelope that was read of the raw request in `ctx.in_string`."""
        reading: Reading = ctx.udc.reading
        ctx.in_document = reading.envelope
        if reading.fault is not None:
            raise reading.fault

    def decompose_incoming_envelope(self, ctx: Any, message: Any) -> None:  # noqa: ARG002
        """Name the body element for dispatch."""
        envelope: Envelope = ctx.in_document
        ctx.in_header_doc = envelope.header
        ctx.in_body_doc = envelope.body
        ctx.method_request_string = envelope.body.tag

    def generate_method_contexts(self, ctx: Any) -> list[Any]:
        """Find the operation. There is one and no auxiliary ones, so Spyne's copying is spared."""
        handles = self.get_call_handles(ctx)
        if not handles:
            raise ResourceNotFoundError(ctx.method_request_string)
        ctx.descriptor = handles[0]
        return [ctx]

    def deserialize(self, ctx: Any, message: Any) -> None:  # noqa: ARG002
        """Hand on the request that was read of a body which the contract's schema found valid."""
        reading: Reading = ctx.udc.reading
        if reading.errors:
            raise SoapFault("SKEMAFEJL", errors=reading.errors, fejl=reading.errors[0])
        ctx.in_object = reading.request

    def serialize(self, ctx: Any, message: Any) -> None:  # noqa: ARG002
        """Put the answer's body, or the fault, into an envelope of the request's version."""
        version = self.version(ctx)
        called = ctx.in_document if isinstance(ctx.in_document, Envelope) else None
        header = called.header if called is not None else None
        if ctx.out_error is None:
            besvarelse: Besvarelse = ctx.out_object[0]
            action = self.contract.service.answer_action
            body = version.wrap(besvarelse.svar, answer_headers(header, action))
            ctx.udc.answer = SoapAnswer(200, version, body, besvarelse=besvarelse)
            return
        fault = self.fault(ctx.out_error, called)
        written = write_fault(fault, version, answer_headers(header, FAULT_ACTION))
        ctx.udc.answer = _refusal(fault, version, written)

    def create_out_string(self, ctx: Any) -> None:
        """Hand the envelope's bytes to the transport."""
        ctx.out_string = [ctx.udc.answer.body]

    def version(self, ctx: Any) -> SoapVersion:
        """Return the version to answer in: the envelope's, the Content-Type's or the WSDL's."""
        if isinstance(ctx.in_document, Envelope):
            return ctx.in_document.version
        known: SoapVersion | None = getattr(ctx.out_error, "version", None)
        return known or ctx.udc.request.media_version or self.own_version

    def fault(self, error: Fault, called: Envelope | None) -> SoapFault:
        """Return the fault to send for what Spyne caught."""
        if isinstance(error, SoapFault):
            return error
        if isinstance(error, ResourceNotFoundError):
            return self.unknown(called)
        return internal_error(error)

    def unknown(self, called: Envelope | None) -> SoapFault:
        """Return the fault for a body that is not this contract's request.

        One that differs in its namespace only is told both, the one that came where it is known:
        a fault repeats nothing that a caller made up.
        """
        expected = etree.QName(self.contract.service.request_root)
        name = None if called is None else etree.QName(called.body)
        if name is None or name.localname != expected.localname:
            return SoapFault("UKENDT_OPERATION", forventet=expected.localname)
        known = name.namespace in self.contract.profile.known_namespaces
        came = name.namespace if known else "(ikke et, som kontrakten kender)"
        return SoapFault("ANDET_NAVNERUM", fik=came, forventet=expected.namespace)


class _StubApplication(Application):  # type: ignore[misc]
    """A Spyne application that lets no exception of ours reach a caller."""

    def call_wrapper(self, ctx: Any) -> Any:
        """Run the service; whatever goes wrong in it becomes an internal error."""
        try:
            return super().call_wrapper(ctx)
        except Exception as error:
            raise internal_error(error) from None


class _Carried(Struct):
    """What one call carries through Spyne (`ctx.udc`)."""

    request: SoapRequest
    reading: Reading
    action: Action | None
    answer: SoapAnswer | None = None


class _Context(MethodContext):  # type: ignore[misc]
    """Spyne's context without what a quarter of a small call's time went to.

    That is a check at every attribute that is set, and the announcing of events to nobody.
    """

    __setattr__ = object.__setattr__

    def fire_event(self, event: str, *args: Any, **kwargs: Any) -> None:
        """Announce nothing: the shell registers no listeners."""


class SoapShell(ServerBase):  # type: ignore[misc]
    """A Spyne server without a transport: one request in, one answer out, never an exception."""

    transport = "urn:sf1472-testkit:asgi"

    def __init__(self, contract: Contract, provider: Provider) -> None:
        protocol = _ContractProtocol(contract)
        application = _StubApplication(
            [_service(contract, provider)],
            tns=contract.service.namespace,
            name=contract.service.name,
            in_protocol=protocol,
            out_protocol=_ContractProtocol(contract),
        )
        self._protocol = protocol
        self._contract = contract
        self._provider = provider
        super().__init__(application)

    def read(self, request: SoapRequest) -> Reading:
        """Read the envelope, judge the body by the contract's schema, read the request."""
        try:
            envelope = read_envelope(request.body, request.charset)
        except SoapFault as fault:
            return Reading(fault=fault)
        if request.media_version is not envelope.version:
            return Reading(envelope, SoapFault("INDHOLDSTYPE", version=envelope.version))
        if envelope.body.tag != self._contract.service.request_root:
            return Reading(envelope)
        errors = self._contract.schema.errors(envelope.body)
        if errors:
            return Reading(envelope, errors=errors)
        said = self._provider.messages.read_request(envelope.body)
        other = self._contract.schema.tolerates(envelope.body)
        return Reading(envelope, request=said, other_revision=other)

    def call(
        self, request: SoapRequest, reading: Reading | None = None, action: Action | None = None
    ) -> SoapAnswer:
        """Answer one request; faults are answers, too.

        `reading` is what `read` made of the request, if it was called; `action` what a scenario
        does to the business of it.
        """
        ctx = _Context(self, MethodContext.SERVER)
        try:
            ctx.udc = _Carried(request, reading or self.read(request), action)
            ctx.in_string = [request.body]
            ctx = self._process(ctx)
            answer: SoapAnswer = ctx.udc.answer
        except Exception as error:
            return self.refuse(internal_error(error), request.media_version)
        finally:
            ctx.close()
        return answer

    def refuse(self, fault: SoapFault, version: SoapVersion | None) -> SoapAnswer:
        """Answer with `fault` before any envelope is known; `version` as far as known."""
        version = fault.version or version or self._protocol.own_version
        return _refusal(fault, version, write_fault(fault, version))

    def _process(self, ctx: Any) -> Any:
        """Run Spyne's steps for a server; returns the context that holds the answer."""
        ctx = self.generate_contexts(ctx)[0]
        if ctx.in_error is None:
            self.get_in_object(ctx)
        if ctx.in_error is None:
            self.get_out_object(ctx)
        self.get_out_string(ctx)
        return ctx


def internal_error(error: BaseException) -> SoapFault:
    """Log `error` under a number and return the fault that names the number.

    The log gets the error's kind and where it arose, never its text: that may hold the payload.
    """
    number = uuid4().hex[:12]
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("Intern fejl %s: %s\n%s", number, type(error).__name__, where)
    return SoapFault("INTERN_FEJL", nummer=number)


def _refusal(fault: SoapFault, version: SoapVersion, written: FaultMessage) -> SoapAnswer:
    return SoapAnswer(written.status, version, written.body, fault.id, headers=written.headers)


def _service(contract: Contract, provider: Provider) -> type[Any]:
    """Make the Spyne service for the contract's one operation."""

    def operation(ctx: Any, request: Forespoergsel) -> Besvarelse:
        return provider.besvar(request, ctx.udc.action)

    operation.__name__ = contract.service.operation
    decorate = rpc(
        AnyXml,
        _returns=AnyXml,
        _body_style="bare",
        _in_message_name=contract.service.request_root,
        _out_message_name=contract.service.answer_root,
    )
    return type(contract.service.name, (Service,), {operation.__name__: decorate(operation)})
