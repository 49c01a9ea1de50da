#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enforces the architecture: which room may include what, file sizes, licence lines, names of types.

  check_layers.py [ROOT]       prints file:line and the rule broken; ends with 1 if there is any
  check_layers.py --self-test  proves that each rule can fail
"""
import pathlib
import re
import sys
import tempfile

# A room includes itself and rooms to its left.
ROOMS = [
    "Foundation",
    "Pixels",
    "Model",
    "Findings",
    "Gaussian",
    "Verification",
    "Render",
    "Report",
    "Results",
    "Pipeline",
    "Network",
    "Storage",
    "Orthanc",
    "Evaluation",
]
CORE = ROOMS[: ROOMS.index("Pipeline")]
ADAPTERS = {"Network", "Storage", "Orthanc"}  # implement ports and ignore each other
CORE_FORBIDDEN_INCLUDE = re.compile(
    r"^(orthanc/|curl/|soci|sqlite3|libpq|(thread|mutex|condition_variable|future|shared_mutex"
    r"|fstream|filesystem|unistd\.h|pthread\.h|sys/.*|dirent\.h|fcntl\.h)$)"
)
CORE_FORBIDDEN_CALL = re.compile(
    r"\b(?:(?:std::)?(?:secure_)?getenv|fopen|system_clock::now|steady_clock::now"
    r"|high_resolution_clock::now)\s*\("
)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
TYPE = re.compile(r"^(?:struct|class|enum class) (\w+)(?: : [^;]*)?$", re.MULTILINE)
SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"
MAXIMUM_LINES = 300
SOURCE_SUFFIXES = {".cpp", ".h", ".py", ".sh", ".js", ".css"}
NOT_OURS = {"__pycache__", "node_modules"}
SOURCE_FOLDERS = ("Plugin", "UnitTests", "WebViewer", "Resources/Scripts")
FORBIDDEN_NAME = re.compile(r"(Helpers?|Utils?|Common|Manager)$", re.IGNORECASE)


def include_rule(room, quoted, target):
    """The rule that `room` breaks by including `target`, or None."""
    other = target.split("/")[0] if quoted else None
    if room in CORE and CORE_FORBIDDEN_INCLUDE.match(target):
        return f"{room} is pure core and must not include <{target}>"
    if other not in ROOMS or room == "Plugin":
        return None
    if ROOMS.index(other) > ROOMS.index(room):
        return f"{room} must not include {other}, a room to its right"
    if other != room and {other, room} <= ADAPTERS:
        return f"{room} must not include {other}: adapters ignore each other"
    return None


def line_rules(room, line):
    match = INCLUDE.match(line)
    if match:
        return include_rule(room, match.group(1) == '"', match.group(2))
    code = line.split("//")[0]
    call = CORE_FORBIDDEN_CALL.search(code) if room in CORE else None
    return f"{room} is pure core and must not call {call.group(0)}...)" if call else None


def check_room_file(root, path):
    parts = path.relative_to(root / "Plugin").parts
    room = parts[0] if len(parts) > 1 else "Plugin"
    if room != "Plugin" and room not in ROOMS:
        yield 1, f"{room} is no room: {' < '.join(ROOMS)}"
        return
    for number, line in enumerate(path.read_text().splitlines(), 1):
        rule = line_rules(room, line)
        if rule:
            yield number, rule
    listing = path.parent / "CMakeLists.txt"
    if path.suffix == ".cpp" and path.name not in (listing.read_text() if listing.exists() else ""):
        yield 1, f"{path.name} is not listed in {listing.relative_to(root)}"


def check_form(path):
    lines = path.read_text().splitlines()
    if not any(SPDX in line for line in lines[:2]):
        yield 1, f'must begin with "{SPDX}"'
    if len(lines) > MAXIMUM_LINES:
        yield len(lines), f"{len(lines)} lines; allowed {MAXIMUM_LINES}"
    if FORBIDDEN_NAME.search(path.stem):
        yield 1, f"{path.stem}: a file is named after what it is for"


def check_type_names(root):
    """Two types of one name are undefined behaviour once both are linked (C++17 6.2): none warns."""
    seen = {}
    for path in sorted((root / "Plugin").rglob("*.h")):
        name, text = str(path.relative_to(root)), path.read_text()
        for match in TYPE.finditer(text):
            other = seen.setdefault(match.group(1), name)
            if other != name:
                yield name, text.count(
                    "\n", 0, match.start()
                ) + 1, f"{match.group(1)} is in {other}, too"


def check(root):
    """Sorted (file, line, rule) of everything that breaks a rule below `root`."""
    broken = list(check_type_names(root))
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in SOURCE_SUFFIXES or NOT_OURS & set(path.parts):
                continue
            rules = list(check_form(path))
            if folder == "Plugin":
                rules += check_room_file(root, path)
            broken += [(str(path.relative_to(root)), number, rule) for number, rule in rules]
    return sorted(broken)


SELF_TEST = [  # file, content after the licence line, what the message must say; None: allowed
    ("Plugin/Pixels/Good.h", '#include "Foundation/Result.h"\n#include <atomic>\n', None),
    ("Plugin/Pixels/Right.h", '#include "Model/VisionModel.h"\n', "room to its right"),
    ("Plugin/Model/Sdk.h", "#include <orthanc/OrthancCPlugin.h>\n", "pure core"),
    ("Plugin/Report/Thread.h", "#include <thread>\n", "pure core"),
    ("Plugin/Render/File.h", "  # include <fstream>\n", "pure core"),
    ("Plugin/Foundation/Env.h", 'auto a = std::getenv("A");\n', "must not call"),
    ("Plugin/Foundation/Comment.h", '// std::getenv("A") is not called here\n', None),
    ("Plugin/Pipeline/Mutex.h", "#include <mutex>\n", None),
    ("Plugin/Orthanc/Neighbour.h", '#include "Storage/Queue.h"\n', "ignore each other"),
    ("Plugin/Storage/Right.h", '#include "Orthanc/Guarded.h"\n', "room to its right"),
    ("Plugin/Kitchen/Sink.h", "", "is no room"),
    ("Plugin/Orthanc/Unlisted.cpp", "", "is not listed"),
    ("Plugin/Top.h", '#include "Orthanc/Guarded.h"\n', None),
    ("Plugin/Model/Long.h", "\n" * 300, "allowed 300"),
    ("Plugin/Model/JsonUtils.h", "", "named after"),
]


def self_test():
    for name, content, expected in SELF_TEST:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True)
            path.write_text(f"// {SPDX}\n{content}")
            rules = [rule for _, _, rule in check(pathlib.Path(folder))]
            good = not rules if expected is None else len(rules) == 1 and expected in rules[0]
            assert good, f"{name}: expected {expected}, got {rules}"
    with tempfile.TemporaryDirectory() as folder:
        for room in ("Render", "Report"):
            path = pathlib.Path(folder) / "Plugin" / room / f"{room}Table.h"
            path.parent.mkdir(parents=True)
            path.write_text(
                f"// {SPDX}\nstruct Row;\nstruct Table\n{{\n  struct Row\n  {{\n  }};\n}};\n"
            )
        rules = check(pathlib.Path(folder))
        assert len(rules) == 1 and rules[0][1:] == (
            3,
            "Table is in Plugin/Render/RenderTable.h, too",
        )
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "WebViewer" / "panel.js"
        path.parent.mkdir()
        path.write_text("'use strict';\n")
        assert "must begin with" in check(pathlib.Path(folder))[0][2]
    print(f"{len(SELF_TEST) + 2} cases of the layer check behave")


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return 0
    default = pathlib.Path(__file__).resolve().parents[2]
    broken = check(pathlib.Path(sys.argv[1]).resolve() if sys.argv[1:] else default)
    for name, line, rule in broken:
        print(f"{name}:{line}: {rule}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
