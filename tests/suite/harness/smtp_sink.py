"""An SMTP server on a free loopback port: prints `port N`, then `mail {json}` for each message it receives."""

import asyncio
import email
import email.policy
import json

from aiosmtpd.smtp import SMTP


class Sink:
    async def handle_DATA(self, _server, _session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body(preferencelist=("plain", "html"))
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": [(name.lower(), str(value)) for name, value in message.items()],
            "text": body.get_content() if body else "",
        }
        print("mail", json.dumps(mail), flush=True)
        return "250 taken"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), enable_SMTPUTF8=True), "127.0.0.1", 0)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
