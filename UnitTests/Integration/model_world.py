# SPDX-License-Identifier: GPL-3.0-or-later
"""An Orthanc whose models each have a stub of their own, and pictures whose lesion is known."""
import dataclasses

import numpy
import pytest

from bright_shapes import parts_of
from dicom_objects import picture_object, to_bytes
from model_server import Answer, ModelServer, finding, reply_with
from orthanc_server import OrthancServer, poll

KEY = "AIzaSy" + "Planted5d1" * 3 + "f0c"  # of the form of Google's keys
ROWS, COLUMNS = 120, 200  # not square, and each side divides 1000 in its own way
SQUARE = (36, 120, 72, 160)  # top, left, bottom, right in stored pixels, the last two not included


def square_picture(square=SQUARE, rows=ROWS, columns=COLUMNS):
    """Dim noise with one bright square."""
    values = numpy.random.default_rng(7).integers(20, 40, (rows, columns))
    top, left, bottom, right = square
    values[top:bottom, left:right] = 230
    return values.astype(numpy.uint8)


def square_object(modality="MR", square=SQUARE, **attributes):
    return picture_object(modality, square_picture(square), **attributes)


def edges_of_square(picture):
    """Top, left, bottom, right of the bright square in a picture that was sent, as fractions."""
    bright = numpy.asarray(picture.convert("L")) > 130
    height, width = bright.shape
    top, bottom, left, right = max(
        parts_of(bright), key=lambda box: (box[1] - box[0]) * (box[3] - box[2])
    )
    return top / height, left / width, bottom / height, right / width


def see_square(request, **more):
    """What a perfect model says: the square, wherever it is in the first picture it was sent."""
    box = [round(edge * 1000) for edge in edges_of_square(request.images()[0])]
    return Answer(reply_with(finding("Bright square", box, **more)))


def assert_on_square(box, square=SQUARE, tolerance=0.6):
    """Pixels of the stored frame, whose origin is the centre of the top left pixel."""
    top, left, bottom, right = square
    expected = {"Left": left - 0.5, "Top": top - 0.5, "Width": right - left, "Height": bottom - top}
    assert box == pytest.approx(expected, abs=tolerance)


@dataclasses.dataclass
class Backend:
    """A model of the configuration and what its stub says."""

    answer: object = see_square
    settings: dict = dataclasses.field(default_factory=dict)  # or a function of the stub's URL
    type: str = "Gemini"
    self_test: object = None
    serves: str = "some-model"


@dataclasses.dataclass
class Outcome:
    """All that is said of one analysis afterwards."""

    id: str
    analysis: dict
    report: dict
    readings: dict  # None: none are kept
    model: dict
    requests: list

    @property
    def replies(self):
        return [reply for reading in self.readings["Readings"] for reply in reading["Replies"]]

    def warns(self, *words):
        return any(all(word in warning for word in words) for warning in self.report["Warnings"])


class ModelWorld:
    """`backends` by name; `vlm` are further settings."""

    def __init__(self, folder, backends, environment=None, **vlm):
        self.stubs = {
            name: ModelServer(backend.answer, self_test=backend.self_test)
            for name, backend in backends.items()
        }
        models = {name: self.section(name, backend) for name, backend in backends.items()}
        settings = {"AnalyzeOnStore": False, "Models": models, **vlm}
        self.orthanc = OrthancServer(folder, vlm=settings)
        self.orthanc.environment = {"GEMINI_API_KEY": KEY, **(environment or {})}

    def section(self, name, backend):
        url = self.stubs[name].url + ("/v1" if backend.type == "OpenAI" else "")
        chosen = {"Type": backend.type, "Url": url, "Model": backend.serves, "Calls": 1}
        more = backend.settings
        return {**chosen, **(more(self.stubs[name].url) if callable(more) else more)}

    def start(self):
        self.orthanc.start()
        return self

    def close(self):
        self.orthanc.kill()
        for stub in self.stubs.values():
            stub.close()

    def store(self, *objects):
        """Uploads objects, the square picture unless told; the identifier of the last one."""
        for one in objects or (square_object(),):
            identifier = self.orthanc.post_instance(to_bytes(one))["ID"]
        return identifier

    def ask(self, model, identifier=None, level="instances", **body):
        """Queues an analysis; its identifier."""
        identifier = identifier or self.store()
        answer = self.orthanc.post(f"/{level}/{identifier}/vlm/analyze", dict(body, Model=model))
        assert answer.status_code == 202, answer.text
        return answer.json()["AnalysisId"]

    def outcome(self, uuid):
        analysis = self.orthanc.wait_analysis(uuid)
        levels = {"Instance": "instances", "Series": "series", "Study": "studies"}
        resource = f"/{levels[analysis['Level']]}/{analysis['OrthancId']}/vlm"
        readings = self.orthanc.get(f"{resource}/readings?analysis={uuid}")
        return Outcome(
            uuid,
            analysis,
            self.orthanc.json(f"{resource}/report"),
            readings.json() if readings.status_code == 200 else None,
            self.model(analysis["Model"]),
            self.stubs[analysis["Model"]].asked(),
        )

    def analyze(self, model, identifier=None, level="instances", **body):
        """Queues an analysis and waits for its end."""
        return self.outcome(self.ask(model, identifier, level, **body))

    def model(self, name):
        """What /vlm/status says of a model."""
        models = self.orthanc.json("/vlm/status")["Models"]
        return next(one for one in models if one["Name"] == name)

    def wait_tested(self, name):
        """The model once its self-test of the start is over."""
        return self.wait_model(name, lambda one: one["SelfTest"], f"the self-test of {name}")

    def wait_model(self, name, is_so, what, seconds=10):
        return poll(lambda: (lambda one: is_so(one) and one)(self.model(name)), seconds, what)

    def wait_queued_with(self, uuid, words, seconds=10):
        """The analysis once it is queued for a reason with these words."""

        def waiting():
            one = self.orthanc.json(f"/vlm/analyses/{uuid}")
            return one if one["Status"] == "Queued" and words in one["Reason"] else None

        return poll(waiting, seconds, f"analysis {uuid} to wait because of '{words}'")
