"""What `rackseed render` writes for NoCloud, read by cloud-init's own schema check.

cloud-init is not installed (it would take over this machine's network at the next boot): ./test
unpacks Debian's package below build/peers.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

try:
    import yaml
except ImportError:
    print("python3-yaml is not installed")
    sys.exit(77)

RACKSEED = os.environ["RACKSEED"]
SOURCE = pathlib.Path(os.environ["RACKSEED_SOURCE"])
EXAMPLES = SOURCE / "examples"
MODULES = SOURCE / "build/peers/cloud-init/usr/lib/python3/dist-packages"
LIMIT_S = 60

if not MODULES.exists():
    print(f"{MODULES} is missing: ./test unpacks it")
    sys.exit(77)


def check_schema(path):
    return subprocess.run(
        ["/usr/bin/python3", "-m", "cloudinit.cmd.main", "schema", "--config-file", str(path)],
        env=os.environ | {"PYTHONPATH": str(MODULES)}, capture_output=True, text=True,
        timeout=LIMIT_S, check=False)


class CloudInitCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def render(self, name):
        """The user-data of every node."""
        subprocess.run([RACKSEED, "render", str(EXAMPLES / f"{name}.yaml"), "--facts",
                        str(EXAMPLES / f"{name}-facts.json"), "--out", str(self.folder / name)],
                       check=True, capture_output=True, timeout=LIMIT_S)
        return sorted(self.folder.glob(f"{name}/nocloud/*/user-data"))

    def write(self, config):
        path = self.folder / "user-data"
        path.write_text("#cloud-config\n" + yaml.safe_dump(config))
        return path

    def assert_valid(self, path):
        run = check_schema(path)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("Valid cloud-config", run.stdout)


class UserData(CloudInitCase):
    def test_is_valid(self):
        files = self.render("minipod")
        self.assertEqual(len(files), 9)
        for path in [files[0], files[-1], self.render("fabric")[0]]:
            with self.subTest(path):
                self.assert_valid(path)

    def test_of_the_installed_system_is_valid(self):
        for path in self.render("minipod")[::4]:
            with self.subTest(path):
                inner = yaml.safe_load(path.read_text())["autoinstall"]["user-data"]
                self.assert_valid(self.write(inner))

    def test_that_is_wrong_is_refused(self):
        wrong = self.write({"hostname": 5, "phone_home": {"tries": "many"}})
        self.assertNotEqual(check_schema(wrong).returncode, 0)


if __name__ == "__main__":
    unittest.main()
