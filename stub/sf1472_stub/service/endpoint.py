"""The SOAP address (ASGI): a call comes, a scenario may step in, the journal keeps it, it goes."""

from __future__ import annotations

import logging

from msgspec.structs import replace

from sf1472.errors import KitError
from sf1472.timing import Timing
from sf1472_stub.http.delivery import (
    Connection,
    Response,
    deliver,
    send_early,
    send_response,
)
from sf1472_stub.http.request import (
    Disconnected,
    Receive,
    Scope,
    Send,
    read_body,
    read_content_type,
)
from sf1472_stub.scenarios.playing import Played, Player, response_of
from sf1472_stub.service.address import WsdlAddress
from sf1472_stub.service.keeping import Keeper
from sf1472_stub.service.record import Record
from sf1472_stub.soap.envelope import SoapVersion
from sf1472_stub.soap.faults import SoapFault
from sf1472_stub.soap.shell import SoapRequest, SoapShell, internal_error

log = logging.getLogger("sf1472_stub")


class SoapEndpoint:
    """The service's address: POST is a call, GET with `?wsdl` the contract, all else is refused.

    Parameters: `shell` reads calls and writes refusals, `player` answers, `keeper` keeps what
    came of it, and `wsdl` gives the contract.
    """

    def __init__(
        self, shell: SoapShell, player: Player, keeper: Keeper, wsdl: WsdlAddress, timing: Timing
    ) -> None:
        self._shell = shell
        self._player = player
        self._keeper = keeper
        self._wsdl = wsdl
        self._timing = timing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        connection = Connection(scope, receive, send, self._timing)
        if self._wsdl.is_asked(scope):
            with_body = scope["method"] != "HEAD"
            await send_response(connection, self._wsdl.answer(scope), with_body=with_body)
        elif scope["method"] == "POST":
            await self._call(connection)
        else:
            await self._refuse_method(connection)

    async def _refuse_method(self, connection: Connection) -> None:
        """Answer what is neither a call nor a question for the contract."""
        record = Record(connection.scope, self._timing)
        fault = SoapFault("METODE")
        response = await self._refuse(record, fault, None, (("allow", "POST"),))
        with_body = connection.scope["method"] != "HEAD"
        await send_response(connection, response, with_body=with_body)

    async def _call(self, connection: Connection) -> None:
        """Read a call and perform it, or refuse what cannot be read."""
        record = Record(connection.scope, self._timing)
        headers = dict(connection.scope["headers"])
        version: SoapVersion | None = None
        try:
            version, charset = read_content_type(headers.get(b"content-type", b""))
            body = await read_body(headers, connection.receive)
        except SoapFault as fault:
            await send_early(connection, await self._refuse(record, fault, version))
        except Disconnected:
            log.info("kalderen afbrød, før anmodningen var hel")
        else:
            await self._perform(connection, SoapRequest(body, version, charset), record)

    async def _perform(self, connection: Connection, request: SoapRequest, record: Record) -> None:
        """Answer a call that was read, the way a scenario wants it if one applies."""
        reading = self._shell.read(request)
        played = await self._player.play(record.came(request, reading), request, reading)
        try:
            await self._keeper.keep(record, played)
        except KitError as error:  # what is not kept must not be answered as if it were
            answer = self._shell.refuse(internal_error(error), request.media_version)
            await deliver(connection, response_of(answer))
            return
        await deliver(connection, played.response, played.connection_fault)
        if played.connection_fault == "haeng":
            await self._keeper.left(record)

    async def _refuse(
        self,
        record: Record,
        fault: SoapFault,
        version: SoapVersion | None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Response:
        """Keep that a call was refused; return the answer, with HTTP headers of its own."""
        answer = self._shell.refuse(fault, version)
        response = response_of(answer)
        response = replace(response, headers=(*response.headers, *headers))
        await self._keeper.keep(record, Played(response, answer))
        return response
