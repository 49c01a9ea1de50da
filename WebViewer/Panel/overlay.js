// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of one image of a report, with or without its overlay. The server draws the layers.
import { button, element, link } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { objectsOf, textOf } from '../Shared/values.js';
import { numberFindings } from './findings.js';

const layers = ['original', 'annotated', 'heatmap', 'comparison', 'statistics', 'illustration'];
const pictureWidth = 1024;
const sheetWidth = 1600;
const sheets = ['comparison', 'statistics', 'illustration'];
const thumbnailWidth = 96;
const mostThumbnails = 64;  // beyond, previous and next must do

export class Overlay {
  // `onShow(image, finding)` is called whenever another image or finding is shown.
  constructor(api, report, { onShow, drawn }) {
    this.api = api;
    this.images = objectsOf(report.Images).filter((image) => textOf(image.OrthancId));
    this.numbered = numberFindings(report);
    this.onShow = onShow;
    this.overlayLayer = 'annotated';
    this.overlayOn = drawn;
    this.drawn = drawn;  // false: no model looked, there are no layers to switch to
    this.image = this.firstWithFinding();
    this.finding = null;
    this.pictures = new Map();  // promises of addresses
    this.asked = new AbortController();
    this.turn = 0;
    this.build();
    this.update();
  }

  firstWithFinding() {
    const found = this.numbered.map(({ image }) => image).filter((image) => this.images[image]);
    return found.length > 0 ? Math.min(...found) : 0;
  }

  get layer() {
    return this.overlayOn ? this.overlayLayer : 'original';
  }

  build() {
    this.picture = element('img', {
      class: 'vlm-picture',
      draggable: 'false',
      onload: () => this.picture.setAttribute('aria-busy', 'false'),
    });
    this.message = element('p', { class: 'vlm-picture-message', role: 'alert', hidden: true });
    this.caption = element('figcaption', {});
    this.element = element(
      'div',
      { class: 'vlm-viewer' },
      this.toolbar(),
      element(
        'figure',
        { class: 'vlm-figure' },
        element('div', { class: 'vlm-stage' }, this.picture, this.message),
        this.caption,
      ),
      this.images.length > 1 && this.browser(),
    );
  }

  toolbar() {
    this.layerButtons = layers.map((name) =>
      button({ 'data-layer': name, onclick: () => this.showLayer(name) }, t(`panel.${name}`)),
    );
    this.checkbox = element('input', {
      type: 'checkbox',
      'data-role': 'none',
      class: 'vlm-overlay-switch',
      onchange: () => this.toggle(),
    });
    return (
      this.drawn &&
      element(
        'div',
        { class: 'vlm-toolbar', role: 'toolbar', 'aria-label': t('panel.picture') },
        element(
          'div',
          { class: 'vlm-segments', role: 'group', 'aria-label': t('panel.layer') },
          this.layerButtons,
        ),
        element(
          'label',
          { class: 'vlm-switch', title: t('panel.key', { key: 'o' }) },
          this.checkbox,
          ` ${t('panel.overlay')} `,
          element('kbd', { 'aria-hidden': 'true' }, 'o'),
        ),
      )
    );
  }

  browser() {
    this.previous = button(
      { 'aria-label': t('panel.previous'), onclick: () => this.show(this.image - 1) },
      '‹',
    );
    this.next = button(
      { 'aria-label': t('panel.next'), onclick: () => this.show(this.image + 1) },
      '›',
    );
    this.thumbnails =
      this.images.length > mostThumbnails
        ? []
        : this.images.map((image, index) => this.thumbnail(image, index));
    return element(
      'nav',
      { class: 'vlm-browser', 'aria-label': t('panel.images') },
      this.previous,
      element('div', { class: 'vlm-thumbnails' }, this.thumbnails),
      this.next,
    );
  }

  thumbnail(image, index) {
    const count = this.countOn(index);
    const findings = this.countText(index);
    return button(
      {
        class: 'vlm-thumbnail',
        'aria-label': t('panel.thumbnail', { number: index + 1, findings }),
        title: findings,
        onclick: () => this.show(index),
      },
      element('img', {
        alt: '',
        loading: 'lazy',
        src: this.api.layerUrl(image, 'original', {
          width: thumbnailWidth,
        }),
      }),
      count > 0 && element('span', { class: 'vlm-count', 'aria-hidden': 'true' }, String(count)),
    );
  }

