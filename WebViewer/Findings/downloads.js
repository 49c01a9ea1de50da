// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that can be taken along: documents, pictures, DICOM objects.
import { element, link } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { listOf, numberOf, objectOf, objectsOf, textOf } from '../Shared/values.js';
import { lazyDetails } from './details.js';

const formats = ['pdf', 'html', 'fhir', 'json', 'text'];
const layers = ['annotated', 'heatmap', 'comparison', 'statistics', 'illustration', 'original'];
const kinds = [
  'StructuredReport',
  'SecondaryCapture',
  'EncapsulatedPdf',
  'PresentationState',
  'ParametricMap',
];

function linkRow(title, links) {
  return element(
    'div',
    { class: 'vlm-links' },
    element('h3', {}, title),
    element(
      'ul',
      {},
      links.map((one) => element('li', {}, one)),
    ),
  );
}

function documents(resource, report, api) {
  const review = objectOf(report.Review);
  const links = formats.map((format) =>
    link(api.reportUrl(resource, format), t(`findings.format.${format}`)),
  );
  if (review.Revision) {
    links.push(
      link(api.reportUrl(resource, 'json', { reviewed: false }), t('findings.format.original')),
    );
  }
  return linkRow(t('findings.documents'), links);
}

// Of the image that is shown.
function picturesRow(store, api) {
  const { report, image } = store.state;
  const images = objectsOf(report.Images);
  const index = numberOf(image) ?? 0;
  const shown = images[index] ?? images[0];
  if (!textOf(shown?.OrthancId)) {
    return null;
  }
  return linkRow(
    images.length > 1
      ? t('findings.pictures.of', { number: images.indexOf(shown) + 1 })
      : t('findings.pictures'),
    layers.map((layer) => link(api.layerUrl(shown, layer), t(`findings.layer.${layer}`))),
  );
}

// {list: what was found, isWhole: nothing is missing in it}
async function askObjects(report, analyses, api) {
  const parts = objectsOf(report.Parts)
    .map((part) => textOf(part.AnalysisId))
    .filter(Boolean);
  const known = new Set(analyses.map((one) => one.AnalysisId));
  const ids = parts.length > 0 ? parts : [textOf(report.AnalysisId)].filter((id) => known.has(id));
  const answers = await Promise.allSettled(ids.slice(0, 20).map((id) => api.analysis(id)));
  const found = answers
    .flatMap(({ value }) => objectsOf(value?.Objects))
    .filter((one) => one.OrthancId);
  return { list: found, isWhole: answers.every(({ status }) => status === 'fulfilled') };
}

function objectList(found, api) {
  if (found.length === 0) {
    return element('p', { class: 'vlm-soft', 'data-again': true }, t('findings.objects.none'));
  }
  return element(
    'ul',
    {},
    found.map((one) =>
      element(
        'li',
        {},
        link(
          api.dicomUrl(one.OrthancId),
          kinds.includes(one.Kind) ? t(`findings.object.${one.Kind}`) : textOf(one.Kind),
        ),
      ),
    ),
  );
}

// Asked for once per report, unless there may be more to come.
export function keptObjects(report, analysesNow, api) {
  let kept = null;
  return async () => {
    const asked = kept ?? (kept = askObjects(report, listOf(analysesNow()), api));
    const { list, isWhole } = await asked;
    if (kept === asked && (list.length === 0 || !isWhole)) {
      kept = null;
    }
    return list;
  };
}

// Another image is shown: the rest of the card stays as it is.
export function showPictures(card, store, api) {
  card.querySelector('.vlm-pictures').replaceChildren(...[picturesRow(store, api)].filter(Boolean));
}

// `analysesNow()` gives the analyses as of Shared/watch.js.
export function downloadsCard(report, store, api, analysesNow) {
  const objects = keptObjects(report, analysesNow, api);
  return element(
    'section',
    { class: 'vlm-card vlm-downloads', 'aria-label': t('findings.downloads') },
    element('h2', {}, t('findings.downloads')),
    documents(store.state.resource, report, api),
    element('div', { class: 'vlm-pictures' }, picturesRow(store, api)),
    lazyDetails(t('findings.objects'), async () => objectList(await objects(), api)),
  );
}
