# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches what a model's server was sent for texts that it must not learn."""
import base64
import io
import json
import re
import struct

import numpy
from PIL import Image

TABLE_BITS = 22
SHORTEST_ENCODED = 5  # bytes: shorter ones occur by chance
SHORTEST_PART = 5  # of a name: shorter ones occur in words
# ITU T.81 B.1.1.3 and JFIF: what a picture needs; no comment, no EXIF, no profile.
JPEG_SEGMENTS = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xE0, 0xDA}
PNG_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def wordings(text):
    """How a text may be written: DICOM names in parts, dates in the usual ways."""
    words = {text}
    if re.fullmatch(r"\d{8}", text):
        year, month, day = text[:4], text[4:6], text[6:]
        words |= {f"{year}-{month}-{day}", f"{day}.{month}.{year}", f"{month}/{day}/{year}"}
        words |= {f"{day}/{month}/{year}", f"{year}/{month}/{day}"}
    elif re.search(r"[\^=]", text):
        parts = [part for part in re.split(r"[\^= ]", text) if part]
        words |= {" ".join(parts), ", ".join(parts), " ".join(reversed(parts))}
        words |= {part for part in parts if len(part) >= SHORTEST_PART or not part.isascii()}
    return words


def encodings(word):
    """The bytes of a word in lower case: texts, hexadecimal, base64 at each alignment."""
    written = {word.encode("utf-8"), word.encode("utf-16-le"), word.encode("utf-16-be")}
    written.add(json.dumps(word)[1:-1].encode())
    for name in ("latin-1", "iso2022_jp", "iso8859_5", "shift_jis"):
        try:
            written.add(word.encode(name))
        except UnicodeEncodeError:
            pass
    found = set()
    for raw in written:
        found |= {raw.lower(), raw.hex().encode()}
        for shift in range(3):
            # The letters at either end depend on the neighbours too.
            text = base64.b64encode(b"\0" * shift + raw)[
                4 if shift else 0 : (shift + len(raw)) // 3 * 4
            ]
            if len(text) >= 8:
                found.add(text.lower())
    return found


class Needles:
    """Many texts sought at once: where four bytes are the start of one, it is compared."""

    def __init__(self, forbidden):
        self.by_start = {}
        self.is_start = numpy.zeros(1 << TABLE_BITS, dtype=bool)
        for text in forbidden:
            for encoded in {one for word in wordings(text) for one in encodings(word)}:
                if len(encoded) >= SHORTEST_ENCODED:
                    self.by_start.setdefault(encoded[:4], []).append((encoded, text))
                    self.is_start[slots_of(encoded[:4])] = True

    def found_in(self, content):
        """The texts that are in some bytes, in upper or lower case."""
        low = content.lower()
        found = set()
        for position in numpy.flatnonzero(self.is_start[slots_of(low)]):
            for encoded, text in self.by_start.get(low[position : position + 4], []):
                if low.startswith(encoded, position):
                    found.add(text)
        return found


def slots_of(content):
    """The place in a table for each four bytes that follow each other."""
    padded = numpy.frombuffer(content + b"\0" * 4, numpy.uint8).astype(numpy.uint32)
    words = padded[:-3] | padded[1:-2] << 8 | padded[2:-1] << 16 | padded[3:] << 24
    return (words * numpy.uint32(2654435761))[: max(len(content) - 3, 0)] >> (32 - TABLE_BITS)


def strings_in(value):
    """All strings of a JSON value, names of members too."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from strings_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings_in(one)
    elif isinstance(value, str):
        yield value


def haystacks(request):
    """Name and bytes of all that a request says, in every wrapping that a reader can take off."""
    yield "path", request.path.encode()
    for name, value in request.headers.items():
        yield f"header {name}", f"{name}: {value}".encode("utf-8", "replace")
    yield "body", request.body
    for text in strings_in(request.json):
        yield "text", text.encode("utf-8", "surrogatepass")
    for picture in request.pictures:
        yield "picture", picture
        yield "pixels", Image.open(io.BytesIO(picture)).tobytes()


def leaks_in(request, needles):
    """Where which of the texts are."""
    return [
        f"{text!r} in {place}"
        for place, content in haystacks(request)
        for text in needles.found_in(content)
    ]


def jpeg_metadata(picture):
    """What is in a JPEG file besides the picture; the name of each such part."""
    if picture[:2] != b"\xff\xd8":
        return ["no start of image"]
    strange, position = [], 2
    while True:
        mark, kind, length = struct.unpack(">BBH", picture[position : position + 4])
        if mark != 0xFF or kind not in JPEG_SEGMENTS:
            strange.append(f"segment {kind:02x}")
        if kind == 0xE0 and picture[position + 4 : position + 9] != b"JFIF\0":
            strange.append("APP0 that is not JFIF")
        if kind == 0xE0 and length != 16:
            strange.append("thumbnail")
        if kind == 0xDA:
            break
        position += 2 + length
    end = picture.find(b"\xff\xd9", position)
    return strange if end == len(picture) - 2 else strange + ["bytes behind the picture"]


def png_metadata(picture):
    strange, position = [], 8
    while position < len(picture):
        length, kind = struct.unpack(">I4s", picture[position : position + 8])
        strange += [] if kind in PNG_CHUNKS else [f"chunk {kind}"]
        position += 12 + length
        if kind == b"IEND" and position != len(picture):
            return strange + ["bytes behind the picture"]
    return strange


def metadata_in(picture):
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return png_metadata(picture)
    return jpeg_metadata(picture)


def contexts_in(request):
    """What a request tells about its images, one dictionary for each."""
    blocks = [
        block
        for text in request.texts
        for block in re.findall(r"<context>\s*(\[.*?\])\s*</context>", text, re.S)
    ]
    assert len(blocks) <= 1, blocks
    return json.loads(blocks[0]) if blocks else []
