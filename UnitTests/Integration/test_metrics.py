# SPDX-License-Identifier: GPL-3.0-or-later
"""What Orthanc's Prometheus endpoint tells of the plugin, and that the dashboard and the alert rules
in Resources/Monitoring ask for nothing else."""
import json
import re
import shutil
import subprocess

import pytest
import yaml

from model_server import Answer, finding, refused, reply_with
from model_world import Backend, ModelWorld
from orthanc_server import ROOT, poll

MONITORING = ROOT / "Resources" / "Monitoring"
GOOD = Answer(reply_with(finding("Bright square", (300, 600, 600, 800))))
LINE = re.compile(r"^(\w+) (-?[0-9.e+-]+)( \d+)?$")
NAME = re.compile(r"\bvlm_\w+")
PATTERN = re.compile(r'__name__=~\\?"([^"\\]+)\\?"')


def metrics(server):
    """All of the plugin's, by name."""
    found = {}
    for line in server.get("/tools/metrics-prometheus").text.splitlines():
        match = LINE.match(line)
        if match and match.group(1).startswith("vlm_"):
            found[match.group(1)] = float(match.group(2))
    return found


def wait_metric(server, name, is_so):
    """The plugin counts what the database holds at most every two seconds."""
    return poll(lambda: is_so(metrics(server).get(name, -1)) or None, 15, name)


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    backends = {"good": Backend(GOOD), "broken": Backend(refused(400), {"MaxRetries": 0})}
    made = ModelWorld(tmp_path_factory.mktemp("metrics"), backends).start()
    for name in backends:
        made.wait_tested(name)
    yield made
    made.close()


def test_counts_what_became_of_analyses(world):
    before = metrics(world.orthanc)
    identifier = world.analyze("good").analysis["OrthancId"]
    layer = world.orthanc.get(f"/instances/{identifier}/vlm/layers/original")
    assert layer.status_code == 200, layer.text
    after = metrics(world.orthanc)

    def grown(name):
        return after[name] - before[name]

    assert grown("vlm_analyses_completed") == 1
    assert grown("vlm_analysis_attempts") == 1
    assert grown("vlm_analysis_whole_seconds_count") == 1
    assert grown("vlm_analysis_model_seconds_sum") > 0
    assert grown("vlm_analysis_failures") == 0
    assert after["vlm_model_good_requests"] == len(world.stubs["good"].requests)
    assert grown("vlm_model_good_sent_bytes") > 0
    assert grown("vlm_models_input_tokens") == grown("vlm_model_good_input_tokens") > 0
    assert grown("vlm_drawing_seconds_count") == 1
    assert grown("vlm_drawing_bytes") == len(layer.content)


def test_counts_failures_by_kind(world):
    before = metrics(world.orthanc)
    assert world.analyze("broken").report["Status"] == "Failed"
    after = metrics(world.orthanc)
    assert after["vlm_analyses_failed"] - before["vlm_analyses_failed"] == 1
    kinds = {
        name: after[name] - before[name]
        for name in after
        if name.startswith("vlm_analysis_failures_") and after[name] != before[name]
    }
    assert kinds == {"vlm_analysis_failures_bad_input": 1}
    assert after["vlm_models_failures"] > before["vlm_models_failures"]


def test_tells_the_queue_and_who_paused_it(world):
    server = world.orthanc
    wait_metric(server, "vlm_queue_completed", lambda value: value >= 1)
    found = metrics(server)
    assert found["vlm_nodes_alive"] == 1
    assert found["vlm_database_up"] == 1
    assert found["vlm_queue_paused"] == 0
    answer = server.post("/vlm/queue/pause", {"Reason": "test"})
    assert answer.status_code == 200, answer.text
    try:
        wait_metric(server, "vlm_queue_paused", lambda value: value == 1)
        world.ask("good")
        wait_metric(server, "vlm_queue_due", lambda value: value == 1)
        wait_metric(server, "vlm_queue_oldest_due_seconds", lambda value: value > 0)
    finally:
        assert server.post("/vlm/queue/resume").status_code == 200
    wait_metric(server, "vlm_queue_due", lambda value: value == 0)


def asked_names(expression):
    """Names, and patterns of names, that a PromQL expression asks for."""
    patterns = PATTERN.findall(expression)
    names = set(NAME.findall(PATTERN.sub("", expression)))
    return names, patterns


def assert_known(expression, known, where):
    names, patterns = asked_names(expression)
    assert names or patterns or "up{" in expression, f"{where} asks for nothing: {expression}"
    unknown = names - set(known)
    assert not unknown, f"{where}: no such metric: {sorted(unknown)}"
    for pattern in patterns:
        assert any(re.fullmatch(pattern, one) for one in known), f"{where}: nothing like {pattern}"


def test_the_dashboard_shows_what_there_is(world):
    known = metrics(world.orthanc)
    dashboard = json.loads((MONITORING / "grafana-dashboard.json").read_text())
    assert dashboard["schemaVersion"] >= 37  # Grafana 9
    variables = {one["name"]: one for one in dashboard["templating"]["list"]}
    assert variables["datasource"]["type"] == "datasource"
    assert_known(variables["instance"]["definition"], known, "the variable instance")
    shown, identifiers = set(), set()
    for panel in dashboard["panels"]:
        assert panel["title"]
        assert panel["id"] not in identifiers
        identifiers.add(panel["id"])
        if panel["type"] == "row":
            continue
        assert panel["fieldConfig"]["defaults"]["unit"], panel["title"]
        assert panel["datasource"]["uid"] == "${datasource}"
        assert panel["targets"], panel["title"]
        for target in panel["targets"]:
            assert_known(target["expr"], known, panel["title"])
            names, patterns = asked_names(target["expr"])
            shown |= names
            shown |= {one for one in known for pattern in patterns if re.fullmatch(pattern, one)}
    # What is told for each model is shown as a sum; the rest must have its place.
    missing = {name for name in known if not name.startswith("vlm_model_")} - shown
    assert missing == set()


def test_panels_do_not_overlap():
    dashboard = json.loads((MONITORING / "grafana-dashboard.json").read_text())
    taken = {}
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24, panel["title"]
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                assert (x, y) not in taken, f"{panel['title']} covers {taken.get((x, y))}"
                taken[x, y] = panel["title"]


def test_alerts_ask_for_what_there_is(world):
    known = metrics(world.orthanc)
    groups = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 8
    for rule in rules:
        assert_known(rule["expr"], known, rule["alert"])
        assert rule["labels"]["severity"] in ("info", "warning", "critical")
        assert rule["annotations"]["summary"] and rule["annotations"]["description"]


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool (Debian: prometheus)")
def test_prometheus_takes_the_rules():
    checked = subprocess.run(
        ["promtool", "check", "rules", str(MONITORING / "alerts.yml")],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
