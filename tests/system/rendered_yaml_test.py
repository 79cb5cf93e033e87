"""What the renderers write, read back by sh and by PyYAML, which cloud-init and Ansible use."""

import fnmatch
import functools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

try:
    import yaml
except ImportError:
    print("python3-yaml is not installed")
    sys.exit(77)

UNIT_TESTS = pathlib.Path(os.environ["RACKSEED"]).parent / "test_plan"
WRITERS = "YamlScalar.*:EmitYaml.*:RenderHostile.*"  # the tests that call write_output

# No template: Jinja stops at the second word, so nothing is evaluated.
PLACEHOLDER = re.compile(r"\{\{ FROM SECRET [A-Za-z0-9_.:-]+ \}\}")


class NestedDumper(yaml.SafeDumper):
    """Indents lists below their key, as our files for cloud-init and Ansible do."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


class Unsafe(str):
    """A text that Ansible takes as it is."""


class AnsibleLoader(yaml.SafeLoader):
    """Knows Ansible's tag for a text that is no template."""


AnsibleLoader.add_constructor("!unsafe", lambda loader, node: Unsafe(loader.construct_scalar(node)))


@functools.cache
def load(text):
    return yaml.safe_load(text)


@functools.cache
def load_ansible(text):
    return yaml.load(text, AnsibleLoader)


def dump(value, dumper=yaml.SafeDumper, **options):
    return yaml.dump(value, Dumper=dumper, default_flow_style=False, width=float("inf"), **options)


def is_ordinary(text):
    return all(" " <= character <= "~" for character in text)


def texts_in(tree):
    """Values only: Ansible leaves keys alone."""
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list):
        return [text for item in tree for text in texts_in(item)]
    return [tree] if isinstance(tree, str) else []


