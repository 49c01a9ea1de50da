// SPDX-License-Identifier: GPL-3.0-or-later
// What a Cornerstone viewer (OHIF) draws of structured reports, by its own published adapters:
//   hydrate.mjs CASES.json     a list of {"sr": path, "images": [...]}, an image being
//   {sopInstanceUid, frames, rows, columns, spacing, position, orientation, frameOfReference}
// Prints a JSON list: for each case a list of {trackingUid, tool, sopInstanceUid, points}, in stored
// pixels of the image (column, row), the origin at the centre of the first one.
import fs from 'fs';
import dcmjs from 'dcmjs';
import { adaptersSR } from '@cornerstonejs/adapters';
import { metaData } from '@cornerstonejs/core';

dcmjs.log?.setLevel?.('error');
const { MeasurementReport } = adaptersSR.Cornerstone3D;
const planes = new Map(); // image plane modules by image id
metaData.addProvider((type, id) => (type === 'imagePlaneModule' ? planes.get(id) : undefined), 1000);

function read(path) {
  const file = fs.readFileSync(path);
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
  const parsed = dcmjs.data.DicomMessage.readFile(bytes);
  const dataset = dcmjs.data.DicomMetaDictionary.naturalizeDataset(parsed.dict);
  dataset._meta = dcmjs.data.DicomMetaDictionary.namifyDataset(parsed.meta);
  return dataset;
}

// An image without a place in the patient gets one that makes world coordinates pixels.
function planeOf(image) {
  const spacing = image.spacing ?? [1, 1];
  const cosines = image.orientation ?? [1, 0, 0, 0, 1, 0];
  return {
    frameOfReferenceUID: image.frameOfReference,
    rows: image.rows,
    columns: image.columns,
    imageOrientationPatient: cosines,
    rowCosines: cosines.slice(0, 3),
    columnCosines: cosines.slice(3),
    imagePositionPatient: image.position ?? [0, 0, 0],
    pixelSpacing: spacing,
    rowPixelSpacing: spacing[0],
    columnPixelSpacing: spacing[1],
  };
}

function pixelOf(world, plane) {
  const offset = [...world].map((value, axis) => value - plane.imagePositionPatient[axis]);
  const along = (cosines) => offset.reduce((sum, value, axis) => sum + value * cosines[axis], 0);
  return [along(plane.rowCosines) / plane.columnPixelSpacing, along(plane.columnCosines) / plane.rowPixelSpacing];
}

function idsByFrame(images) {
  const ids = {};
  for (const image of images) {
    for (let frame = 1; frame <= image.frames; ++frame) {
      const id = `image:${image.sopInstanceUid}?frame=${frame}`;
      ids[`${image.sopInstanceUid}:${frame}`] = id;
      planes.set(id, planeOf(image));
    }
  }
  return ids;
}

function measurementsOf({ sr, images }) {
  const ids = idsByFrame(images);
  const provider = { get: (type, id) => (type === 'imagePlaneModule' ? planes.get(id) : undefined) };
  const state = MeasurementReport.generateToolState(read(sr), ids, provider);
  return Object.entries(state).flatMap(([tool, measurements]) =>
    measurements.map((measurement) => {
      const { metadata, data } = measurement.annotation;
      const plane = planes.get(metadata.referencedImageId);
      const contour = data.contour?.polyline ?? [];
      const points = data.handles?.points?.length ? data.handles.points : contour;
      return {
        trackingUid: measurement.TrackingUniqueIdentifier,
        tool,
        sopInstanceUid: measurement.sopInstanceUid,
        points: plane ? points.map((point) => pixelOf(point, plane)) : [],
      };
    }),
  );
}

const cases = JSON.parse(fs.readFileSync(process.argv[2]));
console.log(JSON.stringify(cases.map(measurementsOf)));
