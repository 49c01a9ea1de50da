# SPDX-License-Identifier: GPL-3.0-or-later
"""Which images of a series are analysed, and how often a series is that arrives in pieces."""
import random
import threading

import numpy as np
import pytest

from dicom_objects import picture_object, to_bytes
from key_image_series import SeriesOfSlices, enhanced_mr, head_shares, head_slice
from model_server import NOTHING_FOUND, Answer, ModelServer
from orthanc_server import poll


def store(server, ds):
    return server.post_instance(to_bytes(ds))


def store_all(server, objects):
    """The Orthanc identifier of their series, and by identifier of the instance its object."""
    stored = {}
    for ds in objects:
        answer = store(server, ds)
        stored[answer["ID"]] = ds
    return answer["ParentSeries"], stored


def chosen_of(report, stored):
    return [stored[image["OrthancId"]] for image in report["Images"]]


def limitations(report):
    return " ".join(report["Narrative"]["Limitations"])


def test_key_images_cover_the_head_and_neither_air_nor_its_cap(orthanc):
    series = SeriesOfSlices()
    numbers = list(range(1, 61))
    random.Random(2).shuffle(numbers)  # instance numbers say nothing of the place
    objects = series.head(numbers=numbers) + [series.localizer(), series.dose_page()]
    random.Random(3).shuffle(objects)
    identifier, stored = store_all(orthanc, objects)
    report = orthanc.wait_report("series", identifier)
    chosen = chosen_of(report, stored)
    heights = [float(ds.ImagePositionPatient[2]) for ds in chosen]
    assert len(chosen) == 8
    assert {ds.ImageType[2] for ds in chosen} == {"AXIAL"}
    assert heights == sorted(heights)
    shares = [head_shares(60, 10)[round(height / 2.5)] for height in heights]
    assert min(shares) ** 2 > 0.25, shares
    steps = np.diff(heights)
    assert steps.min() >= 2 * 2.5 and steps.max() <= 8 * 2.5, steps
    assert heights[0] < 20 * 2.5 and heights[-1] > 39 * 2.5, heights
    assert "8 of 62 images were analysed." in limitations(report)
    assert "Localizers were left out (1)." in limitations(report)
    assert "Captured screens and pages were left out (1)." in limitations(report)
    assert report["Warnings"] == []


def test_the_same_series_gives_the_same_images_whatever_the_order_of_arrival(orthanc):
    objects = SeriesOfSlices().head(count=24, air=3)
    choices = []
    for seed in range(3):
        random.Random(seed).shuffle(objects)
        identifier, stored = store_all(orthanc, objects)
        report = orthanc.wait_report("series", identifier)
        choices.append([ds.SOPInstanceUID for ds in chosen_of(report, stored)])
        orthanc.delete(f"/series/{identifier}")
    assert choices[0] == choices[1] == choices[2]


def test_of_a_diffusion_series_the_highest_b_value_is_read(orthanc):
    series = SeriesOfSlices("MR")
    objects = []
    for b_value in (0, 1000):
        for place in range(10):
            objects.append(
                series.slice(
                    head_slice(0.9, place), 4.0 * place, len(objects) + 1, DiffusionBValue=b_value
                )
            )
    identifier, stored = store_all(orthanc, objects)
    report = orthanc.wait_report("series", identifier)
    assert [ds.DiffusionBValue for ds in chosen_of(report, stored)] == [1000.0] * 8
    assert "8 of 20 images were analysed." in limitations(report)
    assert "or phases were left out (10)." in limitations(report)


def test_of_two_orientations_the_larger_stack_is_read(orthanc):
    series = SeriesOfSlices("MR")
    axial = [series.slice(head_slice(0.9, i), 5.0 * i, i) for i in range(9)]
    sagittal = [
        series.slice(head_slice(0.9, i), 5.0 * i, 50 + i, [0, 1, 0, 0, 0, -1]) for i in range(5)
    ]
    identifier, stored = store_all(orthanc, sagittal + axial)
    chosen = chosen_of(orthanc.wait_report("series", identifier), stored)
    assert len(chosen) == 8
    assert {tuple(ds.ImageOrientationPatient) for ds in chosen} == {(1, 0, 0, 0, 1, 0)}


def test_frames_of_an_enhanced_object_are_chosen_by_their_functional_groups(orthanc):
    ds, frames = enhanced_mr()
    answer = store(orthanc, ds)
    report = orthanc.wait_report("series", answer["ParentSeries"])
    chosen = [frames[image["Frame"]] for image in report["Images"]]
    assert len(chosen) == 8
    assert [place for place, _, _ in chosen] == sorted({place for place, _, _ in chosen})
    assert {b for _, b, _ in chosen} == {1000}
    assert {phase for _, _, phase in chosen} == {1}  # the middle one of three
    assert "8 of 72 images were analysed." in limitations(report)


