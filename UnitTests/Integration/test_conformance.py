# SPDX-License-Identifier: GPL-3.0-or-later
"""Every request against checkers made from Google's protobuf and OpenAI's OpenAPI files, where
there are any: VLM_CHECKERS names their folder."""
import os
import pathlib
import re
import subprocess

import pytest

from dicom_objects import series_of, to_bytes
from model_server import Answer, reply_with
from model_world import KEY, Backend, ModelWorld, see_square, square_object
from orthanc_server import ROOT, poll

CHECKERS = pathlib.Path(os.environ.get("VLM_CHECKERS", ROOT.parent / "shared" / "checkers"))
pytestmark = pytest.mark.skipif(not CHECKERS.is_dir(), reason="no checkers here (VLM_CHECKERS)")

CHECK = {"Gemini": "gemini/check_gemini_request", "OpenAI": "openai/check_openai_request"}
SETTINGS = {
    "plain": {},
    "calls": {"Calls": 4},
    "png": {"ImageFormat": "Png", "Temperature": None},
    "thinking-off": {"Thinking": "off"},
    "thinking-high": {"Thinking": "high"},
    "thinking-number": {"Thinking": "1024", "MaxOutputTokens": 256},
    "repair": {},
}


def backend(kind, name):
    answer = Answer(text='{"findings": [') if name == "repair" else see_square
    return Backend(
        answer, SETTINGS[name], kind, serves="gemini-2.5-flash" if kind == "Gemini" else "gpt-x"
    )


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    backends = {f"{kind}-{name}": backend(kind, name) for kind in CHECK for name in SETTINGS}
    backends |= {f"{kind}-series": Backend(Answer(reply_with()), type=kind) for kind in CHECK}
    made = ModelWorld(tmp_path_factory.mktemp("conformance"), backends).start()
    for name in backends:
        made.wait_tested(name)
    yield made
    made.close()


def check(program, folder, bodies):
    paths = []
    for index, body in enumerate(bodies):
        paths.append(folder / f"{index}.json")
        paths[-1].write_bytes(body)
    run = subprocess.run(
        ["/usr/bin/python3", CHECKERS / program, *paths], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]
    # The older name is meant: llama.cpp and others know no other, and refusals teach the newer one.
    warnings = [line for line in run.stdout.splitlines() if "warning" in line]
    assert [line for line in warnings if "max_tokens is deprecated" not in line] == []


@pytest.mark.parametrize("kind", CHECK)
def test_every_request_conforms(world, kind, tmp_path):
    series = world.store(*series_of("CT", 3, BodyPartExamined="CHEST", PatientSex="F"))
    series = world.orthanc.json(f"/instances/{series}/series")["ID"]
    uuids = [world.ask(f"{kind}-series", series, "series")]
    uuids += [world.ask(f"{kind}-{name}") for name in SETTINGS]
    for uuid in uuids:
        world.outcome(uuid)
    stubs = [stub for name, stub in world.stubs.items() if name.startswith(kind)]
    bodies = [request.body for stub in stubs for request in stub.requests]
    assert len(bodies) >= 2 * len(SETTINGS)  # self-tests are requests, too
    check(CHECK[kind], tmp_path, bodies)


@pytest.mark.parametrize("kind", CHECK)
def test_an_independent_server_takes_the_requests(required_plugin, fresh_orthanc, kind, tmp_path):
    program = CHECKERS / ("gemini/gemini_stub" if kind == "Gemini" else "openai/openai_stub")
    scenario = tmp_path / "scenario.json"
    scenario.write_text('{"steps": [{"do": "from_schema"}], "after": "repeat_last"}')
    command = [
        "/usr/bin/python3",
        program,
        "--port",
        "0",
        "--log",
        tmp_path,
        "--scenario",
        scenario,
    ]
    said = tmp_path / "said"
    with open(said, "wb") as output:
        server = subprocess.Popen([*command, "--key", KEY], stdout=output, stderr=output)
    try:
        found = poll(lambda: re.search(r"127\.0\.0\.1:(\d+)", said.read_text()), 15, "the server")
        url = f"http://127.0.0.1:{found[1]}" + ("/v1" if kind == "OpenAI" else "")
        section = {
            "Type": kind,
            "Url": url,
            "Model": "gemini-2.5-flash",
            "ApiKeyEnvironment": "VLM_TEST_KEY",
        }
        orthanc = fresh_orthanc({"AnalyzeOnStore": False, "Models": {"m": section}}, start=False)
        orthanc.environment = {"VLM_TEST_KEY": KEY}
        orthanc.start()
        first = orthanc.post_instance(to_bytes(square_object()))["ID"]
        answer = orthanc.analyze_now("instances", first, Model="m")
        assert answer.status_code == 200, answer.text
        assert answer.json()["Status"] in ("Completed", "Abstained")
        log = (tmp_path / "requests.jsonl").read_text()
        assert log.count("\n") >= 2 and '"errors": []' in log
    finally:
        server.terminate()
        server.wait()
