# SPDX-License-Identifier: GPL-3.0-or-later
"""Hundreds of real and broken DICOM files, where the developer has them in ../shared/data/dicom."""
import pytest

from http_errors import assert_error
from orthanc_server import ROOT, TERMINAL, OrthancServer

FOLDER = ROOT.parent / "shared" / "data" / "dicom"
FILES = sorted(path for path in FOLDER.glob("**/*") if path.is_file()) if FOLDER.is_dir() else []


@pytest.fixture(scope="module")
def collection(required_plugin, tmp_path_factory):
    server = OrthancServer(tmp_path_factory.mktemp("collection")).start()
    yield server
    server.kill()


@pytest.mark.skipif(not FILES, reason="no ../shared/data/dicom")
def test_every_file_is_stored_or_refused_and_ends_in_a_state(collection):
    stored, states = {}, {}
    for path in FILES:
        answer = collection.post("/instances", path.read_bytes())
        assert collection.is_alive(), f"Orthanc died of {path.name}:\n{collection.log()[-2000:]}"
        if answer.status_code == 200 and isinstance(answer.json(), dict):
            stored[path.name] = answer.json()["ID"]
    for name, identifier in stored.items():
        answer = collection.analyze_now("instances", identifier)
        assert collection.is_alive(), f"Orthanc died of {name}:\n{collection.log()[-2000:]}"
        if answer.status_code == 200:
            states[name] = answer.json()["Status"]
        else:
            states[name] = assert_error(answer, 422, 413, 400)["Message"]
        for one in collection.analyses("instances", identifier):
            # Its series, as a whole, may still wait for more images.
            assert one["Level"] == "Series" or one["Status"] in TERMINAL, name
    print("\n".join(f"{name}: {state}" for name, state in states.items()))
    assert len(stored) > len(FILES) * 0.6
    completed = [name for name, state in states.items() if state == "Completed"]
    assert len(completed) > len(stored) * 0.6


@pytest.mark.skipif(not FILES, reason="no ../shared/data/dicom")
@pytest.mark.parametrize("name", ["original", "annotated", "heatmap"])
def test_every_stored_instance_answers_for_its_layers(collection, name):
    for identifier in collection.json("/instances"):
        answer = collection.get(f"/instances/{identifier}/vlm/layers/{name}?width=256")
        assert collection.is_alive(), collection.log()[-2000:]
        if answer.status_code != 200:
            assert_error(answer, 404, 413, 422)
