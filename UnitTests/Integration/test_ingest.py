# SPDX-License-Identifier: GPL-3.0-or-later
"""What arrives is matched by rules and queued: which objects, at which level, how often."""
import subprocess

import pytest
from pydicom import dcmread

from dicom_objects import bare_object, picture_object, series_of, to_bytes
from orthanc_server import TERMINAL, OrthancServer


def store(server, ds):
    return server.post_instance(to_bytes(ds))


def store_all(server, objects):
    return [store(server, ds) for ds in objects]


def wait_until_all_before_is_handled(server):
    """Stored last, its report comes after both callbacks have seen everything stored before."""
    series = store_all(server, series_of("CT", 1))[0]["ParentSeries"]
    server.wait_report("series", series)


def assert_never_asked(server, level, identifier):
    assert server.analyses(level, identifier) == []
    assert server.get(f"/{level}/{identifier}/vlm/report").status_code == 404


@pytest.mark.parametrize("modality", ["CT", "MR"])
def test_a_stable_series_of_slices_is_analysed_once_as_a_whole(orthanc, modality):
    stored = store_all(orthanc, series_of(modality, 10))
    series = stored[0]["ParentSeries"]
    report = orthanc.wait_report("series", series)
    assert (report["Level"], report["OrthancId"]) == ("Series", series)
    assert 1 <= len(report["Images"]) <= 8
    analyses = orthanc.analyses("series", series)
    assert [one["Level"] for one in analyses] == ["Series"]


@pytest.mark.parametrize("modality", ["CR", "DX", "MG", "US"])
def test_a_projection_or_ultrasound_is_analysed_as_an_instance(orthanc, modality):
    stored = store(orthanc, picture_object(modality))
    report = orthanc.wait_report("instances", stored["ID"])
    assert (report["Level"], report["OrthancId"]) == ("Instance", stored["ID"])
    assert report["Modality"] == modality
    assert len(orthanc.analyses("instances", stored["ID"])) == 1


def test_files_sent_by_c_store_are_analysed_like_uploaded_ones(orthanc, samples):
    orthanc.store_scu(samples["CT"] + samples["US"])
    for level, kind in (("series", "CT"), ("instances", "US")):
        for path in samples[kind]:
            answer = orthanc.post_instance(path.read_bytes())
            assert answer["Status"] == "AlreadyStored"
            identifier = answer["ID"] if level == "instances" else answer["ParentSeries"]
            assert orthanc.wait_report(level, identifier)["Status"] == "Completed"


def test_a_modality_without_a_rule_is_not_analysed(orthanc):
    stored = [store(orthanc, picture_object(modality)) for modality in ("OT", "NM")]
    wait_until_all_before_is_handled(orthanc)
    for one in stored:
        assert_never_asked(orthanc, "instances", one["ID"])
        assert_never_asked(orthanc, "series", one["ParentSeries"])


@pytest.mark.parametrize("kind", ["SR", "PR", "KO", "DOC"])
@pytest.mark.parametrize("level", ["Instance", "Series"])
def test_objects_without_pixels_are_skipped_by_a_rule_for_everything(
    rule_for_everything, kind, level
):
    server = rule_for_everything(level)
    stored = store(server, bare_object(kind))
    wait_until_all_before_is_handled_by_any_rule(server, level)
    assert_never_asked(server, "instances", stored["ID"])
    assert_never_asked(server, "series", stored["ParentSeries"])


@pytest.fixture(scope="module")
def rule_for_everything(required_plugin, tmp_path_factory):
    """A server a level, whose only rule names no modality."""
    servers = {}

    def of_level(level):
        if level not in servers:
            folder = tmp_path_factory.mktemp(f"everything{level}")
            servers[level] = OrthancServer(folder, vlm={"Rules": [{"Level": level}]}).start()
        return servers[level]

    yield of_level
    for server in servers.values():
        server.kill()


def wait_until_all_before_is_handled_by_any_rule(server, level):
    stored = store(server, picture_object("OT"))
    pair = (
        ("instances", stored["ID"]) if level == "Instance" else ("series", stored["ParentSeries"])
    )
    assert server.wait_report(*pair)["Status"] == "Completed"


def test_a_rule_without_modality_matches_every_modality(rule_for_everything):
    server = rule_for_everything("Instance")
    for modality in ("OT", "NM", "CT", "US"):
        stored = store(server, picture_object(modality))
        assert server.wait_report("instances", stored["ID"])["Level"] == "Instance"


def test_a_study_level_rule_gives_one_report_for_the_study(fresh_orthanc):
    server = fresh_orthanc({"Rules": [{"Level": "Series", "Modality": ["MR"]}]})
    stored = store(server, picture_object("MR"))
    assert server.wait_report("series", stored["ParentSeries"])["Level"] == "Series"
    answer = server.analyze_now("studies", stored["ParentStudy"])
    assert answer.status_code == 200 and answer.json()["Level"] == "Study"


def test_the_plugins_own_objects_are_never_analysed(rule_for_everything):
    server = rule_for_everything("Instance")
    stored = store(server, picture_object("OT", Manufacturer="Orthanc VLM"))
    wait_until_all_before_is_handled_by_any_rule(server, "Instance")
    assert_never_asked(server, "instances", stored["ID"])


