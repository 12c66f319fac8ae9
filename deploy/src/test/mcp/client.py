"""The Python client, in the era it is told, with the credential of HOLDFAST_TOKEN.

It calls tools one after the other, each as a line of standard input says, and prints what each came
to as one line.
"""

import json
import os
import sys

import anyio
import httpx2
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client


def say(value):
    print(json.dumps(value), flush=True)


async def main(url, mode):
    headers = {"Authorization": "Bearer " + os.environ["HOLDFAST_TOKEN"]}
    async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
        async with Client(streamable_http_client(url, http_client=http), mode=mode) as client:
            version = client.protocol_version
            say({"era": "modern" if version >= "2026" else "legacy", "version": version})
            while line := await anyio.to_thread.run_sync(sys.stdin.readline):
                call = json.loads(line)
                try:
                    answer = await client.call_tool(call["name"], call["arguments"])
                    say(answer.model_dump(mode="json", by_alias=True, exclude_none=True))
                except Exception as error:
                    say({"failed": repr(error)})


anyio.run(main, *sys.argv[1:])
