# SPDX-License-Identifier: GPL-3.0-or-later
"""A server on loopback that speaks Gemini, Vertex and OpenAI, and answers as a test tells it to.

It keeps everything that it was sent. What it was not told, it answers like an honest model that
sees nothing; self-tests it answers by looking at the picture.
"""
import base64
import dataclasses
import io
import json
import select
import socket
import ssl
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy
from PIL import Image

from bright_shapes import parts_of
from model_envelopes import gemini_envelope, openai_envelope

NOTHING_FOUND = {
    "image_quality": {"adequate": True, "reason": ""},
    "findings": [],
    "no_abnormality": True,
    "technique": "Single image.",
    "findings_text": "No abnormality is seen.",
    "impression": "No abnormality.",
    "recommendations": [],
    "limitations": ["One image only."],
}


def finding(label="Mass", box=(300, 400, 450, 600), **more):
    """A finding in the model-reply schema; the box is [ymin, xmin, ymax, xmax] in thousandths."""
    stated = {
        "label": label,
        "image": 0,
        "box_2d": list(box),
        "score": 0.8,
        "laterality": "unknown",
    }
    return {**stated, **more}


def reply_with(*findings, **more):
    stated = {
        "findings": list(findings),
        "no_abnormality": not findings,
        "impression": "See findings.",
    }
    return {**NOTHING_FOUND, **stated, **more}


@dataclasses.dataclass
class Answer:
    """`text` is what the model writes (a dict becomes JSON); the rest is how it goes wrong."""

    text: object = None
    finish: str = None  # in the words of the API; None: the ordinary end
    served: str = None  # None: the model asked for
    status: int = 200
    body: bytes = None  # instead of the API's envelope
    headers: dict = dataclasses.field(default_factory=dict)
    delay: float = 0.0
    thought: str = None  # reasoning before the text, or alone if text is None
    blocked: bool = False  # Gemini's promptFeedback
    break_off: str = None  # "reset" in the middle of the body, "short": less than Content-Length


def rate_limited(seconds):
    detail = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{seconds}s"}
    error = {
        "code": 429,
        "message": "Quota is used up.",
        "status": "RESOURCE_EXHAUSTED",
        "details": [detail],
    }
    return Answer(
        status=429,
        body=json.dumps({"error": error}).encode(),
        headers={"Retry-After": str(seconds)},
    )


def refused(status, message="No."):
    return Answer(
        status=status, body=json.dumps({"error": {"code": status, "message": message}}).encode()
    )


@dataclasses.dataclass
class Request:
    path: str
    headers: dict  # names in lower case
    body: bytes
    json: object = None
    arrived: float = 0.0  # time.monotonic()
    hung_up: bool = False  # the client did not wait for the answer
    pictures: list = dataclasses.field(default_factory=list)  # encoded bytes
    texts: list = dataclasses.field(default_factory=list)

    def is_self_test(self):
        words = " ".join(self.texts).lower()
        return "circle" in words and "triangle" in words

    def images(self):
        return [Image.open(io.BytesIO(picture)) for picture in self.pictures]


def collect(value, request):
    """Texts and pictures anywhere in a request of either API."""
    if isinstance(value, dict):
        inline = value.get("inlineData")
        url = value.get("image_url")
        if inline:
            request.pictures.append(base64.b64decode(inline["data"]))
        elif url:
            request.pictures.append(base64.b64decode(url["url"].split(",", 1)[1]))
        else:
            for one in value.values():
                collect(one, request)
    elif isinstance(value, list):
        for one in value:
            collect(one, request)
    elif isinstance(value, str):
        request.texts.append(value)


