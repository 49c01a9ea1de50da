# SPDX-License-Identifier: GPL-3.0-or-later
"""The routes of the reading page: slices, tags for polling, progress, files of the panel."""
import gzip
import threading

import numpy as np
import pytest

from dicom_objects import bare_object, blob_picture, picture_object, series_of
from http_errors import assert_error
from model_world import Backend, ModelWorld, see_square
from orthanc_server import ROOT, TERMINAL, poll
from pixel_bodies import UNKNOWN, stored

# Slices ---------------------------------------------------------------------------------------


def test_slices_are_in_reading_order(orthanc):
    objects = series_of("CT", 5)
    ids = [stored(orthanc, objects[i]) for i in (3, 0, 4, 2, 1)]
    series = orthanc.json(f"/instances/{ids[0]}")["ParentSeries"]
    slices = orthanc.json(f"/series/{series}/vlm/slices")["Slices"]
    assert [one["PositionMm"] for one in slices] == [0, 5, 10, 15, 20]
    assert [one["InstanceNumber"] for one in slices] == [1, 2, 3, 4, 5]
    assert [one["SOPInstanceUID"] for one in slices] == [one.SOPInstanceUID for one in objects]
    assert [one["OrthancId"] for one in slices] == [ids[i] for i in (1, 4, 3, 0, 2)]
    assert {one["Frame"] for one in slices} == {0}
    alone = orthanc.json(f"/instances/{ids[0]}/vlm/slices")["Slices"]
    assert len(alone) == 1 and alone[0]["SOPInstanceUID"] == objects[3].SOPInstanceUID


def test_frames_are_slices_one_by_one(orthanc):
    frames = np.stack([blob_picture(20, 24)] * 3)
    instance = stored(orthanc, picture_object("US multi-frame", frames, InstanceNumber=None))
    slices = orthanc.json(f"/instances/{instance}/vlm/slices")["Slices"]
    assert [(one["OrthancId"], one["Frame"]) for one in slices] == [(instance, i) for i in range(3)]
    assert slices[0]["InstanceNumber"] is None and slices[0]["PositionMm"] is None


def test_a_claim_of_a_million_frames_is_cut(orthanc):
    ds = picture_object("US", blob_picture(20, 24), NumberOfFrames="1000000")
    slices = orthanc.json(f"/instances/{stored(orthanc, ds)}/vlm/slices")["Slices"]
    assert len(slices) == 20000


def test_what_shows_no_picture_has_no_slices(orthanc):
    report = stored(orthanc, bare_object("SR"))
    assert orthanc.json(f"/instances/{report}/vlm/slices") == {"Slices": []}
    assert_error(orthanc.get(f"/series/{UNKNOWN}/vlm/slices"), 404)
    assert_error(orthanc.get(f"/instances/{report}/vlm/slices?x=1"), 400)
    assert orthanc.get(f"/studies/{UNKNOWN}/vlm/slices").status_code == 404


def test_the_plugins_own_pictures_are_no_slices(orthanc, samples):
    instance = orthanc.store_file(samples["US"][0])
    orthanc.wait_report("instances", instance)

    def own():
        query = {"Level": "Series", "Query": {"Manufacturer": "Orthanc VLM", "Modality": "*"}}
        study = orthanc.json(f"/instances/{instance}/study")["ID"]
        found = orthanc.post("/tools/find", {**query, "Expand": True}).json()
        return [one["ID"] for one in found if one["ParentStudy"] == study] or None

    for series in poll(own, 30, "the plugin's own objects"):
        assert orthanc.json(f"/series/{series}/vlm/slices") == {"Slices": []}


def test_slices_are_listed_anew_when_one_comes_or_goes(orthanc):
    objects = series_of("CT", 3)
    ids = [stored(orthanc, one) for one in objects[:2]]
    path = f"/series/{orthanc.json(f'/instances/{ids[0]}')['ParentSeries']}/vlm/slices"
    tag = orthanc.get(path).headers["ETag"]
    assert orthanc.get(path, headers={"If-None-Match": tag}).status_code == 304
    stored(orthanc, objects[2])
    more = orthanc.get(path, headers={"If-None-Match": tag})
    assert len(more.json()["Slices"]) == 3
    orthanc.delete(f"/instances/{ids[0]}")
    fewer = orthanc.get(path, headers={"If-None-Match": more.headers["ETag"]})
    assert fewer.status_code == 200 and len(fewer.json()["Slices"]) == 2


# Polling --------------------------------------------------------------------------------------


def unchanged(server, path, tag):
    answer = server.get(path, headers={"If-None-Match": tag})
    assert answer.status_code in (200, 304), answer.text
    assert answer.status_code == 200 or (answer.content == b"" and answer.headers["ETag"] == tag)
    return answer.status_code == 304


LISTS = ["/vlm/analyses", "/vlm/reports", "/vlm/status"]


def tag_of(server, path):
    """A tag that holds: nothing is under way any more."""

    def steady():
        tag = server.get(path).headers["ETag"]
        return tag if unchanged(server, path, tag) else None

    return poll(steady, 30, f"{path} to stay the same")


