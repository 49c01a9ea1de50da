# SPDX-License-Identifier: GPL-3.0-or-later
"""A checker and stubs that are not ours find nothing either; skipped where they are not there."""
import contextlib
import os
import pathlib
import re
import subprocess

import pytest

from orthanc_server import ROOT, poll
from planted_objects import all_kinds

CHECKERS = pathlib.Path(os.environ.get("VLM_CHECKERS", ROOT.parent / "shared" / "checkers"))
pytestmark = pytest.mark.skipif(
    not (CHECKERS / "phi" / "check_phi").exists(), reason="the checkers are not installed"
)


@contextlib.contextmanager
def stub(name, folder):
    """The port of one of the checkers' stubs, which logs into `folder`."""
    program = CHECKERS / name / f"{name}_stub"
    command = [program, "--port", "0", "--log", folder / name, "--quiet"]
    with open(folder / f"{name}.out", "wb") as out:
        process = subprocess.Popen([str(word) for word in command], stdout=out, stderr=out)
    try:
        said = lambda: re.search(r"127\.0\.0\.1:(\d+)", (folder / f"{name}.out").read_text())
        yield poll(said, 20, f"the port of {name}_stub").group(1)
    finally:
        process.terminate()
        process.wait()


def test_the_independent_checker_finds_no_leak(fresh_orthanc, tmp_path):
    kinds = all_kinds()
    with stub("gemini", tmp_path) as gemini, stub("openai", tmp_path) as openai:
        models = {
            "gemini": {"Type": "Gemini", "Url": f"http://127.0.0.1:{gemini}"},
            "openai": {"Type": "OpenAI", "Model": "m", "Url": f"http://127.0.0.1:{openai}/v1"},
        }
        for model in models.values():
            model["ApiKeyEnvironment"] = "VLM_TEST_KEY"
        orthanc = fresh_orthanc({"AnalyzeOnStore": False, "Models": models}, start=False)
        orthanc.environment = {"VLM_TEST_KEY": "test-key"}
        orthanc.start()
        for planted in kinds.values():
            instance = [orthanc.post_instance(content)["ID"] for content in planted.files][0]
            for model in models:
                orthanc.analyze_now("instances", instance, Model=model)
    forbidden = set().union(*(planted.forbidden for planted in kinds.values()))
    (tmp_path / "forbidden.txt").write_text("\n".join(sorted(forbidden)) + "\n")
    for name in models:
        command = [CHECKERS / "phi" / "check_phi", tmp_path / name, "--no-metadata"]
        command += ["--forbidden", tmp_path / "forbidden.txt", "--min-requests", str(len(kinds))]
        checked = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout + checked.stderr