class Output(unittest.TestCase):
    """The files that the unit tests wrote."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        subprocess.run([UNIT_TESTS, f"--gtest_filter={WRITERS}", "--gtest_brief=1"],
                       env={**os.environ, "RACKSEED_TEST_OUTPUT": str(cls.folder)}, check=True)

    def lines(self, name):
        return [json.loads(line) for line in (self.folder / name).read_text().splitlines()]


class EmitterTest(Output):
    def test_every_scalar_reads_back_as_the_text_it_was(self):
        lines = self.lines("scalars.jsonl")
        self.assertGreater(len(lines), 5000)
        for line in lines:
            text = bytes.fromhex(line["hex"]).decode("utf-8", "replace")
            with self.subTest(text):
                if "\ufffd" not in text:
                    self.assertEqual(yaml.safe_load(line["item"]), [text])
                    self.assertEqual(yaml.safe_load(line["pair"]), {text: text})
                self.assertIsInstance(yaml.safe_load(line["item"])[0], str)

    def test_ordinary_scalars_are_written_as_pyyaml_writes_them(self):
        for line in self.lines("scalars.jsonl"):
            text = bytes.fromhex(line["hex"]).decode("utf-8", "replace")
            if is_ordinary(text):
                with self.subTest(text):
                    self.assertEqual(line["item"], dump([text]))
                    self.assertEqual(line["pair"], dump({text: text}))

    def test_trees_are_written_as_pyyaml_writes_them(self):
        for line in self.lines("trees.jsonl"):
            tree = {"root": line["tree"]}
            self.assertEqual(line["nested"], dump(tree, NestedDumper, sort_keys=False))
            self.assertEqual(line["nice"], dump(tree, indent=4))


class HostileValuesTest(Output):
    def check(self, check):
        """Calls check(text, files) with each text that was put into every field of a plan."""
        for line in self.lines("hostile.jsonl"):
            with self.subTest(line["text"][:80]):
                check(line["text"], line["files"])

    def test_the_installer_reads_each_value_as_it_was(self):
        def check(text, files):
            root = load(files["user-data"])["autoinstall"]
            self.assertEqual(root["timezone"], text)
            self.assertEqual(root["identity"]["username"], text)
            self.assertEqual(root["identity"]["password"], text)
            self.assertEqual(root["ssh"]["authorized-keys"], [text])
            self.assertEqual(root["packages"], [text])
            self.assertEqual(root["apt"]["mirror-selection"]["primary"], [{"uri": text}])
            self.assertEqual(root["user-data"]["fqdn"], f"ctrl1.{text}")
            self.assertTrue(root["user-data"]["phone_home"]["url"].endswith("/172.30.2.10/" + text))

        self.check(check)

    def test_the_installer_finds_the_disks_and_volumes_of_the_plan(self):
        def check(text, files):
            config = load(files["user-data"])["autoinstall"]["storage"]["config"]
            disks = [entry for entry in config if entry["type"] == "disk"]
            self.assertEqual([disk["wipe"] for disk in disks], [text, text])
            for disk in disks:
                pattern = disk["match"]["serial"]
                self.assertTrue(fnmatch.fnmatchcase(text + "_1", pattern))
                self.assertFalse(fnmatch.fnmatchcase("x" + text, pattern))
            groups = [entry["name"] for entry in config if entry["type"] == "lvm_volgroup"]
            self.assertEqual(groups, [text])
            volume = [entry for entry in config if entry["type"] == "lvm_partition"][-1]
            self.assertEqual((volume["name"], volume["size"]), (text + "/", text))
            paths = [entry["path"] for entry in config if entry["type"] == "mount"]
            self.assertEqual(paths, ["/", "", "/boot", "/boot/efi"])

        self.check(check)

    def test_cloud_init_reads_each_value_as_it_was(self):
        def check(text, files):
            root = yaml.safe_load(files["image/user-data"])
            self.assertEqual((root["timezone"], root["fqdn"]), (text, f"ctrl1.{text}"))
            user = root["users"][0]
            self.assertEqual((user["name"], user["passwd"]), (text, text))
            self.assertEqual(user["ssh_authorized_keys"], [text])
            identity = {"instance-id": f"rackseed-{text}-ctrl1-r3", "local-hostname": "ctrl1"}
            self.assertEqual(yaml.safe_load(files["meta-data"]), identity)

        self.check(check)

    def test_netplan_and_ansible_read_the_same_search_domain(self):
        def check(text, files):
            vlans = yaml.safe_load(files["netplan.yaml"])["network"]["vlans"]
            self.assertEqual(vlans["vlan10"]["nameservers"]["search"], [text])
            variables = load_ansible(files["osism/inventory/host_vars/ctrl1.yml"])
            self.assertEqual(variables["network_vlans"], vlans)

        self.check(check)

    def test_ansible_reads_each_value_as_it_was(self):
        def check(text, files):
            def read(name):
                return load_ansible(files[f"osism/{name}"])

            generic = read("inventory/group_vars/generic/rackseed.yml")
            self.assertEqual(generic["timezone_name"], text)
            self.assertEqual(read("cookiecutter.yml")["default_context"]["domain"], text)
            kolla = read("environments/kolla/configuration.rackseed.yml")
            self.assertEqual(kolla["keepalived_traffic_mode"], text)
            self.assertEqual(kolla["kolla_external_fqdn"], text)
            common = read("environments/configuration.rackseed.yml")
            self.assertEqual(common["resolvconf_search"], text)
            self.assertEqual(common["hosts_additional_entries"], {text: "172.30.1.5"})

        self.check(check)

    def test_ansible_templates_nothing_of_the_plan(self):
        def check(text, files):
            for name, content in files.items():
                if not name.endswith(".yml"):
                    continue
                for value in texts_in(load_ansible(content)):
                    template = any(opening in value for opening in ("{{", "{%", "{#"))
                    if template and not PLACEHOLDER.fullmatch(value):
                        self.assertIsInstance(value, Unsafe, name)

        self.check(check)

    def test_the_shell_executes_nothing_of_the_plan(self):
        with tempfile.TemporaryDirectory() as folder:
            stub = pathlib.Path(folder, "bin", "curl")
            stub.parent.mkdir()
            stub.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
            stub.chmod(0o755)
            work = pathlib.Path(folder, "work")
            work.mkdir()

            def run(command, *options):
                return subprocess.run(["/bin/sh", *options, "-c", command], cwd=work, check=True,
                                      capture_output=True, env={"PATH": str(stub.parent)}).stdout

            def check(text, files):
                root = load(files["user-data"])["autoinstall"]
                late = root["late-commands"]
                for command in root["early-commands"] + late + root["error-commands"]:
                    run(command, "-n")
                url = f"http://10.1.8.2/api/v1/install/172.30.2.10/{text}/gate"
                self.assertEqual(run(root["early-commands"][0]).decode().split("\0")[-2], url)
                url = f"http://10.1.8.2/api/v1/install/172.30.2.10/{text}/installed"
                self.assertEqual(run(late[-1]).decode().split("\0")[-2], url)
                grant, _, path = late[0].rpartition(" > /target/etc/sudoers.d/90-")
                self.assertEqual(run(grant).decode(), f"{text} ALL=(ALL) NOPASSWD:ALL\n")
                self.assertRegex(path, r"\A[\w-]+ && chmod 0440 /target/etc/sudoers.d/90-[\w-]+\Z")
                self.assertEqual(list(work.iterdir()), [])

            self.check(check)


if __name__ == "__main__":
    if not UNIT_TESTS.exists():
        print(f"{UNIT_TESTS} is not built")
        sys.exit(77)
    unittest.main()
