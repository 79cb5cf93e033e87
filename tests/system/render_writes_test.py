"""How `rackseed render` writes: nothing twice, nothing in halves, nothing over your change."""

import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import tempfile
import unittest

RACKSEED = os.environ["RACKSEED"]
EXAMPLES = pathlib.Path(os.environ["RACKSEED_SOURCE"]) / "examples"
MINIPOD = EXAMPLES / "minipod.yaml"
FACTS = EXAMPLES / "minipod-facts.json"

DONE, INVALID, UNREACHABLE, REFUSED = 0, 2, 3, 5
LIMIT_S = 60


def command(out, *options, plan=MINIPOD, facts=FACTS):
    return [RACKSEED, "render", str(plan), "--facts", str(facts), "--out", str(out), *options]


def is_temporary(path):
    return path.name.startswith(".") and path.name.endswith(".rackseed-new")


def files_in(folder):
    """Path -> content of every file, without temporaries."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and not is_temporary(path)}


def temporaries_in(folder):
    return [path for path in folder.rglob("*") if is_temporary(path)]


def identities_in(folder):
    status = {path: path.lstat() for path in folder.rglob("*")}
    return {path: (one.st_ino, one.st_mtime_ns, one.st_mode) for path, one in status.items()}


class RenderCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.out = self.folder / "out"

    def render(self, *options, expect=DONE, **how):
        run = subprocess.run(command(self.out, *options, **how), capture_output=True,
                             encoding="utf-8", timeout=LIMIT_S, check=False)
        self.assertEqual(run.returncode, expect, run.stdout + run.stderr)
        return run

    def edited_plan(self, old, new):
        text = MINIPOD.read_text()
        self.assertEqual(text.count(old), 1, old)
        plan = self.folder / "plan.yaml"
        plan.write_text(text.replace(old, new))
        return plan


class Render(RenderCase):
    def test_writes_nothing_the_second_time(self):
        self.render()
        before = identities_in(self.out)
        self.assertGreater(len(before), 50)
        run = self.render()
        self.assertEqual(identities_in(self.out), before)
        self.assertIn("0 written, 0 replaced,", run.stdout)
        self.render("--force")
        self.assertEqual(identities_in(self.out), before)

    def test_writes_the_same_everywhere(self):
        self.render()
        first = files_in(self.out)
        self.out = self.folder / "somewhere" / "else"
        self.render()
        self.assertEqual(files_in(self.out), first)

    def test_restores_what_is_missing(self):
        self.render()
        whole = files_in(self.out)
        shutil.rmtree(self.out / "eos")
        (self.out / "vips.json").unlink()
        self.render()
        self.assertEqual(files_in(self.out), whole)

    def test_leaves_a_changed_file_and_everything_else_alone(self):
        self.render()
        (self.out / "eos/tor-r11a.cfg").write_text("mine\n")
        (self.out / "vips.json").unlink()
        before = identities_in(self.out)
        run = self.render(expect=REFUSED)
        self.assertIn(f"differs: {self.out}/eos/tor-r11a.cfg\n", run.stderr)
        self.assertIn("--force", run.stderr)
        self.assertEqual(run.stderr.count("differs: "), 1)
        self.assertEqual(identities_in(self.out), before)

    def test_replaces_changed_files_by_force(self):
        self.render()
        whole = files_in(self.out)
        (self.out / "eos/tor-r11a.cfg").write_text("mine\n")
        (self.out / "notes.txt").write_text("mine as well\n")
        self.assertIn("0 written, 1 replaced,", self.render("--force").stdout)
        self.assertEqual(files_in(self.out), whole | {"notes.txt": b"mine as well\n"})

    def test_says_what_it_did_as_json(self):
        keys = ["written", "replaced", "unchanged", "differing", "notes"]
        first = json.loads(self.render("--json").stdout)
        self.assertEqual(list(first), keys)
        self.assertEqual(sorted(first["written"]), sorted(files_in(self.out)))
        (self.out / "vips.json").write_text("mine\n")
        refused = json.loads(self.render("--json", expect=REFUSED).stdout)
        self.assertEqual((refused["written"], refused["differing"]), ([], ["vips.json"]))
        self.assertEqual(sorted(refused["unchanged"] + ["vips.json"]), sorted(first["written"]))
        forced = json.loads(self.render("--json", "--force").stdout)
        self.assertEqual((forced["replaced"], forced["differing"]), (["vips.json"], []))

    def test_renders_nothing_of_an_invalid_plan(self):
        run = self.render(expect=INVALID, plan=self.edited_plan("vlan: 20,", "vlan: 10,"))
        self.assertIn("E-204", run.stderr)
        self.assertFalse(self.out.exists())

    def test_says_what_is_out_of_reach(self):
        self.render(expect=UNREACHABLE, plan=self.folder / "missing.yaml")
        self.render(expect=UNREACHABLE, facts=self.folder / "missing.json")
        self.assertFalse(self.out.exists())
        self.out.write_text("a file\n")
        self.render(expect=UNREACHABLE)
        self.assertEqual(self.out.read_text(), "a file\n")


class Links(RenderCase):
    """Whoever may write into the folder cannot make render write elsewhere."""

    def setUp(self):
        super().setUp()
        self.elsewhere = self.folder / "elsewhere"
        self.elsewhere.mkdir()
        (self.elsewhere / "tor-r11a.cfg").write_text("precious\n")

    def assert_refused(self):
        before = identities_in(self.out)
        for options in [], ["--force"]:
            run = self.render(*options, expect=REFUSED)
            self.assertIn("symbolic link", run.stderr)
        self.assertEqual(identities_in(self.out), before)
        self.assertEqual(files_in(self.elsewhere), {"tor-r11a.cfg": b"precious\n"})

    def test_to_a_folder_are_refused(self):
        self.render()
        shutil.rmtree(self.out / "eos")
        (self.out / "eos").symlink_to(self.elsewhere)
        self.assert_refused()

    def test_to_a_folder_are_refused_before_anything_is_written(self):
        self.out.mkdir()
        (self.out / "nocloud").symlink_to("../elsewhere")
        self.assert_refused()
        self.assertEqual(list(self.out.iterdir()), [self.out / "nocloud"])

    def test_to_a_file_are_refused(self):
        self.render()
        (self.out / "eos/tor-r11a.cfg").unlink()
        (self.out / "eos/tor-r11a.cfg").symlink_to(self.elsewhere / "tor-r11a.cfg")
        self.assert_refused()

    def test_to_nothing_are_refused(self):
        self.render()
        (self.out / "vips.json").unlink()
        (self.out / "vips.json").symlink_to(self.elsewhere / "new.json")
        self.assert_refused()


class KilledRun(RenderCase):
    """A run that dies leaves whole files, and what it was writing under another name."""

    def kill_when(self, is_time, *options, **how):
        """A run may be faster."""
        with subprocess.Popen(command(self.out, *options, **how), stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as run:
            while run.poll() is None:
                if is_time():
                    run.kill()
                    break
            run.wait(LIMIT_S)

    def entries(self):
        return sum(len(names) for _, _, names in os.walk(self.out))

    def assert_only_whole_files_and_repaired(self, whole):
        found = files_in(self.out) if self.out.exists() else {}
        self.assertLessEqual(found.items(), whole.items())
        self.render()
        self.assertEqual(files_in(self.out), whole)
        self.assertEqual(temporaries_in(self.out), [])

    def test_leaves_only_whole_files(self):
        self.render()
        whole = files_in(self.out)
        interrupted = 0
        for count in range(0, len(whole), 9):
            shutil.rmtree(self.out)
            self.kill_when(lambda least=count: self.entries() >= least)
            interrupted += len(temporaries_in(self.out)) > 0
            self.assert_only_whole_files_and_repaired(whole)
        self.assertGreater(interrupted, 0, "no run was killed while it wrote")

    def test_leaves_no_half_file_under_its_name(self):
        self.render()
        whole = files_in(self.out)
        shutil.rmtree(self.out)
        most_bytes = 1000  # of one file; the kernel kills whoever writes more
        run = subprocess.run(command(self.out), check=False, timeout=LIMIT_S, preexec_fn=lambda: (
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))))
        self.assertEqual(run.returncode, -signal.SIGXFSZ)
        self.assertIn(most_bytes, [path.stat().st_size for path in temporaries_in(self.out)])
        self.assert_only_whole_files_and_repaired(whole)

    def test_leaves_the_old_file_or_the_new_one(self):
        self.render()
        old = files_in(self.out)
        changed = self.edited_plan("revision: 7", "revision: 8")
        self.render("--force", plan=changed)
        new = files_in(self.out)
        self.assertNotEqual(old, new)
        for count in range(0, 30, 5):
            self.render("--force")
            self.kill_when(lambda least=count: len(temporaries_in(self.out)) >= least, "--force",
                           plan=changed)
            for path, content in files_in(self.out).items():
                self.assertIn(content, (old[path], new[path]), path)
        self.render("--force", plan=changed)
        self.assertEqual(files_in(self.out), new)


if __name__ == "__main__":
    unittest.main()
