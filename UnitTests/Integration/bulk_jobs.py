# SPDX-License-Identifier: GPL-3.0-or-later
"""Batches of analyses as jobs of Orthanc, and models that think as long as a test wants."""
import threading

import pytest

from dicom_objects import picture_object, to_bytes
from model_server import Answer, finding, reply_with
from model_world import Backend, ModelWorld
from orthanc_nodes import PASSWORD_ENVIRONMENT, on_postgres
from orthanc_server import poll

GOOD = Answer(reply_with(finding("Bright square", (300, 600, 600, 800))))
SLOW = Answer(GOOD.text, delay=0.4)
UNKNOWN = "00000000-11111111-22222222-33333333-44444444"
SECONDS = 60


class Gate:
    """Answers once it is opened; until then the model thinks."""

    def __init__(self):
        self.opened = threading.Event()

    def __call__(self, request):
        if not request.is_self_test():
            self.opened.wait(SECONDS)
        return GOOD

    def open(self):
        self.opened.set()


@pytest.fixture
def world(required_plugin, tmp_path):
    """Makes worlds whose models answer as told: world(database, quick=GOOD, slow=SLOW)."""
    made, gates = [], []

    def make(postgres=None, **answers):
        settings = {"MaxConcurrentRequests": 2}
        gates.extend(answer for answer in answers.values() if isinstance(answer, Gate))
        backends = {name: Backend(answer, settings) for name, answer in answers.items()}
        more = on_postgres(postgres, postgres.make_database(), "A") if postgres else {}
        one = ModelWorld(
            tmp_path / f"world{len(made)}", backends, environment=PASSWORD_ENVIRONMENT, **more
        )
        made.append(one.start())
        for name in answers:
            one.wait_tested(name)
        return one

    yield make
    for gate in gates:
        gate.open()
    for one in made:
        one.close()


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request):
    """For the behaviours that lean on the database most."""
    return request.getfixturevalue("postgres") if request.param == "PostgreSQL" else None


def store_pictures(server, count, modality="US", **attributes):
    return [
        server.post_instance(to_bytes(picture_object(modality, **attributes)))["ID"]
        for _ in range(count)
    ]


def submit(server, **body):
    """The reference that the call answers."""
    answer = server.post("/vlm/analyze", body)
    assert answer.status_code == 202, answer.text
    reference = answer.json()
    assert reference["Path"] == "/jobs/" + reference["ID"]
    return reference


def job_of(server, reference):
    """The job of a batch, also after Orthanc lost the one that was submitted first."""
    jobs = server.json("/jobs?expand")
    found = [one for one in jobs if one["Content"].get("Batch") == reference["Batch"]]
    assert len(found) <= 1, found
    return found[0] if found else None


def wait_job(server, reference, is_so, what):
    def asked():
        job = job_of(server, reference)
        return job if job and is_so(job) else None

    try:
        return poll(asked, SECONDS, what)
    except TimeoutError as error:
        raise AssertionError(f"{error}: {job_of(server, reference)}") from error


def wait_end(server, reference):
    return wait_job(
        server, reference, lambda job: job["State"] in ("Success", "Failure"), "the job to end"
    )


def wait_in_queue(server, count):
    """Until so many analyses are in the queue and the model thinks about some of them."""

    def are_there():
        counts = server.queue_counts()
        return counts["Queued"] + counts["Running"] == count and counts["Running"] > 0

    poll(are_there, SECONDS, f"{count} analyses to be in the queue")


def assert_counts(job, **expected):
    names = ("Total", "Queued", "Running", "Completed", "Failed", "Canceled", "Skipped")
    assert {name: job["Content"][name] for name in names} == {
        name: expected.get(name, 0) for name in names
    }, job["Content"]


def statuses(server, instances):
    return [
        [one["Status"] for one in server.analyses("instances", identifier)]
        for identifier in instances
    ]