def shapes_in(picture):
    """What a perfect model says about the self-test picture: a box for each bright shape."""
    bright = numpy.asarray(Image.open(io.BytesIO(picture)).convert("L")) > 100
    height, width = bright.shape
    findings = []
    for top, bottom, left, right in parts_of(bright):
        fill = bright[top:bottom, left:right].mean()
        label = "square" if fill > 0.9 else "circle" if fill > 0.65 else "triangle"
        edges = [top / height, left / width, bottom / height, right / width]
        findings.append(finding(label, [round(edge * 1000) for edge in edges]))
    return reply_with(*findings)


class ModelServer:
    """`answer` is called with each Request that is no self-test and gives an Answer; a list of
    Answers is given one after the other, the last one again and again."""

    def __init__(self, answer=None, certificate=None, key=None, self_test=None):
        self.answer = answer or Answer(NOTHING_FOUND)
        self.token_answer = None  # instead of a token
        self.self_test = self_test or (lambda request: Answer(shapes_in(request.pictures[0])))
        self.requests, self.tokens, self.lock = [], [], threading.Lock()
        self.connections, self.at_once, self.most_at_once = 0, 0, 0
        self.closing = threading.Event()
        handler = type("Handler", (_Handler,), {"model": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.scheme = "https"
        self.port = self.server.server_address[1]
        self.url = f"{self.scheme}://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    def asked(self):
        """The requests that are no self-tests."""
        with self.lock:
            return [request for request in self.requests if not request.is_self_test()]

    def answer_to(self, request):
        if request.is_self_test():
            return self.self_test(request)
        if isinstance(self.answer, list):
            count = len(self.asked())
            return self.answer[min(count, len(self.answer)) - 1]
        return self.answer if isinstance(self.answer, Answer) else self.answer(request)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def setup(self):
        super().setup()
        with self.model.lock:
            self.model.connections += 1

    def do_GET(self):
        self._token()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "token" in self.path:
            self._token(body)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers, body, json.loads(body), time.monotonic())
        collect(request.json, request)
        with self.model.lock:
            self.model.requests.append(request)
            self.model.at_once += 1
            self.model.most_at_once = max(self.model.most_at_once, self.model.at_once)
        answer = self.model.answer_to(request)
        self._wait(answer.delay, request)
        with self.model.lock:
            self.model.at_once -= 1
        self._send(answer, request)

    def _wait(self, seconds, request):
        """Until the time is over, the client hangs up or the server is closed."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.model.closing.is_set() and not request.hung_up:
            pause = min(0.05, max(0.0, end - time.monotonic()))
            readable = select.select([self.connection], [], [], pause)[0]
            if readable and isinstance(self.connection, ssl.SSLSocket):
                return  # neither a hang-up nor a second request can be told from the other
            try:
                request.hung_up = bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
            except ConnectionError:
                request.hung_up = True

    def _token(self, body=b""):
        with self.model.lock:
            self.model.tokens.append(Request(self.path, dict(self.headers), body))
            number, other = len(self.model.tokens), self.model.token_answer
        if other:
            self._write(other.status, other.headers, other.body)
            return
        token = {"access_token": f"token-{number}", "expires_in": 3600, "token_type": "Bearer"}
        self._write(200, {"Content-Type": "application/json"}, json.dumps(token).encode())

    def _send(self, answer, request):
        if answer.body is not None:
            body = answer.body
        elif "/chat/completions" in request.path:
            body = json.dumps(openai_envelope(answer, request.json["model"])).encode()
        else:
            asked = request.path.rsplit("/", 1)[1].split(":")[0]
            body = json.dumps(gemini_envelope(answer, asked)).encode()
        headers = {"Content-Type": "application/json; charset=UTF-8", **answer.headers}
        if answer.break_off:
            self._break_off(answer, headers, body)
        else:
            self._write(answer.status, headers, body)

    def _write(self, status, headers, body):
        try:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True  # the client had enough

    def _break_off(self, answer, headers, body):
        self._write(
            200, {**headers, "Content-Length": str(len(body) + 1000)}, body[: len(body) // 2]
        )
        self.close_connection = True
        if answer.break_off == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
