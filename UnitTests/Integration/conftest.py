# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures: a shared server, servers of a test's own, and the sample files."""
import contextlib
import pathlib

import pytest

from orthanc_server import ROOT, OrthancServer, plugin_path

SAMPLES = ROOT / "Resources" / "Samples"


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes more than a few seconds")


def pytest_report_header():
    return f"plugin: {plugin_path()}"


@pytest.fixture(scope="session")
def samples():
    """Sample files by modality: {"CT": [paths of one series], "MR": ..., ..., "DX", "MG", "US"}."""
    return {
        kind.upper(): sorted(SAMPLES.glob(f"{kind}-*.dcm"))
        for kind in ("ct", "mr", "dx", "mg", "us")
    }


@pytest.fixture(scope="session")
def required_plugin():
    path = plugin_path()
    if path is None or not path.exists():
        pytest.fail(
            "libOrthancVlm.so is not built: cmake --preset dev && cmake --build --preset dev"
        )
    return path


@pytest.fixture(scope="session")
def shared_orthanc(required_plugin, tmp_path_factory):
    server = OrthancServer(tmp_path_factory.mktemp("orthanc")).start()
    yield server
    server.kill()


@pytest.fixture
def orthanc(shared_orthanc):
    """A server with an empty "Vlm" section, shared by all tests, alive before and after each."""
    if not shared_orthanc.is_alive():  # an earlier test killed it and was told so
        shared_orthanc.start()
    yield shared_orthanc
    shared_orthanc.assert_alive()


@pytest.fixture
def fresh_orthanc(required_plugin, tmp_path):
    """Makes servers of the test's own: fresh_orthanc(vlm={...}); start=False only prepares one."""
    servers = []

    def make(vlm=None, start=True, **settings):
        folder = pathlib.Path(tmp_path) / f"orthanc{len(servers)}"
        server = OrthancServer(folder, vlm=vlm, **settings)
        servers.append(server)
        return server.start() if start else server

    yield make
    for server in servers:
        server.kill()


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server that no test stops; each test makes databases of its own."""
    from postgres_server import PostgresServer  # most tests need none

    with contextlib.closing(PostgresServer().start()) as server:
        yield server


@pytest.fixture
def own_postgres():
    """A PostgreSQL server that the test may stop."""
    from postgres_server import PostgresServer

    with contextlib.closing(PostgresServer().start()) as server:
        yield server


@pytest.fixture
def make_nodes(required_plugin, tmp_path):
    """Makes worlds of the test's own: make_nodes(postgres, count=3, answer=..., Workers=2)."""
    from nodes_world import NodesWorld

    worlds = []

    def make(server, start=True, **settings):
        worlds.append(NodesWorld(tmp_path / f"nodes{len(worlds)}", server, **settings))
        return worlds[-1].start() if start else worlds[-1]

    yield make
    for world in worlds:
        world.close()


@pytest.fixture(scope="module")
def browser_process():
    from browser import running_browser  # most tests need no selenium

    with running_browser() as browser:
        yield browser


@pytest.fixture
def browser(browser_process):
    browser_process.resize(1280, 800)
    browser_process.prefer("light")
    browser_process.errors()  # those of an earlier test
    yield browser_process
    browser_process.open("about:blank")  # no panel keeps asking a server
