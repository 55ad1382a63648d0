"""A real SMTP server in a thread of the test: it takes mails, or answers as badly as it is told to."""

import asyncio
import threading
import time
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP


class Sink:
    """`refuse` maps an address to the reply its RCPT gets; addresses in `close_on` lose the connection in DATA,
    those in `hang_on` get no answer there."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []
        self.refuse: dict[str, str] = {}
        self.close_on: set[str] = set()
        self.hang_on: set[str] = set()
        self.greet_with_421 = False
        self.delay = 0.0
        self.connections = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Sink":
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(5)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def _serve(self):
        return await self._loop.create_server(self._session, "127.0.0.1", 0)

    def _session(self) -> SMTP:
        self.connections += 1
        return SMTP(self, hostname="sink.example", loop=self._loop, enable_SMTPUTF8=False)

    def __exit__(self, *_) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return ["421 Not now"] if self.greet_with_421 else responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        if address in self.close_on:
            server.transport.abort()
            return "421 Closing"
        if address in self.hang_on:
            await asyncio.sleep(10)
        if self.delay:
            await asyncio.sleep(self.delay)
        self.mails.append((address, envelope.original_content))
        return "250 Taken"

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.mails]

    def mail_to(self, address: str):
        """The one mail this address got, parsed."""
        (content,) = [content for to, content in self.mails if to == address]
        return message_from_bytes(content, policy=policy.default)

    def wait_for(self, count: int, seconds: float = 15) -> None:
        end = time.monotonic() + seconds
        while len(self.mails) < count:
            assert time.monotonic() < end, f"Only {len(self.mails)} of {count} mails came."
            time.sleep(0.01)
