# SPDX-License-Identifier: GPL-3.0-or-later
"""Several Orthancs and the one model that they share, whose stub counts what it is asked."""
import dataclasses
import threading

from dicom_objects import blob_picture, picture_object, to_bytes
from model_server import ModelServer, finding, reply_with
from model_world import KEY, see_square, square_object
from orthanc_nodes import OrthancNodes
from result_objects import SC, SR

MODEL = "stub"
MADE = sorted([SR, SC, SC])  # the DICOM objects of each analysis: the annotated picture, the comparison


def tiny_object(**attributes):
    """A small image of a patient of its own, analysed by itself."""
    return picture_object("US", blob_picture(64, 64), **attributes)


@dataclasses.dataclass
class Gate:
    """An answer of a model that thinks until it is let go."""

    answers: list  # of the first request, of the second one, ...; the last one again and again
    held: int = 1  # so many of the first requests wait for `open`
    open: threading.Event = dataclasses.field(default_factory=threading.Event)
    asked: int = 0
    lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)

    def __call__(self, request):
        with self.lock:
            number, self.asked = self.asked, self.asked + 1
        if number < self.held:
            self.open.wait(120)
        return self.answers[min(number, len(self.answers) - 1)]


def says(label):
    return reply_with(finding(label, (300, 600, 600, 800)))


class NodesWorld:
    """`answer` as of ModelServer, `model` further settings of the model, `vlm` of the plugin."""

    def __init__(self, folder, postgres, count=3, answer=see_square, model=None, **vlm):
        self.stub = ModelServer(answer)
        section = {"Type": "Gemini", "Url": self.stub.url, "Model": "some-model", "Calls": 1}
        settings = {"Models": {MODEL: {**section, **(model or {})}}, "DefaultModel": MODEL, **vlm}
        self.nodes = OrthancNodes(folder, postgres, count, vlm=settings)
        for node in self.nodes:
            node.environment["GEMINI_API_KEY"] = KEY

    def start(self):
        self.nodes.start()
        for node in self.nodes:
            self.wait_tested(node)
        return self

    def close(self):
        if isinstance(self.stub.answer, Gate):
            self.stub.answer.open.set()
        self.nodes.close()
        self.stub.close()

    def model_on(self, node):
        """What a node says of the model."""
        return next(one for one in node.json("/vlm/status")["Models"] if one["Name"] == MODEL)

    def wait_tested(self, node):
        """The self-test of the start is over: whatever is asked later is no part of it."""
        return self.nodes.poll(
            lambda: self.model_on(node)["SelfTest"], f"the self-test on {node.name}"
        )

    def store(self, node, ds=None):
        """Uploads one object; its Orthanc identifiers."""
        return node.post_instance(to_bytes(ds or square_object("US")))

    def wait_asked(self, count):
        return self.nodes.poll(
            lambda: len(self.stub.asked()) >= count, f"the model to be asked {count} times"
        )

    def holder(self):
        """The node that has an analysis in hand."""

        def running():
            seen = self.nodes.seen_by(self.nodes.alive())
            names = [name for name, one in seen.items() if one["Running"]]
            return next((node for node in self.nodes if node.name in names), None)

        return self.nodes.poll(running, "a node to have an analysis in hand")

    def others(self, node):
        return [one for one in self.nodes if one is not node]

    def assert_one_report(self, identifier, label=None, level="instances"):
        """All nodes tell of exactly one analysis, completed, and of its report; the analysis."""
        told = []
        for node in [one for one in self.nodes if one.is_alive()]:
            [analysis] = node.wait_analyses(level, identifier)
            assert analysis["Status"] == "Completed", analysis
            report = node.wait_report(level, identifier)
            assert report["AnalysisId"] == analysis["AnalysisId"]
            told.append((analysis["AnalysisId"], report))
        assert all(one == told[0] for one in told)
        if label is not None:
            assert [one["Label"] for one in told[0][1]["Findings"]] == [label]
        return analysis