def test_duplicates_collapse_into_one_analysis(orthanc):
    content = to_bytes(picture_object("US"))
    stored = [orthanc.post_instance(content) for _ in range(6)][0]
    orthanc.wait_report("instances", stored["ID"])
    assert orthanc.post_instance(content)["Status"] == "AlreadyStored"
    wait_until_all_before_is_handled(orthanc)
    assert len(orthanc.analyses("instances", stored["ID"])) == 1


def test_a_series_sent_twice_is_analysed_once(orthanc, tmp_path):
    paths = []
    for index, ds in enumerate(series_of("MR", 3)):
        paths.append(tmp_path / f"{index}.dcm")
        paths[-1].write_bytes(to_bytes(ds))
    orthanc.store_scu(paths)
    series = orthanc.post_instance(paths[0].read_bytes())["ParentSeries"]
    orthanc.wait_report("series", series)
    orthanc.store_scu(paths)
    wait_until_all_before_is_handled(orthanc)
    assert len(orthanc.analyses("series", series)) == 1


def test_a_series_that_grew_is_analysed_again(orthanc):
    slices = series_of("CT", 4)
    series = store_all(orthanc, slices[:2])[0]["ParentSeries"]
    orthanc.wait_analyses("series", series)
    store_all(orthanc, slices[2:])
    analyses = orthanc.wait_analyses("series", series, count=2)
    assert len(analyses) == 2
    assert len(orthanc.json(f"/series/{series}/vlm/report")["Images"]) == 4


def test_with_overwriting_a_changed_instance_is_analysed_anew(fresh_orthanc):
    server = fresh_orthanc(options={"OverwriteInstances": True})
    ds = picture_object("US")
    stored = store(server, ds)
    server.wait_report("instances", stored["ID"])
    for _ in range(3):
        store(server, ds)
    analyses = server.wait_analyses("instances", stored["ID"])
    assert all(one["Status"] == "Completed" for one in analyses)
    server.wait_report("instances", stored["ID"])


def test_nothing_is_analysed_on_store_when_that_is_switched_off(fresh_orthanc):
    server = fresh_orthanc({"AnalyzeOnStore": False})
    stored = store(server, picture_object("US"))
    assert_never_asked(server, "instances", stored["ID"])
    assert server.analyze_now("instances", stored["ID"]).status_code == 200
    assert len(server.analyses("instances", stored["ID"])) == 1


def test_a_disabled_plugin_leaves_orthanc_as_it_was(fresh_orthanc):
    server = fresh_orthanc({"Enable": False})
    stored = store(server, picture_object("US"))
    assert server.json(f"/instances/{stored['ID']}")["ID"] == stored["ID"]
    assert server.get("/vlm/status").status_code == 404


RULES = [
    {"StationName": ["SKIPPED"], "Skip": True},
    {"BodyPartExamined": ["BREAST"], "Level": "Instance"},
    {"SopClassUid": ["1.2.840.10008.5.1.4.1.1.20"], "Level": "Instance"},
    {"CalledAet": ["ANALYSE"], "Level": "Instance"},
    {"RemoteAet": ["TRUSTED"], "Modality": ["OT"], "Level": "Instance"},
]


@pytest.fixture(scope="module")
def with_rules(required_plugin, tmp_path_factory):
    server = OrthancServer(tmp_path_factory.mktemp("rules"), vlm={"Rules": RULES}).start()
    yield server
    server.kill()


@pytest.mark.parametrize(
    "modality, attributes, is_analysed",
    [
        ("OT", {"BodyPartExamined": "BREAST"}, True),
        ("OT", {"BodyPartExamined": "breast"}, True),
        ("OT", {"BodyPartExamined": "BREAST", "StationName": "SKIPPED"}, False),
        ("OT", {"BodyPartExamined": "HEAD"}, False),
        ("NM", {}, True),
        ("US", {}, False),
    ],
)
def test_the_first_rule_that_matches_decides(with_rules, modality, attributes, is_analysed):
    stored = store(with_rules, picture_object(modality, **attributes))
    sentinel = store(with_rules, picture_object("NM"))
    with_rules.wait_report("instances", sentinel["ID"])
    if is_analysed:
        assert with_rules.wait_report("instances", stored["ID"])["Status"] == "Completed"
    else:
        assert_never_asked(with_rules, "instances", stored["ID"])


@pytest.mark.parametrize(
    "caller, called, is_analysed",
    [("ANYBODY", "ANALYSE", True), ("TRUSTED", "ORTHANC", True), ("ANYBODY", "ORTHANC", False)],
)
def test_rules_know_who_sent_to_whom(with_rules, tmp_path, caller, called, is_analysed):
    path = tmp_path / "one.dcm"
    path.write_bytes(to_bytes(picture_object("OT")))
    subprocess.run(
        [
            "storescu",
            "-aet",
            caller,
            "-aec",
            called,
            "127.0.0.1",
            str(with_rules.dicom_port),
            str(path),
        ],
        check=True,
        capture_output=True,
    )
    identifier = [
        one["ID"]
        for one in with_rules.json("/instances?expand&since=0&limit=1000")
        if one["MainDicomTags"]["SOPInstanceUID"] == _sop_instance_uid(path)
    ][0]
    sentinel = store(with_rules, picture_object("NM"))
    with_rules.wait_report("instances", sentinel["ID"])
    if is_analysed:
        assert with_rules.wait_analyses("instances", identifier)[0]["Status"] in TERMINAL
    else:
        assert_never_asked(with_rules, "instances", identifier)


def _sop_instance_uid(path):
    return dcmread(path, stop_before_pixels=True).SOPInstanceUID
