# SPDX-License-Identifier: GPL-3.0-or-later
"""GET /vlm/status, /vlm/reports and /vlm/analyses: filters and cursors; wrong methods."""
import http.client
import re
from urllib.parse import quote

import pytest

from dicom_objects import picture_object, to_bytes
from http_errors import assert_error
from orthanc_server import OrthancServer

UNKNOWN = "11111111-22222222-33333333-44444444-55555555"
UUID = "01234567-89ab-4cde-8f01-23456789abcd"


def items(page):
    """The one list of a page."""
    lists = [value for value in page.values() if isinstance(value, list)]
    assert len(lists) == 1, page.keys()
    return lists[0]


def walk(server, path):
    """All items of all pages."""
    found, cursor, pages = [], None, 0
    while pages < 100:
        page = server.json(path + (f"&since={cursor}" if cursor else ""))
        found += items(page)
        cursor, pages = page.get("Next"), pages + 1
        if not cursor:
            return found, pages
    raise AssertionError("the cursor does not end")


@pytest.fixture(scope="module")
def archive(required_plugin, tmp_path_factory):
    """A server with 7 US and 3 DX of patient P1, 2 US of P2, and 1 US that failed."""
    server = OrthancServer(tmp_path_factory.mktemp("archive")).start()
    kinds = [("US", "P1")] * 7 + [("DX", "P1")] * 3 + [("US", "P2")] * 2
    server.stored = [
        server.post_instance(to_bytes(picture_object(modality, PatientID=patient)))
        for modality, patient in kinds
    ]
    server.stored.append(server.post_instance(to_bytes(picture_object("US", Columns=None))))
    for one in server.stored:
        server.wait_analyses("instances", one["ID"])
    yield server
    server.kill()


def test_status_tells_version_models_and_queue(archive):
    status = archive.json("/vlm/status")
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", status["Version"])
    text = str(status)
    assert "offline" in text and "Offline" in text
    assert str(archive.storage) not in text or "Database" in status


def test_reports_come_newest_first_in_pages(archive):
    everything = items(archive.json("/vlm/reports?limit=100"))
    assert len(everything) == 13
    times = [one["CompletedAt"] for one in everything if one.get("CompletedAt")]
    assert len({one["AnalysisId"] for one in everything}) == 13
    paged, pages = walk(archive, "/vlm/reports?limit=4")
    assert [one["AnalysisId"] for one in paged] == [one["AnalysisId"] for one in everything]
    assert pages == 4 and times


@pytest.mark.parametrize(
    "query, count",
    [
        ("modality=DX", 3),
        ("modality=US&status=Completed", 9),
        ("status=Failed", 1),
        ("status=Completed", 12),
        ("patientId=P2", 2),
        ("patientId=P1&modality=US", 7),
        ("modality=PT", 0),
        ("patientId=nobody", 0),
        ("minScore=0", None),
        ("minScore=1", None),
        ("label=no-such-label", 0),
        ("patientId=%27%20OR%201%3D1", 0),
    ],
)
def test_reports_are_filtered(archive, query, count):
    found = items(archive.json(f"/vlm/reports?limit=100&{query}"))
    assert count is None or len(found) == count
    paged, _ = walk(archive, f"/vlm/reports?limit=2&{query}")
    assert [one["AnalysisId"] for one in paged] == [one["AnalysisId"] for one in found]


def test_reports_are_filtered_by_label_and_score(archive):
    with_findings = [
        (one["ID"], archive.json(f"/instances/{one['ID']}/vlm/report")) for one in archive.stored
    ]
    labels = {finding["Label"] for _, report in with_findings for finding in report["Findings"]}
    assert labels, "the test picture's blob should be found"
    label = sorted(labels)[0]
    expected = {
        report["AnalysisId"]
        for _, report in with_findings
        if any(label.lower() in finding["Label"].lower() for finding in report["Findings"])
    }
    for part in (label, label.upper(), label.lower(), label[1:]):
        found = items(archive.json(f"/vlm/reports?limit=100&label={quote(part)}"))
        assert {one["AnalysisId"] for one in found} >= expected, part
        paged, _ = walk(archive, f"/vlm/reports?limit=2&minScore=0&label={quote(part)}")
        assert {one["AnalysisId"] for one in paged} >= expected, part
    found = items(archive.json(f"/vlm/reports?limit=100&label={quote(label)}"))
    assert {one["AnalysisId"] for one in found} == expected


