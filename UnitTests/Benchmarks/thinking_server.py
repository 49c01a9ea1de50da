#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An OpenAI-compatible server that thinks for a while and sees nothing; prints its URL.

  thinking_server.py SECONDS
GET /stats: {"Count", "Seconds"} from the first request to the last reply since the /stats before. One thread for all connections (asyncio), so that it does not take the processor that is measured.
"""
import asyncio
import json
import sys
import time

TEXT = json.dumps({"findings": [], "no_abnormality": True, "impression": "No abnormality."})
REPLY = json.dumps(
    {
        "model": "stub",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": TEXT}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20},
    }
).encode()

stats = {"Count": 0, "First": None, "Last": None}


def answer(body):
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def take_stats():
    seconds = (stats["Last"] or 0.0) - (stats["First"] or 0.0)
    taken = json.dumps({"Count": stats["Count"], "Seconds": seconds}).encode()
    stats.update(Count=0, First=None, Last=None)
    return taken


async def serve(reader, writer, seconds):
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")), 0
            )
            await reader.readexactly(length)
            if head.startswith(b"GET"):
                writer.write(answer(take_stats()))
                continue
            stats["First"] = stats["First"] or time.monotonic()
            await asyncio.sleep(seconds)
            writer.write(answer(REPLY))
            await writer.drain()
            stats.update(Count=stats["Count"] + 1, Last=time.monotonic())
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main():
    seconds = float(sys.argv[1])
    server = await asyncio.start_server(lambda r, w: serve(r, w, seconds), "127.0.0.1", 0, limit=1 << 24)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


asyncio.run(main())
