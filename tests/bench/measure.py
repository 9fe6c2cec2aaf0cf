"""Programs run and watched: how long, how much memory, and when a page is there."""
import http.client
import os
import resource
import signal
import socket
import statistics
import time
from dataclasses import dataclass


class Failed(Exception):
    """A program ended badly, or did not do what it was run for."""


@dataclass(frozen=True)
class Run:
    """Wall-clock seconds and the largest resident memory in MiB."""
    seconds: float
    mib: float


def run(command, log, env=None):
    """Runs a program to its end. What it prints goes to the file `log`."""
    # What earlier runs left to be written must not slow this one.
    os.sync()
    start = time.perf_counter()
    process = _spawn(command, log, env)
    # Unlike RUSAGE_CHILDREN, which keeps the largest of all, this is one child's own.
    try:
        _, status, usage = os.wait4(process, 0)
    except BaseException:
        os.kill(process, signal.SIGKILL)
        raise
    seconds = time.perf_counter() - start
    if status != 0:
        raise Failed(f"{' '.join(map(str, command))} ended with {os.waitstatus_to_exitcode(status)}:\n{_tail(log)}")
    return Run(seconds, usage.ru_maxrss / 1024)


def _spawn(command, log, env):
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    return os.posix_spawn(command[0], [str(word) for word in command], env or os.environ, file_actions=actions)


def _tail(log, size=2000):
    with open(log, encoding="utf-8", errors="replace") as file:
        return file.read()[-size:]


class Server:
    """A server on a port of its own, from its start until `with` ends."""

    # Nothing is asked for ever.
    PATIENCE = 300

    def __init__(self, command, port, log, env=None):
        self.command, self.port, self.log, self.env = command, port, log, env
        self.connection = self.process = None

    def __enter__(self):
        os.sync()
        self.started = time.perf_counter()
        self.process = _spawn(self.command, self.log, self.env)
        return self

    def __exit__(self, *_):
        if self.process is not None:
            os.kill(self.process, signal.SIGKILL)
            os.wait4(self.process, 0)

    def until(self, path, word, since=None):
        """Seconds until the page holds a word, asked for again and again; since the server's start, or another moment."""
        start = self.started if since is None else since
        while True:
            try:
                if word in self._get(path):
                    return time.perf_counter() - start
            except (OSError, http.client.HTTPException):
                self.connection = None
                # Nobody listens yet. A millisecond's rest keeps the asking from taking a core from who is asked.
                time.sleep(0.001)
            ended, status = os.waitpid(self.process, os.WNOHANG)
            if ended:
                self.process = None
                raise Failed(f"{self.command[0]} ended with {os.waitstatus_to_exitcode(status)}:\n{_tail(self.log)}")
            if time.perf_counter() - start > self.PATIENCE:
                raise Failed(f"{path} did not show {word!r} within {self.PATIENCE} s:\n{_tail(self.log)}")

    def _get(self, path):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.PATIENCE)
            self.connection.connect()
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.read().decode("utf-8", "replace") if answer.status == 200 else (answer.read(), "")[1]


def free_port():
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def percentile(values, percent):
    """The value that so many of a hundred do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def median(values):
    """The middle of some numbers."""
    return statistics.median(values)


def own_mib():
    """This program's own memory: a child's count begins with it, so it must stay far below what is measured."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
