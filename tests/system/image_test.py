"""`rackseed image` as its users see it: import, list, verify, and what survives a kill."""

import ctypes
import hashlib
import itertools
import json
import os
import pathlib
import pty
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import unittest

RACKSEED = os.environ["RACKSEED"]
PEERS = pathlib.Path(os.environ["RACKSEED_SOURCE"]) / "build/peers"
PACKAGES = ["ipxe", "shim-signed", "grub-efi-amd64-signed"]

DONE, INVALID, UNREACHABLE, FAILED, REFUSED = 0, 2, 3, 4, 5
LIMIT_S = 60  # a hang
MIB = 1 << 20


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def noise(size, seed=1):
    return random.Random(seed).randbytes(size)


def write_iso(path, files):
    """Writes an ISO 9660 image by the library that the program reads it with."""
    library = ctypes.CDLL("libarchive.so.13")
    library.archive_write_new.restype = library.archive_entry_new.restype = ctypes.c_void_p
    library.archive_write_data.restype = ctypes.c_ssize_t
    writer = ctypes.c_void_p(library.archive_write_new())
    library.archive_write_set_format_iso9660(writer)
    library.archive_write_open_filename(writer, os.fsencode(path))
    for name, content in files.items():
        entry = ctypes.c_void_p(library.archive_entry_new())
        library.archive_entry_set_pathname(entry, name.encode())
        library.archive_entry_set_filetype(entry, 0o100000)
        library.archive_entry_set_perm(entry, 0o644)
        library.archive_entry_set_size(entry, ctypes.c_int64(len(content)))
        library.archive_write_header(writer, entry)
        library.archive_write_data(writer, content, ctypes.c_size_t(len(content)))
        library.archive_entry_free(entry)
    assert library.archive_write_close(writer) == 0
    library.archive_write_free(writer)


class ImageCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.state = self.folder / "state"

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def command(self, what, *arguments):
        return [RACKSEED, "image", what, *map(str, arguments), "--state", str(self.state)]

    def image(self, what, *arguments, **options):
        return subprocess.run(self.command(what, *arguments), capture_output=True, encoding="utf-8",
                              timeout=LIMIT_S, check=False, **options)

    def assert_exit(self, code, run):
        self.assertEqual(run.returncode, code, run.stdout + run.stderr)

    def done(self, what, *arguments):
        run = self.image(what, *arguments)
        self.assert_exit(DONE, run)
        return run.stdout

    def listed(self):
        return json.loads(self.done("list", "--json"))

    def stored(self):
        return sorted(path.name for path in (self.state / "images").iterdir())


