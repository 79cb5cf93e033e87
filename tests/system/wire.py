"""Two network namespaces joined by a veth pair, for programs that talk over a network of their own.
Needs root."""

import os
import queue
import subprocess
import threading

def _ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)


class Wire:
    """`with Wire() as wire:` makes both ends and removes them again."""

    SERVER, CLIENT = "10.99.0.1", "10.99.0.2"

    def __init__(self):
        self.server = f"rs-server-{os.getpid()}"
        self.client = f"rs-client-{os.getpid()}"

    def __enter__(self):
        try:
            for name in (self.server, self.client):
                _ip("netns", "add", name)
                _ip("-n", name, "link", "set", "lo", "up")
            self.join()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in (self.server, self.client):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)

    def join(self):
        """Makes both ends anew, as after cut()."""
        _ip("-n", self.server, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0",
            "netns", self.client)
        for name, address in ((self.server, self.SERVER), (self.client, self.CLIENT)):
            _ip("-n", name, "address", "add", f"{address}/24", "dev", "eth0")
            _ip("-n", name, "link", "set", "eth0", "up")

    def cut(self):
        """Both ends vanish, as a network card does that is unplugged."""
        _ip("-n", self.server, "link", "delete", "eth0")

    def on_server(self, *command):
        return ["ip", "netns", "exec", self.server, *map(str, command)]

    def on_client(self, *command):
        return ["ip", "netns", "exec", self.client, *map(str, command)]


class Running:
    """A program that runs as long as its block: it ends with its standard input, or by SIGTERM."""

    LIMIT_S = 30

    def __init__(self, command, by_signal=False, errors_too=False):
        self.command = command
        self.by_signal = by_signal
        self.errors = subprocess.STDOUT if errors_too else None

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
            text=True, errors="replace")
        self.lines = queue.SimpleQueue()
        self.reader = threading.Thread(target=self._read)  # no output may stop the program
        self.reader.start()
        return self

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def line(self):
        """The next line of its output. Throws queue.Empty when none comes."""
        return self.lines.get(timeout=self.LIMIT_S)

    def __exit__(self, *_):
        self.process.stdin.close()
        if self.by_signal:
            self.process.terminate()
        try:
            self.process.wait(timeout=self.LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reader.join()
        self.process.stdout.close()


def why_not():
    """Why namespaces cannot be made here; empty when they can."""
    if os.geteuid() != 0:
        return "needs root"
    try:
        with Wire():
            return ""
    except (OSError, subprocess.CalledProcessError) as error:
        return f"no network namespaces: {getattr(error, 'stderr', '') or error}"
