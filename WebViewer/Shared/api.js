// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the plugin's REST API that the panel uses (DESIGN.md sections 4 and 5).
// A resource is {level: 'instances' | 'series' | 'studies', id: Orthanc identifier}.

// Two folders above vlm/app/: whatever prefix a reverse proxy puts in front is kept.
const root = new URL('../../', import.meta.url);

export class ApiError extends Error {
  constructor(httpStatus, message) {
    super(message);
    this.name = 'ApiError';
    this.httpStatus = httpStatus;
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
  try {
    const body = await response.json();
    // Details is an object: the server explains in Message.
    message = body.Message || message;
  } catch {
    // Not every error has a JSON body: the status line must do.
  }
  return new ApiError(response.status, String(message));
}

async function ask(url, options) {
  const response = await fetch(url, { headers: { Accept: 'application/json' }, ...options });
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
    const list = await askJson(urlOf(pathOf(resource, 'analyses')), { signal });
    return Array.isArray(list) ? list : [];
  },

  // {report} when there is one, {analysis} while the first is queued or running, {} otherwise.
  async report(resource, signal) {
    const response = await ask(urlOf(pathOf(resource, 'report')), { signal });
    if (response.status === 404) {
      return {};
    }
    const body = await response.json();
    return response.status === 202 ? { analysis: body } : { report: body };
  },

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

  reportUrl: (resource, format) => urlOf(pathOf(resource, 'report'), { format }),

  pageUrl(resource) {
    const names = { instances: 'instance', series: 'series', studies: 'study' };
    return urlOf('vlm/app/index.html', { [names[resource.level]]: resource.id });
  },
};