def test_filters_are_joined(archive):
    ultrasound = items(archive.json("/vlm/reports?modality=US&status=Completed&patientId=P1"))
    assert len(ultrasound) == 7
    scored = "/vlm/reports?modality=US&status=Completed&patientId=P1&minScore=0&reviewed=false"
    expected = [one["AnalysisId"] for one in ultrasound if one["MaxScore"] is not None]
    assert [one["AnalysisId"] for one in items(archive.json(scored))] == expected
    assert items(archive.json(scored.replace("false", "true"))) == []


@pytest.mark.parametrize("path", ["/vlm/reports", "/vlm/analyses"])
@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=-1",
        "limit=abc",
        "limit=1000000",
        "limit=5x",
        "limit=99999999999999999999",
        "since=nonsense",
        "status=Nonsense",
        "minScore=abc",
        "minScore=nan",
        "color=red",
    ],
)
def test_a_wrong_query_is_refused(archive, path, query):
    if path == "/vlm/analyses" and query.startswith("minScore"):
        pytest.skip("/vlm/reports only")
    body = assert_error(archive.get(f"{path}?{query}"), 400)
    assert query.split("=")[0] in body["Message"]


def test_analyses_come_in_pages_and_are_filtered(archive):
    everything = items(archive.json("/vlm/analyses?limit=100"))
    assert len(everything) == 13
    paged, _ = walk(archive, "/vlm/analyses?limit=5")
    assert [one["AnalysisId"] for one in paged] == [one["AnalysisId"] for one in everything]
    failed = items(archive.json("/vlm/analyses?status=Failed"))
    assert [one["OrthancId"] for one in failed] == [archive.stored[-1]["ID"]]
    assert items(archive.json("/vlm/analyses?status=Queued")) == []


ROUTES = [  # path, the methods that it has
    ("/vlm/status", {"GET"}),
    ("/vlm/reports", {"GET"}),
    ("/vlm/analyses", {"GET"}),
    (f"/vlm/analyses/{UUID}", {"GET", "DELETE"}),
    (f"/vlm/analyses/{UUID}/retry", {"POST"}),
    (f"/instances/{UNKNOWN}/vlm/analyze", {"POST"}),
    (f"/series/{UNKNOWN}/vlm/analyze", {"POST"}),
    (f"/studies/{UNKNOWN}/vlm/analyze", {"POST"}),
    (f"/instances/{UNKNOWN}/vlm/report", {"GET"}),
    (f"/series/{UNKNOWN}/vlm/report", {"GET"}),
    (f"/studies/{UNKNOWN}/vlm/report", {"GET"}),
    (f"/instances/{UNKNOWN}/vlm/analyses", {"GET"}),
    (f"/instances/{UNKNOWN}/vlm/layers/annotated", {"GET"}),
    ("/vlm/app/index.html", {"GET"}),
]


@pytest.mark.parametrize("path, allowed", ROUTES, ids=[path for path, _ in ROUTES])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_wrong_method_is_refused(orthanc, path, allowed, method):
    answer = orthanc.call(method, path, data="")
    if method in allowed:
        assert answer.status_code in (200, 404)
        return
    assert answer.status_code == 405  # the SDK allows no body of ours with this one
    assert {name.strip() for name in answer.headers["Allow"].split(",")} == allowed


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PATCH", "TRACE", "NONSENSE"])
def test_other_methods_do_no_harm(orthanc, method):
    connection = http.client.HTTPConnection("127.0.0.1", orthanc.http_port, timeout=20)
    connection.request(method, "/vlm/status")
    assert 400 <= connection.getresponse().status < 600
    connection.close()
