# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages in a real browser: each file of UnitTests/Browser is one test, run by node."""
import os
import shutil
import subprocess

import pytest
from browser_world import BrowserWorld, Control
from orthanc_server import ROOT

BROWSER = ROOT / "UnitTests" / "Browser"
SECONDS = 1200


@pytest.fixture(scope="module")
def world_file(required_plugin, tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    world = BrowserWorld(folder)
    control = Control(world, folder)
    yield control.path
    control.close()
    world.close()


@pytest.mark.parametrize("name", sorted(path.name for path in BROWSER.glob("*.test.mjs")))
def test_pages(world_file, name):
    node = shutil.which("node")
    assert node and (BROWSER / "node_modules").exists(), "npm ci --prefix UnitTests/Browser"
    run = subprocess.run(
        [node, "--test", str(BROWSER / name)],
        env={**os.environ, "VLM_WORLD": str(world_file)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        cwd=ROOT,
    )
    assert run.returncode == 0, run.stdout[-12000:]
