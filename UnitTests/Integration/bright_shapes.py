# SPDX-License-Identifier: GPL-3.0-or-later
"""What bright shapes there are on a dark ground: the eyes of the stub models."""
import numpy


def parts_of(bright):
    """Boxes (top, bottom, left, right) of what is separated by empty rows or columns."""
    boxes, waiting = [], [(0, bright.shape[0], 0, bright.shape[1])]
    while waiting:
        top, bottom, left, right = waiting.pop()
        part = bright[top:bottom, left:right]
        columns = numpy.flatnonzero(part.any(axis=0)) + left
        rows = numpy.flatnonzero(part.any(axis=1)) + top
        if len(rows) < 8 or len(columns) < 8:  # traces of compression
            continue
        column_runs = numpy.split(columns, numpy.flatnonzero(numpy.diff(columns) > 1) + 1)
        row_runs = numpy.split(rows, numpy.flatnonzero(numpy.diff(rows) > 1) + 1)
        if len(column_runs) == len(row_runs) == 1:
            boxes.append((rows[0], rows[-1] + 1, columns[0], columns[-1] + 1))
        elif len(column_runs) > 1:
            waiting += [(top, bottom, run[0], run[-1] + 1) for run in column_runs]
        else:
            waiting += [(run[0], run[-1] + 1, left, right) for run in row_runs]
    return boxes