class Import(ImageCase):
    def test_stores_a_content_once_and_serves_it_by_links(self):
        content = noise(3 * MIB)
        file = self.write("a.img", content)
        self.assertIn("a.img: file, 3.0 MiB, SHA-256 " + sha256(content),
                      self.done("import", file, "--as", "noble"))
        self.assertIn("a.img: already stored", self.done("import", file, "--as", "jammy"))
        self.assertEqual(self.stored(), [sha256(content)])
        stored = self.state / "images" / sha256(content)
        self.assertEqual(stored.read_bytes(), content)
        for profile in ["noble", "jammy"]:
            self.assertTrue((self.state / "os" / profile / "a.img").samefile(stored))
        self.assertEqual(self.listed()[0]["paths"], ["os/jammy/a.img", "os/noble/a.img"])
        self.done("verify")

    def test_refuses_another_digest(self):
        file = self.write("a.img", b"abc")
        run = self.image("import", file, "--sha256", sha256(b"abd"))
        self.assert_exit(REFUSED, run)
        self.assertIn("nothing was stored", run.stderr)
        self.assertEqual(self.stored(), [])
        self.assertEqual(self.listed(), [])
        self.done("import", file, "--sha256", sha256(b"abc").upper())

    def test_takes_a_folder_with_its_paths(self):
        self.write("tree/casper/vmlinuz", b"kernel")
        self.write("tree/.disk/info", b"info")
        (self.folder / "tree/copy").symlink_to("casper/vmlinuz")
        (self.folder / "tree/debian").symlink_to(".")
        run = self.image("import", self.folder / "tree", "--as", "noble")
        self.assert_exit(DONE, run)
        self.assertIn("debian: skipped", run.stderr)
        served = self.state / "os/noble"
        self.assertEqual((served / "casper/vmlinuz").read_bytes(), b"kernel")
        self.assertTrue((served / "copy").samefile(served / "casper/vmlinuz"))
        self.assertEqual((served / ".disk/info").read_bytes(), b"info")
        self.assertEqual(len(self.listed()), 2)

    def test_stores_nothing_of_a_folder_whose_link_leads_out(self):
        self.write("tree/a", b"abc")
        (self.folder / "tree/b").symlink_to("/etc/hostname")
        run = self.image("import", self.folder / "tree", "--as", "noble")
        self.assert_exit(REFUSED, run)
        self.assertIn("leads out", run.stderr)
        self.assertFalse(self.state.exists())

    def test_refuses_names_that_a_terminal_obeys(self):
        run = self.image("import", self.write("a\x1b[2J", b"abc"))
        self.assert_exit(REFUSED, run)
        self.assertNotIn("\x1b", run.stderr)

    def test_is_2_for_a_wrong_use(self):
        file = self.write("a.img", b"abc")
        for arguments in [[], [file, "--loaders"], [file, "--loaders-from", "/"],
                          [file, "--as", ".."], [file, "--as", "a/b"], [file, "--sha256", "abc"],
                          [file, "--unpack"], [self.folder], ["--loaders", "--as", "noble"],
                          [self.folder, "--as", "noble", "--sha256", sha256(b"")]]:
            with self.subTest(arguments):
                self.assert_exit(INVALID, self.image("import", *arguments))
        self.assertFalse(self.state.exists())
        without_state = subprocess.run([RACKSEED, "image", "import", file], capture_output=True,
                                       timeout=LIMIT_S, check=False)
        self.assertEqual(without_state.returncode, INVALID)

    def test_is_3_for_what_is_out_of_reach(self):
        self.assert_exit(UNREACHABLE, self.image("import", self.folder / "missing"))
        self.state.write_bytes(b"no folder")
        self.assert_exit(UNREACHABLE, self.image("import", self.write("a.img", b"abc")))

    def test_shows_progress_on_a_terminal_only(self):
        file = self.write("a.img", noise(2 * MIB))
        self.assertEqual(self.image("import", file).stderr, "")
        ours, theirs = pty.openpty()
        with subprocess.Popen(self.command("verify"), stdout=subprocess.PIPE, stderr=theirs) as run:
            os.close(theirs)
            shown = b""
            try:
                while piece := os.read(ours, 4096):
                    shown += piece
            except OSError:  # the other end is closed
                pass
        os.close(ours)
        self.assertEqual(run.returncode, DONE)
        self.assertIn(b"verify: 100 %", shown)


class Unpack(ImageCase):
    def test_serves_kernel_and_initrd_where_boot_scripts_ask(self):
        for files, served in [
            ({"casper/vmlinuz": b"ubuntu kernel", "casper/initrd": b"070701 ubuntu"},
             {"casper/vmlinuz": b"ubuntu kernel", "casper/initrd": b"070701 ubuntu"}),
            ({"install.amd/vmlinuz": b"debian kernel", "install.amd/initrd.gz": b"070701 debian"},
             {"linux": b"debian kernel", "initrd.gz": b"070701 debian"}),
        ]:
            with self.subTest(served):
                iso = self.folder / "installer.iso"
                write_iso(iso, files | {"../../evil": b"evil", "README": b"text"})
                self.done("import", iso, "--as", "os1", "--unpack")
                folder = self.state / "os/os1"
                self.assertEqual((folder / "installer.iso").read_bytes(), iso.read_bytes())
                for path, content in served.items():
                    self.assertEqual((folder / path).read_bytes(), content)
        kinds = {image["name"]: image["kind"] for image in self.listed()}
        self.assertEqual(kinds["installer.iso"], "iso")
        self.assertEqual(kinds["initrd.gz"], "initrd")
        self.done("verify")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         ["installer.iso", "state"])

    def test_stores_nothing_of_an_iso_that_it_does_not_know(self):
        iso = self.folder / "other.iso"
        write_iso(iso, {"boot/vmlinuz": b"kernel"})
        text = self.write("text.iso", b"no ISO")
        for file, why in [(iso, "looked for casper/vmlinuz"), (text, "is no ISO")]:
            run = self.image("import", file, "--as", "os1", "--unpack")
            self.assert_exit(INVALID, run)
            self.assertIn(why, run.stderr)
        self.assertFalse(self.state.exists())


