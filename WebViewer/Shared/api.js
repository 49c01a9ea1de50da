// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the plugin's REST API that the panel uses (DESIGN.md sections 4 and 5).
// A resource is {level: 'instances' | 'series' | 'studies', id: Orthanc identifier}.

// Three folders above vlm/app/Shared/: whatever prefix a reverse proxy puts in front is kept.
const root = new URL('../../../', import.meta.url);

export class ApiError extends Error {
  // `details`: what the server adds for programs, e.g. who reviewed meanwhile.
  constructor(httpStatus, message, details = {}) {
    super(message);
    this.name = 'ApiError';
    this.httpStatus = httpStatus;
    this.details = details;
  }
}

function urlOf(path, query = {}) {
  const url = new URL(path, root);
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) {
      url.searchParams.set(key, value);
    }
  }
  return url.href;
}

function pathOf(resource, action) {
  return `${resource.level}/${encodeURIComponent(resource.id)}/vlm/${action}`;
}

async function errorOf(response) {
  let message = `the server answered ${response.status} ${response.statusText}`.trim();
  let details = {};
  try {
    const body = await response.json();
    // Details is an object: the server explains in Message.
    message = body.Message || message;
    details = body.Details ?? {};
  } catch {
    // Not every error has a JSON body: the status line must do.
  }
  return new ApiError(response.status, String(message), details);
}

// `no-cache`: the browser asks with the tag of what it keeps, and the server answers 304 or anew.
async function ask(url, options) {
  const response = await fetch(url, {
    headers: { Accept: 'application/json' },
    cache: 'no-cache',
    ...options,
  });
  if (!response.ok && response.status !== 404) {
    throw await errorOf(response);
  }
  return response;
}

async function askJson(url, options) {
  const response = await ask(url, options);
  if (!response.ok) {
    throw await errorOf(response);
  }
  return response.json();
}

function post(path, body, signal) {
  return askJson(urlOf(path), {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
}

export const api = {
  // Newest first; empty when nothing was ever asked.
  async analyses(resource, signal) {
    return (await api.analysesNow(resource, signal)).list;
  },

  // {list, tag}: the tag, null without one, changes with every change in the queue.
  async analysesNow(resource, signal) {
    const response = await ask(urlOf(pathOf(resource, 'analyses')), { signal });
    if (!response.ok) {
      throw await errorOf(response);
    }
    const list = await response.json();
    return { list: Array.isArray(list) ? list : [], tag: response.headers.get('ETag') };
  },

  // {Analyses: [...]}, of all resources; `query` is {status, limit}.
  analysesOf: (query, signal) => askJson(urlOf('vlm/analyses', query), { signal }),

  // One analysis with its Outputs and Objects.
  analysis: (analysisId, signal) =>
    askJson(urlOf(`vlm/analyses/${encodeURIComponent(analysisId)}`), { signal }),

  // {report} when there is one, {analysis} while the first is queued or running, {} otherwise.
  async report(resource, signal) {
    const response = await ask(urlOf(pathOf(resource, 'report')), { signal });
    if (response.status === 404) {
      return {};
    }
    const body = await response.json();
    return response.status === 202 ? { analysis: body } : { report: body };
  },

  // Body and answer: DESIGN.md, POST /{level}/{id}/vlm/review.
  review: (resource, body, signal) => post(pathOf(resource, 'review'), body, signal),

  status: (signal) => askJson(urlOf('vlm/status'), { signal }),

  models: (signal) => askJson(urlOf('vlm/models'), { signal }),

  analyze: (resource, body, signal) => post(pathOf(resource, 'analyze'), body, signal),

  retry: (analysisId, signal) =>
    post(`vlm/analyses/${encodeURIComponent(analysisId)}/retry`, {}, signal),

  layerUrl: (image, layer, { width, finding } = {}) =>
    urlOf(`instances/${encodeURIComponent(image.OrthancId)}/vlm/layers/${layer}`, {
      width,
      frame: image.Frame ?? 0,
      finding,
    }),

  // The picture itself, or an ApiError that says why there is none.
  async layer(image, layer, options, signal) {
    const response = await fetch(api.layerUrl(image, layer, options), { signal });
    if (!response.ok) {
      throw await errorOf(response);
    }
    return response.blob();
  },

  // Pages of what was analysed lately, newest first.
  reports: (query, signal) => askJson(urlOf('vlm/reports', query), { signal }),

  reportUrl: (resource, format, query = {}) =>
    urlOf(pathOf(resource, 'report'), { format, ...query }),

  slices: (resource, signal) => askJson(urlOf(pathOf(resource, 'slices')), { signal }),

  pixelsUrl: (instanceId, { frame = 0, width } = {}) =>
    urlOf(`instances/${encodeURIComponent(instanceId)}/vlm/pixels`, { frame, width }),

  readings: (resource, analysis, signal) =>
    askJson(urlOf(pathOf(resource, 'readings'), { analysis }), { signal }),

  egress: (query, signal) => askJson(urlOf('vlm/egress', query), { signal }),

  // Orthanc's own: the study of an instance or series, its identifier in ID.
  studyOf: (resource, signal) =>
    askJson(urlOf(`${resource.level}/${encodeURIComponent(resource.id)}/study`), { signal }),

  // Orthanc's own: a patient with MainDicomTags.
  patient: (orthancId, signal) =>
    askJson(urlOf(`patients/${encodeURIComponent(orthancId)}`), { signal }),

  dicomUrl: (instanceId) => urlOf(`instances/${encodeURIComponent(instanceId)}/file`),

  overviewUrl: (query) => urlOf('vlm/app/index.html', query),

  explorerUrl: (resource) => {
    const names = { instances: 'instance', series: 'series', studies: 'study' };
    return `${urlOf('app/explorer.html')}#${names[resource.level]}?uuid=${encodeURIComponent(resource.id)}`;
  },

  pageUrl(resource) {
    const names = { instances: 'instance', series: 'series', studies: 'study' };
    return urlOf('vlm/app/index.html', { [names[resource.level]]: resource.id });
  },
};