def test_lists_answer_304_until_something_changes(fresh_orthanc, samples):
    server = fresh_orthanc()
    instance = server.store_file(samples["US"][0])
    server.wait_report("instances", instance)
    paths = [f"/instances/{instance}/vlm/analyses"] + LISTS
    tags = {path: tag_of(server, path) for path in paths}
    assert server.analyze_now("instances", instance, Force=True).status_code == 200
    for path, tag in tags.items():
        assert not unchanged(server, path, tag), path
    assert len(server.analyses("instances", instance)) == 2
    for path in paths:
        first = server.get(path, headers={"If-None-Match": '"something else"'})
        assert first.status_code == 200 and first.json(), path


def test_filters_and_resources_have_tags_of_their_own(fresh_orthanc, samples):
    server = fresh_orthanc({"AnalyzeOnStore": False})
    one, other = (server.store_file(path) for path in samples["US"][:2])
    paths = [f"/instances/{identifier}/vlm/analyses" for identifier in (one, other)]
    paths += ["/vlm/reports", "/vlm/reports?limit=3", "/vlm/reports?modality=CT"]
    tags = [server.get(path).headers["ETag"] for path in paths]
    assert len(set(tags)) == len(paths)
    assert_error(server.get("/vlm/reports?nonsense=1", headers={"If-None-Match": tags[2]}), 400)


def test_a_deleted_resource_is_gone_for_pollers(fresh_orthanc, samples):
    server = fresh_orthanc({"AnalyzeOnStore": False})
    for analysed in (True, False):
        instance = server.store_file(samples["US"][0])
        if analysed:
            server.analyze_now("instances", instance)
        path = f"/instances/{instance}/vlm/analyses"
        tag = tag_of(server, path)
        server.delete(f"/instances/{instance}")
        gone = server.get(path, headers={"If-None-Match": tag})
        assert_error(gone, 404)
        assert_error(server.get(path, headers={"If-None-Match": "*"}), 404)


def test_tags_do_not_outlive_the_server(fresh_orthanc, samples):
    server = fresh_orthanc({"AnalyzeOnStore": False})
    instance = server.store_file(samples["US"][0])
    path = f"/instances/{instance}/vlm/analyses"
    tag = tag_of(server, path)
    server.restart()
    assert not unchanged(server, path, tag)
    assert server.json(path) == []


@pytest.fixture
def slow_world(required_plugin, tmp_path):
    """A model whose every look waits until the test has seen it from outside."""
    go_on = threading.Semaphore(0)

    def slowly(request):
        go_on.acquire(timeout=30)
        return see_square(request)

    world = ModelWorld(tmp_path, {"slow": Backend(slowly, {"Calls": 3})}).start()
    yield world, go_on
    world.close()


def test_a_running_analysis_tells_how_far_it_has_come(slow_world):
    world, go_on = slow_world
    instance = world.store()
    uuid = world.ask("slow", instance)
    path = f"/instances/{instance}/vlm/analyses"
    seen, tags = [], []

    def reading():
        answer = world.orthanc.get(path)
        one = answer.json()[0]
        progress = one.get("Progress") or {}
        if progress.get("Stage") == "Reading" and progress["Done"] == len(seen):
            return progress, answer.headers["ETag"]
        return one["Status"] in TERMINAL and (None, None)

    while True:
        progress, tag = poll(reading, 30, f"look {len(seen) + 1}")
        if progress is None:
            break
        seen.append(progress)
        tags.append(tag)
        go_on.release()
    assert world.orthanc.wait_analysis(uuid)["Status"] == "Completed"
    assert len(seen) == len(world.stubs["slow"].asked()) >= 2
    assert all(one["Done"] < one["Of"] <= 3 for one in seen)
    assert len(set(tags)) == len(tags)
    assert "Progress" not in world.orthanc.json(path)[0]


# Files of the panel ---------------------------------------------------------------------------


def test_files_of_the_panel_are_compressed_and_revalidated(orthanc):
    path = "/vlm/app/app.js"
    plain = orthanc.get(path, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    with orthanc.get(path, headers={"Accept-Encoding": "gzip"}, stream=True) as answer:
        packed = answer.raw.read(decode_content=False)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        tag = answer.headers["ETag"]
    assert gzip.decompress(packed) == plain.content and len(packed) < len(plain.content)
    assert tag != plain.headers["ETag"]
    known = {"Accept-Encoding": "gzip", "If-None-Match": tag}
    again = orthanc.get(path, headers=known)
    assert again.status_code == 304 and again.content == b""
    assert again.headers["Vary"] == "Accept-Encoding"
    refused = {"Accept-Encoding": "gzip;q=0", "If-None-Match": tag}
    assert orthanc.get(path, headers=refused).content == plain.content


def test_the_whole_panel_is_small(orthanc):
    """As the browser gets it: every file that is compiled in, compressed."""
    total = 0
    folder = ROOT / "WebViewer"
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".js", ".css", ".html", ".svg"):
            name = file.relative_to(folder).as_posix()
            headers = {"Accept-Encoding": "gzip"}
            with orthanc.get(f"/vlm/app/{name}", headers=headers, stream=True) as answer:
                assert answer.status_code == 200, name
                total += len(answer.raw.read(decode_content=False))
    print(f"{total} bytes")
    assert 0 < total < 400 * 1000
