// SPDX-License-Identifier: GPL-3.0-or-later
// The list of findings, linked both ways with the picture through the store.
import { element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import {
  listOf,
  numberOf,
  numberOfFinding,
  objectOf,
  objectsOf,
  textOf,
} from '../Shared/values.js';
import { effectiveFindings } from '../Review/draft.js';
import { findingItem } from './item.js';

const calm = '(prefers-reduced-motion: reduce)';

function nothingText(report) {
  const images = objectsOf(report.Images);
  const skipped = images.filter((image) => image.Examined === false).length;
  if (skipped > 0) {
    return t('findings.none.skipped', { skipped, count: images.length });
  }
  return t(report.NoAbnormality === true ? 'findings.none.normal' : 'findings.none');
}

// Members of what did not change are the same objects still: effectiveFindings copies none.
function isSame(one, other) {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) =>
      key === 'draft'
        ? JSON.stringify(one.draft) === JSON.stringify(other.draft)
        : Object.is(one[key], other[key]),
    )
  );
}

// The slices of one lesion share its number, and come one after the other.
function isOneLesion(one, other) {
  return numberOf(one.Number) !== null && one.Number === other.Number;
}

// As the picture counts its slices; as the report counts its images where that is not known.
function placeText(finding, { report, stack }) {
  const images = listOf(report.Images);
  const image = images[numberOf(finding.Image)];
  const slices = listOf(stack?.slices);
  const slice = slices.findIndex(
    (one) => image && one.OrthancId === image.OrthancId && (one.Frame ?? 0) === (image.Frame ?? 0),
  );
  if (slice >= 0 && slices.length > 1) {
    return t('findings.slice', { number: slice + 1, count: slices.length });
  }
  return image && images.length > 1
    ? t('findings.image', { number: images.indexOf(image) + 1, count: images.length })
    : '';
}

function titleOf(findings) {
  const lesions = new Set(findings.map(numberOfFinding)).size;
  const count = findings.length;
  if (lesions < count) {
    return t('findings.title.lesions', { lesions, count });
  }
  return count > 0 ? t('findings.title.count', { count }) : t('findings.title');
}

export class FindingList {
  constructor(store) {
    this.store = store;
    this.items = new Map(); // key: {finding, about, node}
    this.heading = element('h2', {});
    this.list = element('ol', { class: 'vlm-items' });
    this.nothing = element('p', { class: 'vlm-soft', hidden: true });
    this.element = element(
      'section',
      { class: 'vlm-card vlm-findings-card', 'aria-label': t('findings.title') },
      this.heading,
      this.nothing,
      this.list,
    );
    this.on = {
      pick: (id) => this.pick(id),
      hover: (id) => this.store.set({ hovered: id }),
    };
  }

  // Pressing what is selected closes it.
  pick(id) {
    const isSame = this.store.state.selected === id;
    this.picking = true;
    this.store.set({ selected: isSame ? null : id });
    this.picking = false;
  }

  render() {
    const { report, draft } = this.store.state;
    const findings = report ? effectiveFindings(report, draft) : [];
    // Where no model judged, an empty list would say that it had: the notice says why.
    this.element.hidden = findings.length === 0 && report?.Status !== 'Completed';
    if (this.element.hidden) {
      this.items.clear();
      this.list.replaceChildren();
      return;
    }
    this.heading.textContent = titleOf(findings);
    this.nothing.textContent = findings.length > 0 ? '' : nothingText(report);
    this.nothing.hidden = findings.length > 0;
    this.showItems(findings, {
      language: textOf(objectOf(report.Narrative).Language),
      on: this.on,
    });
    this.mark();
  }

  // What is as it was keeps its node, and with it focus and what is open.
  showItems(findings, context) {
    const known = this.items;
    this.items = new Map();
    findings.forEach((finding, index) => {
      const id = textOf(finding.Id);
      const key = id && !this.items.has(id) ? id : `${id}/${index}`;
      const old = known.get(key);
      const place = placeText(finding, this.store.state);
      const isFollower = index > 0 && isOneLesion(findings[index - 1], finding);
      const about = `${index} ${isFollower} ${place} ${context.language}`;
      const isKept = old?.about === about && isSame(old.finding, finding);
      const node = isKept
        ? old.node
        : findingItem(finding, index, { ...context, place, isFollower });
      this.items.set(key, { finding, about, node });
    });
    const nodes = [...this.items.values()].map(({ node }) => node);
    const same =
      nodes.length === this.list.children.length &&
      nodes.every((node, index) => node === this.list.children[index]);
    if (!same) {
      const focused = document.activeElement?.closest('.vlm-item')?.dataset.findingId;
      this.list.replaceChildren(...nodes);
      const again = nodes.find((node) => node.dataset.findingId === focused);
      again?.querySelector('.vlm-pick').focus({ preventScroll: true });
    }
  }

  mark() {
    const { selected, hovered } = this.store.state;
    for (const { node } of this.items.values()) {
      const id = node.dataset.findingId;
      node.vlmOpen(id !== '' && id === selected);
      node.classList.toggle('vlm-hovered', id !== '' && id === hovered);
    }
  }

  // Brings what was picked in the picture into view.
  reveal() {
    const { selected } = this.store.state;
    const entry = [...this.items.values()].find(({ node }) => node.dataset.findingId === selected);
    if (entry && selected && !this.picking) {
      const behavior = matchMedia(calm).matches ? 'auto' : 'smooth';
      entry.node.scrollIntoView({ block: 'nearest', behavior });
    }
  }

  // The next (step 1) or previous (-1) finding is selected.
  step(step) {
    const { report, draft, selected } = this.store.state;
    const ids = (report ? effectiveFindings(report, draft) : [])
      .map(({ Id }) => Id)
      .filter(Boolean);
    if (ids.length > 0) {
      const at = ids.indexOf(selected);
      const next = at < 0 ? (step > 0 ? 0 : ids.length - 1) : (at + step + ids.length) % ids.length;
      this.store.set({ selected: ids[next] });
    }
  }
}