def test_of_a_cine_only_frames_that_differ_are_read(fresh_orthanc):
    server = fresh_orthanc({"Rules": [{"Level": "Instance", "MaxImages": 8}]})
    still = [(head_slice(0.8, seed) // 16).astype(np.uint8) for seed in (1, 2, 3)]
    pixels = np.stack([still[i // 10] for i in range(30)])
    stored = store(server, picture_object("US multi-frame", pixels))
    report = server.wait_report("instances", stored["ID"])
    assert [image["Frame"] // 10 for image in report["Images"]] == [0, 1, 2]


def test_a_series_of_localizers_alone_is_not_analysed_on_arrival_but_on_demand(orthanc):
    series = SeriesOfSlices()
    scouts, _ = store_all(orthanc, [series.localizer(1), series.localizer(2)])
    page = store(orthanc, SeriesOfSlices().dose_page())["ParentSeries"]
    last, _ = store_all(orthanc, SeriesOfSlices().head(count=3, air=0))
    orthanc.wait_report("series", last)
    for identifier in (scouts, page):
        assert orthanc.analyses("series", identifier) == []
    assert orthanc.analyze_now("series", scouts).status_code == 200


def test_an_unreadable_slice_is_named_and_the_rest_is_read(orthanc):
    objects = SeriesOfSlices().head(count=10, air=0)
    for ds in objects[3:5]:
        ds.PixelData = ds.PixelData[:100]
    identifier, stored = store_all(orthanc, objects)
    report = orthanc.wait_report("series", identifier)
    broken = {key for key, ds in stored.items() if len(ds.PixelData) == 100}
    assert not broken & {image["OrthancId"] for image in report["Images"]}
    assert len(report["Images"]) >= 4
    for key in broken:
        assert any(key in warning for warning in report["Warnings"]), report["Warnings"]
    assert report["NoAbnormality"] is False


def test_a_series_of_which_nothing_can_be_read_fails_with_the_reason(orthanc):
    objects = SeriesOfSlices().head(count=4, air=0)
    for ds in objects:
        ds.PixelData = ds.PixelData[:100]
    identifier, _ = store_all(orthanc, objects)
    [analysis] = orthanc.wait_analyses("series", identifier)
    assert analysis["Status"] == "Failed"
    assert analysis["Reason"]


@pytest.mark.parametrize("wanted", [1, 64])
def test_any_number_of_images_from_1_to_64_can_be_asked_for(fresh_orthanc, wanted):
    rules = [{"Modality": "CT", "Level": "Series", "MaxImages": wanted}]
    server = fresh_orthanc({"Rules": rules})
    identifier, stored = store_all(server, SeriesOfSlices().head(count=70, air=0))
    report = server.wait_report("series", identifier)
    heights = [float(ds.ImagePositionPatient[2]) for ds in chosen_of(report, stored)]
    assert len(set(heights)) == len(heights)
    assert len(heights) == 1 if wanted == 1 else 50 <= len(heights) <= 64


# How often ---------------------------------------------------------------------------------------


def test_slices_of_several_associations_in_any_order_make_one_analysis(orthanc, tmp_path):
    objects = SeriesOfSlices().head(count=12, air=1)
    random.Random(7).shuffle(objects)
    paths = []
    for index, ds in enumerate(objects):
        paths.append(tmp_path / f"{index}.dcm")
        paths[-1].write_bytes(to_bytes(ds))
    senders = [
        threading.Thread(target=orthanc.store_scu, args=(paths[part::3],)) for part in range(3)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    identifier = orthanc.post_instance(paths[0].read_bytes())["ParentSeries"]
    orthanc.wait_report("series", identifier)
    store_all(orthanc, objects)  # once more: nothing new
    after, _ = store_all(orthanc, SeriesOfSlices().head(count=3, air=0))
    orthanc.wait_report("series", after)
    assert len(orthanc.analyses("series", identifier)) == 1


def test_slices_that_come_while_the_analysis_runs_lead_to_exactly_one_more(fresh_orthanc):
    with HeldModel() as model:
        server = fresh_orthanc(model.settings())
        objects = SeriesOfSlices().head(count=12, air=0)
        identifier, _ = store_all(server, objects[:6])
        model.wait_for_a_call()
        for ds in objects[6:]:
            store(server, ds)
        poll(
            lambda: len(server.analyses("series", identifier)) == 2,
            30,
            "the second analysis to be queued",
        )
        poll(lambda: server.json(f"/series/{identifier}")["IsStable"], 30, "it to be stable")
        model.release()
        analyses = server.wait_analyses("series", identifier, 2)
        after, _ = store_all(server, SeriesOfSlices().head(count=3, air=0))
        server.wait_analyses("series", after)
        assert len(server.analyses("series", identifier)) == len(analyses) == 2
        assert len(server.json(f"/series/{identifier}/vlm/report")["Images"]) == 8


class HeldModel(ModelServer):
    """A model whose answers wait until `release`."""

    def __init__(self):
        self.may_answer, self.was_called = threading.Event(), threading.Event()
        super().__init__(self.hold)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.release()
        self.close()

    def hold(self, _):
        self.was_called.set()
        self.may_answer.wait(60)
        return Answer(NOTHING_FOUND)

    def settings(self):
        held = {"Type": "OpenAI", "Url": self.url + "/v1", "Model": "m", "Calls": 1}
        return {"Models": {"held": held}, "DefaultModel": "held"}

    def wait_for_a_call(self):
        assert self.was_called.wait(60), "the model was never asked"

    def release(self):
        self.may_answer.set()
