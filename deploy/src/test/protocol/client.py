"""Carries out protocol cases by the library wsproto: one JSON case a line comes in, one JSON result a line goes out.

What the library would refuse to send is written to the socket beneath it; everything read goes through it.
"""

import json
import socket
import sys
from urllib.parse import urlsplit

from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Ping,
    Pong,
    Request,
    TextMessage,
)
from wsproto.utilities import RemoteProtocolError

PATIENCE_S = 20
READ_BYTES = 65536


class Case:
    def __init__(self, url, token, test):
        self.at = urlsplit(url)
        self.token = token
        self.test = test
        self.result = {"id": test["id"], "close": 0, "pongs": [], "replies": [], "extensions": ""}
        self.text = ""
        self.over = False
        self.asked = False
        self.library = WSConnection(ConnectionType.CLIENT)
        self.socket = socket.create_connection((self.at.hostname, self.at.port), PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, event):
        self.socket.sendall(self.library.send(event))

    def say(self, frame):
        self.send(TextMessage(data=json.dumps(frame)))

    def run(self):
        try:
            self.send(Request(host=self.at.netloc, target=self.at.path))
            while not self.over:
                data = self.socket.recv(READ_BYTES)
                self.library.receive_data(data if data else None)
                for event in self.library.events():
                    self.take(event)
        except (OSError, RemoteProtocolError) as failure:
            if not self.over and self.result["close"] == 0:
                self.result["trouble"] = repr(failure)
        self.socket.close()
        return self.result

    def take(self, event):
        if isinstance(event, AcceptConnection):
            self.result["extensions"] = ",".join(str(each) for each in event.extensions)
            self.say({"op": "hello", "protocol_version": 1, "token": self.token})
        elif isinstance(event, Pong):
            self.result["pongs"].append(bytes(event.payload).hex())
        elif isinstance(event, Ping):
            self.send(event.response())
        elif isinstance(event, CloseConnection):
            self.result["close"] = int(event.code)
            self.over = True
        elif isinstance(event, TextMessage):
            self.text += event.data
            if event.message_finished:
                frame = json.loads(self.text)
                self.text = ""
                self.frame(frame)
        elif isinstance(event, BytesMessage):
            self.result["replies"].append("a binary message")

    def frame(self, frame):
        if frame["op"] == "hello_ack":
            self.asked = True
            try:
                for step in self.test["steps"]:
                    self.step(step)
                if self.test["alive"]:
                    self.say({"op": "ping", "request_id": "alive"})
            except OSError:
                pass  # refused before the last byte: the answer counts
        elif self.asked:
            if frame["op"] == "ping_res" and frame["request_id"] == "alive":
                self.over = True
            else:
                error = frame["op"] == "error"
                self.result["replies"].append("error " + frame["code"] if error else frame["request_id"])

    def step(self, step):
        kind = step["do"]
        if kind == "raw":
            data = bytes.fromhex(step["hex"])
            size = step.get("chop", 0) or len(data)
            for _ in range(step.get("times", 1)):
                for at in range(0, len(data), size):
                    self.socket.sendall(data[at : at + size])
        elif kind == "ping":
            self.send(Ping(payload=bytes.fromhex(step["hex"])))
        elif kind == "pong":
            self.send(Pong(payload=bytes.fromhex(step["hex"])))
        elif kind == "text":
            for at, part in enumerate(step["parts"]):
                self.send(TextMessage(data=part, message_finished=at == len(step["parts"]) - 1))
        elif kind == "binary":
            self.send(BytesMessage(data=bytes.fromhex(step["hex"])))
        elif kind == "close":
            self.send(CloseConnection(code=step["code"], reason=step["reason"]))
        elif kind == "fill":
            head = '{"op":"ping","request_id":' + json.dumps(step["name"])
            self.send(TextMessage(data=head + " " * (step["size"] - len(head) - 1) + "}"))


for line in sys.stdin:
    print(json.dumps(Case(sys.argv[1], sys.argv[2], json.loads(line)).run()), flush=True)
