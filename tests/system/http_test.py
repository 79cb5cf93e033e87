"""The HTTP server with real and with hostile clients: curl, and sockets that misbehave."""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(os.environ["RACKSEED_PROGRAMS"], "http_server")
LIMIT_S = 60
HUGE = 1 << 28
LEAVERS = 100  # each at another moment
LARGE = bytes(range(256)) * 16384  # 4 MiB

if not shutil.which("curl"):
    print("missing: curl")
    sys.exit(77)


class Server:
    """The program with short limits, on a port of the system's choice."""

    def __init__(self, root, *arguments):
        self.process = subprocess.Popen(
            [PROGRAM, root, "127.0.0.1:0", *arguments], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, errors="replace")
        self.port = int(self.process.stdout.readline().split()[1])

    def stop(self):
        """Its exit code and what it said."""
        said, _ = self.process.communicate(timeout=LIMIT_S)
        return self.process.returncode, said.splitlines()


class HttpCase(unittest.TestCase):
    def setUp(self):
        outer = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.root = outer / "root"
        (self.root / "os").mkdir(parents=True)
        (self.root / "os/large.iso").write_bytes(LARGE)
        (self.root / "small.ipxe").write_text("#!ipxe\n")
        (self.root / "empty").touch()
        (outer / "secret").write_text("key")
        (self.root / "link").symlink_to("../secret")
        self.out = outer / "out"
        self.server = Server(self.root, "--quick")
        self.addCleanup(self.server.stop)

    def curl(self, path, *options):
        return subprocess.run(
            ["curl", "-sS", "--path-as-is", "-m", str(LIMIT_S), *options,
             f"http://127.0.0.1:{self.server.port}{path}"],
            capture_output=True, timeout=LIMIT_S, check=False)

    def status(self, path, *options):
        run = self.curl(path, "-o", "/dev/null", "-w", "%{http_code}", *options)
        return int(run.stdout)

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.server.port), timeout=LIMIT_S)
        self.addCleanup(client.close)
        return client

    def ask(self, text):
        """All that comes until the server closes."""
        client = self.connect()
        client.sendall(text)
        return read_all(client)


def read_all(client):
    answer = b""
    try:
        while part := client.recv(65536):
            answer += part
    except ConnectionResetError:
        pass
    return answer


class Files(HttpCase):
    def test_arrive_whole(self):
        self.assertEqual(self.curl("/os/large.iso").stdout, LARGE)
        self.assertEqual(self.curl("/small.ipxe").stdout, b"#!ipxe\n")
        self.assertEqual(self.curl("/empty").stdout, b"")

    def test_say_their_length_to_head(self):
        head = self.curl("/os/large.iso", "-I").stdout.decode()
        self.assertIn(f"Content-Length: {len(LARGE)}\r\n", head)
        self.assertIn("Content-Type: application/vnd.efi-iso\r\n", head)
        self.assertIn("Accept-Ranges: bytes\r\n", head)

    def test_are_resumed(self):
        self.out.write_bytes(LARGE[:1000003])
        run = self.curl("/os/large.iso", "-C", "-", "-o", str(self.out))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.out.read_bytes(), LARGE)

    def test_are_sent_in_parts(self):
        self.assertEqual(self.curl("/os/large.iso", "-r", "100-299").stdout, LARGE[100:300])
        self.assertEqual(self.curl("/os/large.iso", "-r", "-5").stdout, LARGE[-5:])
        self.assertEqual(self.status("/os/large.iso", "-r", "9999999-"), 416)

    def test_are_not_sent_again(self):
        head = self.curl("/small.ipxe", "-I").stdout.decode()
        etag = next(line[6:] for line in head.split("\r\n") if line.startswith("ETag: "))
        self.assertEqual(self.status("/small.ipxe", "-H", f"If-None-Match: {etag}"), 304)
        (self.root / "small.ipxe").write_text("#!ipxe\nboot\n")
        self.assertEqual(self.status("/small.ipxe", "-H", f"If-None-Match: {etag}"), 200)

    def test_come_one_after_the_other(self):
        run = subprocess.run(
            ["curl", "-sS", "-m", str(LIMIT_S), "-w", "%{num_connects}",
             *[f"http://127.0.0.1:{self.server.port}/small.ipxe"] * 3],
            capture_output=True, text=True, timeout=LIMIT_S, check=True)
        self.assertEqual(run.stdout, "#!ipxe\n1#!ipxe\n0#!ipxe\n0")

    def test_outside_the_root_stay_there(self):
        for path in ["/../secret", "/%2e%2e/secret", "/os/../../secret", "/..%2fsecret",
                     "/%2e%2e%2fsecret", "/os/..%5c..%5csecret", "/.%2e/secret", "/link",
                     "/small.ipxe%00", "//../secret", "/%c0%ae%c0%ae/secret"]:
            with self.subTest(path):
                run = self.curl(path)
                self.assertNotIn(b"key", run.stdout)
                self.assertIn(self.status(path), [400, 403, 404])

    def test_are_only_read(self):
        for method in ["PUT", "DELETE", "POST", "PATCH", "BREW"]:
            self.assertEqual(self.status("/small.ipxe", "-X", method), 405)


