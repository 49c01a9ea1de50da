# SPDX-License-Identifier: GPL-3.0-or-later
"""The codes that findings and sites get."""
import json

from pydicom.sr import _concepts_dict

from orthanc_server import ROOT


def test_every_code_of_the_terminology_is_one_of_ps3_16():
    """By pydicom's tables, which are made from the standard's."""
    known = {
        (code, meaning)
        for concepts in _concepts_dict.concepts["SCT"].values()
        for code, (meaning, _) in concepts.items()
    }
    terms = json.loads((ROOT / "Resources" / "Terminology" / "concepts.json").read_text())
    stated = [(one["Value"], one["Meaning"]) for one in terms["Findings"] + terms["Sites"]]
    assert [one for one in stated if one not in known] == []
    for concepts in (terms["Findings"], terms["Sites"]):
        words = [
            word for one in concepts for key in ("Words", "Whole") for word in one.get(key, [])
        ]
        assert len(words) == len(set(words)), "a word of two concepts"
    assert len(stated) > 150
