"""How a Lambda function starts and answers: `bootstrap` beside a function that only says hello, under the same Runtime API.

Run by tests/.tools/venv/bin/python (it needs boto3 and yaml, which come with moto); README.md beside this file says how.
"""

import argparse
import base64
import http.client
import json
import os
import queue
import re
import socket
import statistics
import subprocess
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
import yaml

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30


class Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Two small writes an answer, which Nagle's algorithm would hold apart for 40 ms.
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # A function that is ended hangs up in the middle.

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return self.rfile.read(int(self.headers.get("content-length", 0)))


def serve(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class RuntimeApi:
    """The Lambda Runtime API for one function."""

    def __init__(self):
        api = self
        self.first_next = queue.Queue()
        self.events = queue.Queue()
        self.answers = queue.Queue()

        class Handler(Quiet):
            def do_GET(self):
                api.first_next.put(time.perf_counter())
                event = api.events.get()
                if event is None:
                    return
                headers = [
                    ("lambda-runtime-aws-request-id", str(uuid.uuid4())),
                    ("lambda-runtime-deadline-ms", str(int(time.time() * 1000) + PATIENCE * 1000)),
                    ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:eu-west-1:000000000000:function:desk"),
                    ("content-type", "application/json"),
                ]
                body = json.dumps(event).encode()
                api.handed = time.perf_counter()
                self.answer(200, headers, body)

            def do_POST(self):
                body = self.body()
                api.answers.put((time.perf_counter() - api.handed, body))
                self.answer(202, [], b"{}")

        self.server = serve(Handler)

    def address(self):
        return "127.0.0.1:%d" % self.server.server_address[1]

    def invoke(self, event):
        """Milliseconds from the event's first byte to the answer's last, and the answer."""
        self.events.put(event)
        seconds, body = self.answers.get(timeout=PATIENCE)
        return seconds * 1000, json.loads(body)

    def close(self):
        self.events.put(None)
        self.server.shutdown()
        self.server.server_close()


class Store:
    """Stands before the emulator, and knows how long it takes over each call."""

    def __init__(self, port):
        store = self
        self.spent = 0.0
        local = threading.local()

        class Handler(Quiet):
            def do_POST(self):
                body = self.body()
                start = time.perf_counter()
                if not hasattr(local, "connection"):
                    local.connection = http.client.HTTPConnection("127.0.0.1", port)
                    local.connection.connect()
                    local.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                local.connection.request("POST", self.path, body, headers)
                answer = local.connection.getresponse()
                content = answer.read()
                store.spent += time.perf_counter() - start
                kept = [(n, v) for n, v in answer.getheaders() if n.lower() not in ("content-length", "connection")]
                self.answer(answer.status, kept, content)

        self.endpoint = "http://127.0.0.1:%d" % serve(Handler).server_address[1]


class Tags(yaml.SafeLoader):
    pass


Tags.add_multi_constructor("!", lambda loader, _, node: loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None)


def make_tables(endpoint):
    template = yaml.load((ROOT / "infra/template.yaml").read_text(), Tags)
    client = boto3.client("dynamodb", endpoint_url=endpoint, region_name="eu-west-1", aws_access_key_id="test", aws_secret_access_key="test")
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::DynamoDB::Table":
            keys = ["BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes"]
            client.create_table(TableName=name, **{key: resource["Properties"][key] for key in keys if key in resource["Properties"]})


class Function:
    """A program under the Runtime API, started as Lambda starts it."""

    def __init__(self, program, environment):
        self.api = RuntimeApi()
        lambdas = {
            "AWS_LAMBDA_RUNTIME_API": self.api.address(), "AWS_LAMBDA_FUNCTION_NAME": "desk",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/desk", "AWS_LAMBDA_LOG_STREAM_NAME": "bench",
            "AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test", "_HANDLER": "http",
        }
        start = time.perf_counter()
        self.process = subprocess.Popen([program], env=lambdas | environment, stdout=subprocess.DEVNULL)
        self.started = (self.api.first_next.get(timeout=PATIENCE) - start) * 1000

    def memory(self):
        """Resident now, and at most so far, in MiB."""
        status = Path("/proc/%d/status" % self.process.pid).read_text()
        return [int(re.search(name + r":\s+(\d+)", status)[1]) / 1024 for name in ("VmRSS", "VmHWM")]

    def end(self):
        self.process.kill()
        self.process.wait()
        self.api.close()


def event(method, path, body=None, headers=()):
    sent = {"host": "desk.example", "accept-language": "en", **dict(headers)}
    http_part = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "198.51.100.7", "userAgent": "bench"}
    context = {
        "accountId": "000000000000", "apiId": "api", "domainName": "desk.example", "domainPrefix": "desk", "http": http_part,
        "requestId": "0", "routeKey": "$default", "stage": "$default", "time": "01/Jan/2026:00:00:00 +0000", "timeEpoch": 0,
    }
    made = {
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "", "headers": sent,
        "requestContext": context, "isBase64Encoded": body is not None,
    }
    return made | ({"body": base64.b64encode(json.dumps(body).encode()).decode()} if body is not None else {})


