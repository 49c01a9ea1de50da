// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader asks the server for: slices, pixels, and the few facts that Orthanc itself knows.
import { listOf, textOf } from '../Shared/values.js';
import { readPixels } from './pixels.js';

const withoutPixels = [
  'SR',
  'PR',
  'KO',
  'SEG',
  'DOC',
  'RTSTRUCT',
  'RTPLAN',
  'REG',
  'PLAN',
  'AU',
  'ECG',
];

// The server may come back, a gateway may let us through later. What came and cannot be read stays
// as it is.
export function isPassing(error) {
  return error.isUnreachable === true || [429, 502, 503, 504].includes(error.httpStatus);
}

// fetch, and reading what it fetches, fail with a TypeError when the network does.
async function reached(answer) {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TypeError) {
      error.isUnreachable = true;
    }
    throw error;
  }
}

async function errorOf(response) {
  let message = `${response.status} ${response.statusText}`.trim();
  try {
    message = (await response.json()).Message || message;
  } catch {
    // Not every error has a JSON body: the status line must do.
  }
  return Object.assign(new Error(String(message)), { httpStatus: response.status });
}

async function ask(url, signal) {
  const response = await reached(fetch(url, { signal }));
  if (!response.ok) {
    throw await errorOf(response);
  }
  return response;
}

function sliceOf(slice) {
  return {
    OrthancId: textOf(slice?.OrthancId),
    Frame: Number.isInteger(slice?.Frame) ? slice.Frame : 0,
    InstanceNumber: slice?.InstanceNumber ?? null,
    PositionMm: Number.isFinite(slice?.PositionMm) ? slice.PositionMm : null,
  };
}

export class Source {
  constructor(api) {
    this.api = api;
    this.core = new URL('../../../', import.meta.url);  // Orthanc's root, from vlm/app/Reader/
    this.facts = new Map();
  }

  async askCore(path, signal) {
    return reached((await ask(new URL(path, this.core).href, signal)).json());
  }

  async slices(resource, signal) {
    const answer = await reached(this.api.slices(resource, signal));
    return listOf(answer?.Slices)
      .map(sliceOf)
      .filter((slice) => slice.OrthancId);
  }

  // {id, uid, text} of every series of a study that may have pictures.
  async seriesOf(studyId, signal) {
    const all = listOf(await this.askCore(`studies/${encodeURIComponent(studyId)}/series`, signal));
    return all
      .map(({ ID, MainDicomTags: tags = {} }) => ({
        id: textOf(ID),
        uid: textOf(tags.SeriesInstanceUID),
        modality: textOf(tags.Modality),
        number: Number(tags.SeriesNumber) || 0,
        text: [tags.Modality, tags.SeriesNumber, tags.SeriesDescription]
          .map(textOf)
          .filter(Boolean)
          .join(' '),
      }))
      .filter((series) => series.id && !withoutPixels.includes(series.modality))
      .sort((one, other) => one.number - other.number);
  }

  async pixels({ OrthancId, Frame, width }, signal) {
    const url = this.api.pixelsUrl(OrthancId, { frame: Frame, width });
    return readPixels(await reached((await ask(url, signal)).arrayBuffer()));
  }

  // The tags that say where the patient's sides are, as far as Orthanc can tell.
  async orientationTags(instanceId, signal) {
    if (!this.facts.has(instanceId)) {
      const path = `instances/${encodeURIComponent(instanceId)}`;
      const { MainDicomTags } = await this.askCore(path, signal);
      const tags = MainDicomTags?.ImageOrientationPatient
        ? MainDicomTags
        : await this.askCore(`${path}/simplified-tags`, signal);
      this.facts.set(instanceId, tags);
    }
    return this.facts.get(instanceId);
  }
}
