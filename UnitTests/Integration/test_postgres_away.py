# SPDX-License-Identifier: GPL-3.0-or-later
"""PostgreSQL goes away and comes back: ingest goes on where Orthanc's index is elsewhere, and nothing
is lost or done twice."""
import concurrent.futures
import signal
import time

import pytest

from dicom_objects import to_bytes
from http_errors import assert_error
from model_server import Answer
from nodes_world import says, tiny_object
from orthanc_nodes import LEASE_SECONDS, PASSWORD_ENVIRONMENT, on_postgres
from orthanc_server import poll
from postgres_server import PASSWORD

AFTER_OUTAGE = 60


@pytest.fixture
def server(fresh_orthanc, own_postgres):
    """Orthanc on SQLite, with only the plugin on PostgreSQL."""
    database = own_postgres.make_database()
    made = fresh_orthanc(on_postgres(own_postgres, database, "alone"), start=False)
    made.environment.update(PASSWORD_ENVIRONMENT)
    made.start()
    # From here on what arrives is found whatever happens; before, it is an archive of old.
    poll(lambda: made.json("/vlm/status")["LastChange"]["Seen"] >= 0, 20, "the first look at it")
    return made


def wait_reachable(server):
    """It looks for the database every few seconds."""

    def reachable():
        return server.json("/vlm/status")["Database"]["Reachable"]

    poll(reachable, AFTER_OUTAGE, "the database to be found again")


def store(server, count=3):
    return [server.post_instance(to_bytes(tiny_object()))["ID"] for _ in range(count)]


def assert_each_is_done_once(server, stored):
    for identifier in stored:
        [analysis] = server.wait_analyses("instances", identifier)
        assert analysis["Status"] == "Completed"
        report = server.wait_report("instances", identifier)
        assert report["AnalysisId"] == analysis["AnalysisId"]


def test_what_is_stored_while_the_database_is_away_is_found_afterwards(server, own_postgres):
    before = store(server)
    assert_each_is_done_once(server, before)
    own_postgres.stop()
    begun = time.monotonic()
    meanwhile = store(server, 10)
    assert time.monotonic() - begun < 10  # each would wait for itself otherwise
    status = server.json("/vlm/status")
    assert status["Database"]["Reachable"] is False and status["Database"]["LastError"]
    assert PASSWORD not in str(status)
    assert_error(server.post(f"/instances/{before[0]}/vlm/analyze", {"Force": True}), 503)
    assert_error(server.get("/vlm/reports"), 503)
    assert server.get(f"/instances/{before[0]}/vlm/report").status_code in (200, 503)
    own_postgres.start()
    wait_reachable(server)
    assert_each_is_done_once(server, before + meanwhile)
    errors = [line for line in server.log().splitlines() if line.startswith("E")]
    assert len(errors) < 40, "\n".join(errors[:50])  # an outage is not told again and again
    assert PASSWORD not in server.log()


def test_what_is_deleted_while_the_database_is_away_is_forgotten_afterwards(server, own_postgres):
    [gone, kept] = store(server, 2)
    assert_each_is_done_once(server, [gone, kept])
    [analysis] = server.analyses("instances", gone)
    own_postgres.stop()
    assert server.delete(f"/instances/{gone}").status_code == 200
    own_postgres.start()
    path = f"/vlm/analyses/{analysis['AnalysisId']}"
    poll(lambda: server.get(path).status_code == 404, AFTER_OUTAGE, "the analysis to be forgotten")
    assert_each_is_done_once(server, [kept])


def test_the_server_stops_in_time_while_the_database_is_away(server, own_postgres):
    stored = store(server)
    own_postgres.stop()
    stored += store(server)
    assert server.stop() < 15
    assert server.process.returncode == 0
    own_postgres.start()
    server.start()
    assert_each_is_done_once(server, stored)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT, signal.SIGKILL])
def test_postgres_restarts_under_load(make_nodes, own_postgres, how):
    """Orthanc's own index is on it too: what it refused meanwhile is sent again, as a modality
    would."""
    world = make_nodes(own_postgres, answer=Answer(says("Mass"), delay=0.2), Workers=4)
    contents = [to_bytes(tiny_object()) for _ in range(45)]

    def send(number):
        node = world.nodes[number % 3]

        def sent():
            answer = node.post("/instances", contents[number])
            return answer.json()["ID"] if answer.status_code == 200 else None

        return poll(sent, AFTER_OUTAGE, "an image to be accepted")

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        sending = [pool.submit(send, number) for number in range(len(contents))]
        sending[len(contents) // 3].result()
        own_postgres.kill() if how == signal.SIGKILL else own_postgres.stop(how)
        own_postgres.start()
        stored = [one.result() for one in sending]
    world.nodes.wait_all_ended(len(stored), AFTER_OUTAGE)
    for identifier in stored:
        world.assert_one_report(identifier, "Mass")


def test_an_outage_longer_than_the_lease_loses_and_doubles_nothing(make_nodes, own_postgres):
    """Every node counts as dead when PostgreSQL is back, and none is."""
    world = make_nodes(own_postgres, answer=Answer(says("Mass"), delay=0.5), Workers=2)
    stored = [world.store(world.nodes[number % 3], tiny_object())["ID"] for number in range(12)]
    world.wait_asked(2)
    own_postgres.stop()
    time.sleep(LEASE_SECONDS + 1)  # an outage of that length is what is tested
    own_postgres.start()
    world.nodes.wait_all_ended(len(stored), AFTER_OUTAGE)
    for identifier in stored:
        world.assert_one_report(identifier, "Mass")
    for node in world.nodes:
        assert sorted(world.nodes.seen_by(node)) == ["A", "B", "C"]