TICKET = {
    "request_type": "it-incident", "title": "The projector in room C1 shows no picture", "description": "No signal.",
    "name": "Bích Ngọc", "email": "ngoc@example.org", "audience": "lecturer", "priority": "high",
    "answers": {"device": "classroom"},
}


def spread(values):
    values = sorted(values)
    return "%.2f (%.2f to %.2f)" % (statistics.median(values), values[0], values[-1])


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--turns", type=int, default=15, help="starts of each program, in turn")
    arguments.add_argument("--requests", type=int, default=300, help="requests to the warm function")
    arguments.add_argument("--programs", type=Path, default=ROOT / "target/lambda", help="where cargo built them")
    arguments.add_argument("--desk", type=Path, default=ROOT / "dist/desk", help="what `deskmark build` wrote for the desk")
    given = arguments.parse_args()
    bootstrap, hello = given.programs / "bootstrap", given.programs / "examples/hello"

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    emulator = subprocess.Popen([ROOT / "tests/.tools/bin/dynoxide", "serve", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        store = Store(port)
        make_tables(store.endpoint)
        environment = {
            "DESKMARK_TICKETS_TABLE": "Tickets", "DESKMARK_SIGNALS_TABLE": "Signals", "DESKMARK_BUNDLE": str(given.desk),
            "DESKMARK_SECRET": "0123456789abcdef" * 4, "AWS_ENDPOINT_URL_DYNAMODB": store.endpoint,
        }
        starts = {hello: [], bootstrap: []}
        resident = {hello: [], bootstrap: []}
        for _ in range(given.turns):
            for program in starts:
                function = Function(program, environment)
                starts[program].append(function.started)
                resident[program].append(function.memory()[0])
                function.end()

        function = Function(bootstrap, environment)
        key = [("content-type", "application/json"), ("idempotency-key", str(uuid.uuid4()))]
        first, created = function.api.invoke(event("POST", "/api/v1/tickets", TICKET, key))
        assert created["statusCode"] == 201, created
        path = "/t/" + json.loads(created["body"])["code"]
        whole, own = [], []
        for turn in range(given.requests + 20):
            store.spent = 0.0
            milliseconds, answer = function.api.invoke(event("GET", path))
            assert answer["statusCode"] == 200, answer
            if turn >= 20:
                whole.append(milliseconds)
                own.append(milliseconds - store.spent * 1000)
        now, most = function.memory()
        function.end()
    finally:
        emulator.kill()
        emulator.wait()

    own.sort()
    print("size of bootstrap                  %.2f MB (10^6 bytes); hello %.2f MB" % (bootstrap.stat().st_size / 1e6, hello.stat().st_size / 1e6))
    print("start to the first /next, ms       bootstrap %s; hello %s" % (spread(starts[bootstrap]), spread(starts[hello])))
    print("ratio of the medians               %.2f" % (statistics.median(starts[bootstrap]) / statistics.median(starts[hello])))
    print("resident after the start, MiB      bootstrap %s; hello %s" % (spread(resident[bootstrap]), spread(resident[hello])))
    print("first request (a ticket), ms       %.1f, with the store" % first)
    print("GET %s warm, ms    %s; without the store %s, p95 %.2f" % ("/t/{code}", spread(whole), spread(own), own[int(len(own) * 0.95)]))
    print("resident after %4d requests, MiB  %.1f, at most %.1f" % (given.requests, now, most))


if __name__ == "__main__":
    main()
