# SPDX-License-Identifier: GPL-3.0-or-later
"""A wrong setting stops Orthanc's start and names key, value and what is allowed."""
import subprocess

import pytest

from dicom_objects import picture_object, to_bytes

ALLOWED = ("allowed", "must be")  # either tells what would be right
WRONG = [  # "Vlm" section, words that the message must hold
    ({"Wokers": 2}, ["Wokers", ALLOWED]),
    ({"Workers": "two"}, ["Workers", "two", ALLOWED]),
    ({"Workers": 0}, ["Workers", "0", ALLOWED]),
    ({"Workers": -3}, ["Workers", "-3", ALLOWED]),
    ({"Workers": 100000}, ["Workers", "100000", ALLOWED]),
    ({"Workers": 1.5}, ["Workers", "1.5", ALLOWED]),
    ({"MaxAttempts": 0}, ["MaxAttempts", "0", ALLOWED]),
    ({"Enable": "yes"}, ["Enable", "yes", ALLOWED]),
    ({"AnalyzeOnStore": 1}, ["AnalyzeOnStore", "1", ALLOWED]),
    ({"DefaultModel": "nobody"}, ["DefaultModel", "nobody", ALLOWED]),
    ({"DefaultModel": ["offline"]}, ["DefaultModel", ALLOWED]),
    ({"Models": []}, ["Models", ALLOWED]),
    ({"Models": {"offline": {"Type": "Oracle"}}}, ["Type", "Oracle", ALLOWED]),
    ({"Models": {"offline": {}}}, ["Type", ALLOWED]),
    ({"Models": {"offline": {"Type": "Offline", "Colour": "red"}}}, ["Colour", ALLOWED]),
    ({"Rules": {}}, ["Rules", ALLOWED]),
    ({"Rules": [5]}, ["Rules", "5", ALLOWED]),
    ({"Rules": [{"Modalitty": ["CT"]}]}, ["Modalitty", ALLOWED]),
    ({"Rules": [{"Modality": [7]}]}, ["Modality", "7", ALLOWED]),
    ({"Rules": [{"Level": "Patient"}]}, ["Level", "Patient", ALLOWED]),
    ({"Rules": [{"Level": "Series", "MaxImages": 0}]}, ["MaxImages", "0", ALLOWED]),
    ({"Rules": [{"Level": "Series", "Model": "nobody"}]}, ["Model", "nobody", ALLOWED]),
    ({"Rules": [{"Skip": "no"}]}, ["Skip", "no", ALLOWED]),
    ({"Database": 5}, ["Database", "5", ALLOWED]),
    ({"ReportLanguage": 5}, ["ReportLanguage", "5", ALLOWED]),
    (["offline"], ["Vlm", ALLOWED]),
]


@pytest.mark.parametrize("section, words", WRONG, ids=[str(section)[:60] for section, _ in WRONG])
def test_a_wrong_setting_stops_the_start_and_is_named(fresh_orthanc, section, words):
    server = fresh_orthanc(section, start=False).launch()
    assert server.wait_for_exit() != 0
    messages = [line for line in server.log().splitlines() if words[0] in line]
    assert any(names_all(words, line) for line in messages), server.log()[-2000:]


def names_all(words, line):
    return all(any(one in line for one in (word if word is ALLOWED else [word])) for word in words)


def test_the_settings_shown_in_the_manual_are_accepted(fresh_orthanc):
    server = fresh_orthanc(
        {
            "Enable": True,
            "AnalyzeOnStore": True,
            "DefaultModel": "mine",
            "Models": {"mine": {"Type": "Offline"}},
            "Rules": [
                {"Modality": ["CT", "MR"], "Level": "Series", "MaxImages": 8},
                {"Modality": ["CR", "DX", "MG", "US"], "Level": "Instance", "Model": "mine"},
            ],
            "Database": "",
            "Workers": 2,
            "MaxAttempts": 5,
            "ReportLanguage": "en",
        }
    )
    stored = server.post_instance(to_bytes(picture_object("US")))
    assert server.wait_report("instances", stored["ID"])["Model"]["Name"] == "mine"


def test_no_section_at_all_is_as_good_as_an_empty_one(fresh_orthanc):
    server = fresh_orthanc(start=False)
    settings = server.configuration

    def without_section():
        return {key: value for key, value in settings().items() if key != "Vlm"}

    server.configuration = without_section
    server.start()
    stored = server.post_instance(to_bytes(picture_object("US")))
    assert server.wait_report("instances", stored["ID"])["Model"]["Type"] == "Offline"


def test_the_library_exports_the_four_entry_points_only(required_plugin):
    listing = subprocess.run(
        ["nm", "-D", "--defined-only", str(required_plugin)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    exported = {
        line.split()[-1].split("@")[0]
        for line in listing.splitlines()
        if line.split()[-2] in "TDBVW" and not line.split()[-1].startswith("_")
    }
    assert {name for name in exported if not name.startswith("VLM")} == {
        "OrthancPluginInitialize",
        "OrthancPluginFinalize",
        "OrthancPluginGetName",
        "OrthancPluginGetVersion",
    }