  // Picks an image, and of it one finding or all.
  show(image, finding = null) {
    if (image < 0 || image >= this.images.length) {
      return;
    }
    if (image !== this.image) {
      this.forgetPictures();
    }
    this.image = image;
    this.finding = finding;
    if (finding !== null) {
      this.overlayOn = true;
    }
    this.update();
  }

  showLayer(name) {
    this.overlayOn = name !== 'original';
    if (this.overlayOn) {
      this.overlayLayer = name;
    }
    this.update();
  }

  toggle() {
    if (this.drawn) {
      this.overlayOn = !this.overlayOn;
      this.update();
    }
  }

  optionsOf(layer) {
    return {
      width: sheets.includes(layer) ? sheetWidth : pictureWidth,
      finding: layer === 'original' ? null : this.finding,
    };
  }

  // Sheets are hard to read at the panel's width.
  largeLink() {
    const { image, layer } = this;
    const large = link(
      this.api.layerUrl(this.images[image], layer, this.optionsOf(layer)),
      t('panel.fullSize'),
    );
    large.classList.add('vlm-large');
    return large;
  }

  // Pictures are kept as long as their image is shown: switching layers is then immediate.
  sourceOf(layer) {
    const { pictures } = this;
    const key = JSON.stringify([layer, this.optionsOf(layer)]);
    if (!pictures.has(key)) {
      const source = this.load(layer);
      pictures.set(key, source);
      source.catch(() => pictures.delete(key));  // the next wish asks again
    }
    return pictures.get(key);
  }

  async load(layer) {
    const { signal } = this.asked;
    const image = this.images[this.image];
    return URL.createObjectURL(await this.api.layer(image, layer, this.optionsOf(layer), signal));
  }

  async draw() {
    const turn = (this.turn += 1);  // a slow answer must not replace a later wish
    const { layer } = this;
    this.picture.setAttribute('aria-busy', 'true');
    try {
      const source = await this.sourceOf(layer);
      if (turn === this.turn) {
        this.picture.dataset.layer = layer;
        this.picture.src = source;
        this.showMessage('');
      }
    } catch (error) {
      if (turn === this.turn) {
        this.showMessage(t('panel.noPicture', { reason: error.message }));
      }
    }
  }

  showMessage(text) {
    this.message.textContent = text;
    this.message.hidden = text === '';
    this.picture.hidden = text !== '';
  }

  // Those that are still to come, too.
  forgetPictures() {
    this.asked.abort();
    this.asked = new AbortController();
    for (const source of this.pictures.values()) {
      source.then(
        (address) => URL.revokeObjectURL(address),
        () => {},
      );
    }
    this.pictures = new Map();
  }

  close() {
    this.turn += 1;
    this.forgetPictures();
  }

  update() {
    const count = this.images.length;
    const place = count > 1 ? t('panel.imageOf', { number: this.image + 1, count }) : '';
    const isAlone = this.overlayOn && this.finding !== null;
    const alone = isAlone && t('panel.alone', { number: this.numberOf(this.finding) });
    const text = [place, t(`panel.${this.layer}`), alone].filter(Boolean).join(' · ');
    this.caption.replaceChildren(text, ' · ', this.largeLink());
    this.picture.alt = `${text}, ${this.countText(this.image)}`;
    this.draw();
    this.checkbox.checked = this.overlayOn;
    for (const item of this.layerButtons) {
      item.setAttribute('aria-pressed', String(item.dataset.layer === this.layer));
    }
    if (this.images.length > 1) {
      this.updateBrowser();
    }
    this.onShow(this.image, this.overlayOn ? this.finding : null);
  }

  updateBrowser() {
    this.previous.disabled = this.image === 0;
    this.next.disabled = this.image === this.images.length - 1;
    this.thumbnails.forEach((item, index) => {
      item.setAttribute('aria-current', String(index === this.image));
      if (index === this.image) {
        const strip = item.parentElement;  // scrollIntoView would scroll the whole page
        strip.scrollLeft = item.offsetLeft - (strip.clientWidth - item.clientWidth) / 2;
      }
    });
  }

  numberOf(index) {
    return this.numbered.find((entry) => entry.image === this.image && entry.index === index)
      ?.number;
  }

  countOn(index) {
    return this.numbered.filter(({ image }) => image === index).length;
  }

  countText(index) {
    const count = this.countOn(index);
    return count === 1 ? t('panel.oneFinding') : t('panel.manyFindings', { count });
  }
}