class Loaders(ImageCase):
    NAMES = ["grubx64.efi", "ipxe.efi", "shimx64.efi", "snponly.efi", "undionly.kpxe"]

    @unittest.skipUnless(all((PEERS / package).exists() for package in PACKAGES),
                         f"./test unpacks {', '.join(PACKAGES)} into {PEERS}")
    def test_come_from_unpacked_packages(self):
        self.done("import", "--loaders", "--loaders-from", PEERS)
        self.assertEqual(sorted(path.name for path in (self.state / "os/boot").iterdir()),
                         self.NAMES)
        self.assertEqual({image["kind"] for image in self.listed()}, {"loader"})
        self.assertEqual((self.state / "os/boot/shimx64.efi").read_bytes(),
                         (PEERS / "shim-signed/usr/lib/shim/shimx64.efi.signed").read_bytes())
        self.assertIn("already stored", self.done("import", "--loaders", "--loaders-from", PEERS))

    def test_that_are_missing_name_their_packages(self):
        run = self.image("import", "--loaders", "--loaders-from", self.folder)
        self.assert_exit(UNREACHABLE, run)
        self.assertIn("apt install " + " ".join(PACKAGES), run.stderr)
        self.assertFalse(self.state.exists())


class List(ImageCase):
    def test_is_a_table_or_json(self):
        self.assertEqual(self.image("list").returncode, UNREACHABLE)
        self.done("import", self.write("a.img", b"QFI\xfb" + noise(2000)), "--as", "noble")
        head, row = self.done("list").splitlines()
        self.assertEqual(head.split(), ["NAME", "KIND", "SIZE", "SHA-256", "SERVED", "AS"])
        digest = self.stored()[0]
        self.assertEqual(row.split(), ["a.img", "qcow2", "2.0", "KiB", digest[:12], "os/noble/a.img"])
        image = self.listed()[0]
        self.assertRegex(image.pop("imported"), r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(image, {"sha256": digest, "name": "a.img", "kind": "qcow2", "bytes": 2004,
                                 "compressed_bytes": 0, "paths": ["os/noble/a.img"]})

    def test_of_an_empty_store_is_empty(self):
        self.write("empty/.keep", b"")
        self.done("import", self.folder / "empty", "--as", "noble")
        self.assertEqual(len(self.listed()), 1)


class Verify(ImageCase):
    def setUp(self):
        super().setUp()
        self.content = noise(2 * MIB + 5)
        self.file = self.write("a.img", self.content)
        self.done("import", self.file, "--as", "noble")
        self.stored_file = self.state / "images" / sha256(self.content)

    def problems(self):
        run = self.image("verify", "--json")
        self.assert_exit(FAILED, run)
        return [(one["fault"], one["path"]) for one in json.loads(run.stdout)["problems"]]

    def test_finds_one_changed_octet(self):
        with open(self.stored_file, "r+b") as file:
            file.seek(MIB + 3)
            file.write(bytes([self.content[MIB + 3] ^ 1]))
        self.assertEqual(self.problems(), [("changed", f"images/{self.stored_file.name}")])
        run = self.image("verify")
        self.assertIn("a.img: its SHA-256 is", run.stdout)

    def test_tells_how_to_mend_what_it_finds(self):
        os.truncate(self.stored_file, 5)
        self.assertEqual(self.problems(), [("changed", f"images/{self.stored_file.name}")])
        self.stored_file.unlink()
        self.assertEqual(self.problems(), [("missing", f"images/{self.stored_file.name}"),
                                           ("orphaned", "os/noble/a.img")])
        self.done("import", self.file, "--as", "noble")
        self.done("verify")

    def test_finds_files_of_nobody(self):
        self.write("state/images/stray", b"")
        self.write("state/os/noble/stray", b"")
        self.assertEqual(self.problems(), [("orphaned", "images/stray"),
                                           ("orphaned", "os/noble/stray")])


def can_trace():
    """strace gives the signal or the error at one exact system call, so nothing is left to time."""
    return shutil.which("strace") and subprocess.run(
        ["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


# All by which an import changes what is on the disk.
CALLS = ["pwrite64", "fsync", "fdatasync", "fchmod", "ftruncate", "renameat2", "renameat", "linkat",
         "mkdirat", "mkdir"]


class Interrupted(ImageCase):
    def inject(self, what, arguments):
        command = ["strace", "-o", "/dev/null", "-e", f"trace={what.split(':')[0]}", "-e",
                   f"inject={what}", *self.command("import", *arguments)]
        environment = {**os.environ, "LSAN_OPTIONS": "detect_leaks=0"}  # it traces, too
        return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=LIMIT_S,
                              check=False, env=environment)

    def test_import_goes_on_where_it_was_killed(self):
        content = noise(20 * MIB)
        file = self.write("a.img", content)

        def limit():  # the kernel kills who writes more
            resource.setrlimit(resource.RLIMIT_FSIZE, (12 * MIB, 12 * MIB))

        run = self.image("import", file, preexec_fn=limit)
        self.assertEqual(run.returncode, -signal.SIGXFSZ)
        part, = self.stored()
        self.assertTrue(part.startswith(".part-"))
        self.assertEqual(self.listed(), [])
        self.assertIn("of which 12.0 MiB were there", self.done("import", file))
        self.assertEqual(self.stored(), [sha256(content)])
        self.done("verify")

    @unittest.skipUnless(can_trace(), "needs strace and the right to trace")
    def test_import_may_be_killed_at_any_call(self):
        content = noise(MIB + 5)
        file = self.write("a.img", content)
        arguments = [file, "--as", "noble"]
        kills = 0
        for call, number in self.until_done(lambda what: self.inject(
                what + ":signal=KILL", arguments).returncode, -signal.SIGKILL):
            with self.subTest(f"{call} {number}"):
                self.done("import", *arguments)
                self.assertEqual(self.stored(), [sha256(content)])
                self.assertEqual((self.state / "os/noble/a.img").read_bytes(), content)
                self.assertEqual(len(self.listed()), 1)
                self.done("verify")
            shutil.rmtree(self.state)
            kills += 1
        self.assertGreater(kills, 30)

    def until_done(self, run, failure):
        """Yields each (call, number) whose failure ended the program so."""
        for call in CALLS:
            for number in itertools.count(1):
                code = run(f"{call}:when={number}")
                if code == DONE:
                    shutil.rmtree(self.state)
                    break
                self.assertEqual(code, failure, f"{call} {number}")
                yield call, number

    @unittest.skipUnless(can_trace(), "needs strace and the right to trace")
    def test_import_leaves_nothing_when_the_disk_gets_full(self):
        content = noise(MIB + 5)
        file = self.write("a.img", content)
        said = []

        def run(what):
            result = self.inject(what + ":error=ENOSPC", [file])
            said.append(result.stderr)
            return result.returncode

        for call, number in self.until_done(run, UNREACHABLE):
            with self.subTest(f"{call} {number}"):
                if (self.state / "images").exists():
                    self.assertEqual(self.stored(), [])
                self.done("import", file)
            shutil.rmtree(self.state)
        self.assertGreater(sum("No space left on device; free some space" in text
                               for text in said), 4)


@unittest.skipUnless(os.geteuid() == 0 and subprocess.run(
    ["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0,
    "only root can mount a small disk")
class FullDisk(ImageCase):
    def test_is_seen_before_anything_is_copied(self):
        large = self.write("large.img", noise(40 * MIB))
        small = self.write("small.img", noise(MIB))
        self.state.mkdir()
        script = ('mount -t tmpfs -o size=96m none "$1" || exit 77; shift\n'
                  'large="$1" small="$2" state="$3"; shift 3\n'
                  '"$@" import "$small" --state "$state" || exit 1\n'
                  '"$@" import "$large" --state "$state"; echo "exit $?"\n'
                  '"$@" import "$large" --as noble --state "$state" 2>&1; echo "exit $?"\n'
                  '"$@" verify --state "$state"; echo "exit $?"; ls -A "$state/images"')
        run = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", self.state, large, small,
                              self.state, RACKSEED, "image"],
                             capture_output=True, encoding="utf-8", timeout=LIMIT_S, check=False)
        if run.returncode == 77:
            self.skipTest("no tmpfs can be mounted")
        lines = run.stdout.splitlines()
        self.assertEqual([line for line in lines if line.startswith("exit")],
                         ["exit 3", "exit 3", "exit 0"], run.stdout + run.stderr)
        self.assertEqual(lines[-1], sha256(small.read_bytes()))
        self.assertRegex(run.stderr, r"not enough space: 40\.0 MiB are needed \(and 64\.0 MiB for "
                                     r"the database\), 9\d\.\d MiB are free; free \d+\.\d MiB")


if __name__ == "__main__":
    unittest.main()