class Bodies(HttpCase):
    def test_are_read(self):
        self.assertEqual(self.curl("/echo", "-d", "x" * 1000).stdout, b"x" * 1000)
        chunked = self.curl("/echo", "-H", "Transfer-Encoding: chunked", "-d", "abc")
        self.assertEqual(chunked.stdout, b"abc")

    def test_wait_for_leave(self):
        run = self.curl("/echo", "-H", "Expect: 100-continue", "-d", "abc")
        self.assertEqual(run.stdout, b"abc")

    def test_that_are_too_large_are_refused(self):
        self.assertEqual(self.status("/echo", "-d", "x" * 1001), 413)


class Hostile(HttpCase):
    def test_requests_get_an_answer(self):
        for text, status in [
                (b"GET small HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
                (b"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
                (b"nonsense\r\n\r\n", b"400"),
                (b"GET / HTTP/9.9\r\n\r\n", b"400"),
                (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
                (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
                (b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 20000 + b"\r\n\r\n", b"431"),
                (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 4000 + b"\r\n", b"431"),
                (b"POST /echo HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", b"400"),
                (b"POST /echo HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n", b"413"),
                (b"POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"400")]:
            with self.subTest(text[:40]):
                self.assertTrue(self.ask(text).startswith(b"HTTP/1.1 " + status), text[:40])

    def test_requests_in_one_packet_are_all_answered(self):
        one = b"GET /small.ipxe HTTP/1.1\r\nHost: x\r\n\r\n"
        last = b"GET /empty HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        answer = self.ask(one * 20 + last)
        self.assertEqual(answer.count(b"200 OK"), 21)
        self.assertEqual(answer.count(b"#!ipxe\n"), 20)

    def test_request_byte_by_byte_is_answered(self):
        client = self.connect()
        for byte in b"GET /small.ipxe HTTP/1.0\r\n\r\n":
            client.send(bytes([byte]))
        self.assertTrue(read_all(client).endswith(b"#!ipxe\n"))

    def test_clients_that_wait_are_left(self):
        for start in [b"", b"GET / HT", b"POST /echo HTTP/1.1\r\nContent-Length: 5\r\n\r\nab"]:
            with self.subTest(start):
                self.assertEqual(self.ask(start), b"")

    def test_reader_that_takes_nothing_is_left(self):
        client = socket.socket()
        self.addCleanup(client.close)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(LIMIT_S)
        client.connect(("127.0.0.1", self.server.port))
        client.sendall(b"GET /os/large.iso HTTP/1.1\r\nHost: x\r\n\r\n")
        line = next(line for line in self.server.process.stdout if "/os/large.iso" in line)
        self.assertIn("whole=false", line)

    def test_readers_that_leave_in_the_middle_do_no_harm(self):
        with open(self.root / "os/huge.img", "wb") as file:
            file.truncate(HUGE)
        for i in range(LEAVERS):
            with self.connect() as client:
                client.sendall(b"GET /os/huge.img HTTP/1.1\r\nHost: a\r\n\r\n")
                for _ in range(i):
                    client.recv(65536)
        self.assertEqual(self.status("/small.ipxe"), 200)

    def test_client_over_its_limit_is_closed(self):
        clients = [self.connect() for _ in range(48)]
        extra = self.connect()
        self.assertEqual(read_all(extra), b"")
        clients[0].sendall(b"GET /small.ipxe HTTP/1.0\r\n\r\n")
        self.assertTrue(read_all(clients[0]).endswith(b"#!ipxe\n"))


class Stopping(HttpCase):
    def test_ends_every_connection(self):
        client = self.connect()
        client.sendall(b"GET /small.ipxe HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertTrue(client.recv(65536))
        code, _ = self.server.stop()
        self.assertEqual(code, 0)
        self.assertEqual(read_all(client), b"")


if __name__ == "__main__":
    unittest.main()
