// SPDX-License-Identifier: GPL-3.0-or-later
// The buttons above the picture; they say and set what the store holds.
import { button, element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { icon } from './icons.js';
import { presetsFor } from './windows.js';

const usualHeat = 0.7;
const layerKeys = { overlay: 'o', comparison: 'c' };

function titled(key, shortcut) {
  return shortcut ? t('reader.key', { text: t(key), key: shortcut }) : t(key);
}

export class Toolbar {
  // actions: {zoom(factor), fit(), resetWindow(), fullWindow()}
  constructor(store, actions) {
    Object.assign(this, { store, actions });
    this.tools = ['window', 'pan'].map((tool) => this.toolButton(tool));
    this.layers = ['overlay', 'outline', 'ellipses', 'raw', 'labels', 'comparison'].map((layer) =>
      this.layerButton(layer),
    );
    this.inverse = this.sign('invert', 'reader.invert', 'i', () =>
      store.set({ inverse: !store.state.inverse }),
    );
    this.presets = element('select', {
      class: 'vlm-presets',
      'aria-label': t('reader.presets'),
      onchange: () => this.choosePreset(),
    });
    this.heat = element('input', {
      type: 'range',
      min: '0',
      max: '100',
      step: '5',
      class: 'vlm-heat-input',
      'aria-label': t('reader.heatmap'),
      title: titled('reader.heatmap.title', 'h'),
      oninput: () => this.setLayers({ heatmap: Number(this.heat.value) / 100 }),
    });
    this.element = this.build();
    this.showPresets(null);
  }

  build() {
    const { actions } = this;
    const group = (key, ...children) =>
      element('div', { class: 'vlm-tools', role: 'group', 'aria-label': t(key) }, ...children);
    return element(
      'div',
      { class: 'vlm-reader-toolbar', role: 'toolbar', 'aria-label': t('reader.toolbar') },
      group('reader.tools', this.tools),
      group(
        'reader.zoom',
        this.sign('zoomOut', 'reader.zoomOut', '-', () => actions.zoom(1 / 1.25)),
        this.sign('zoomIn', 'reader.zoomIn', '+', () => actions.zoom(1.25)),
        this.sign('fit', 'reader.fit', '0', () => actions.fit()),
      ),
      group(
        'reader.window',
        this.presets,
        this.inverse,
        this.sign('reset', 'reader.resetWindow', 'w', () => actions.resetWindow()),
      ),
      group('reader.layers', this.layers),
      element('label', { class: 'vlm-heat-label' }, t('reader.heatmap'), this.heat),
    );
  }

  sign(name, key, shortcut, onclick) {
    const title = titled(key, shortcut);
    return button(
      { class: 'vlm-tool', 'aria-label': t(key), title, 'data-tool': name, onclick },
      icon(name),
    );
  }

  toolButton(tool) {
    const node = this.sign(tool, `reader.tool.${tool}`, null, () =>
      this.store.set({ tool, toolChosen: true }),
    );
    node.title = t(`reader.tool.${tool}.title`);
    return node;
  }

  layerButton(layer) {
    const title = titled(`reader.layer.${layer}.title`, layerKeys[layer]);
    const onclick = () => this.toggle(layer);
    return button(
      { class: 'vlm-tool vlm-layer', title, 'data-layer': layer, onclick },
      t(`reader.layer.${layer}`),
    );
  }

  setLayers(patch) {
    this.store.set({ layers: { ...this.store.state.layers, ...patch } });
  }

  toggle(layer) {
    this.setLayers({ [layer]: !this.store.state.layers[layer] });
  }

  toggleHeat() {
    this.setLayers({ heatmap: this.store.state.layers.heatmap > 0 ? 0 : usualHeat });
  }

  // Of the frame that is shown.
  showPresets(frame) {
    const signature = frame ? `${frame.unit}/${frame.channels}` : '';
    if (this.signature === signature) {
      return;
    }
    this.signature = signature;
    this.offered = presetsFor(frame);
    const names = ['image', ...this.offered.map(({ name }) => name), 'full', 'own'];
    this.presets.replaceChildren(
      ...names.map((name) => element('option', { value: name }, t(`reader.preset.${name}`))),
    );
    this.presets.querySelector('[value=own]').hidden = true;
    this.update(this.store.state);
  }

  choosePreset() {
    const { value } = this.presets;
    const preset = this.offered.find(({ name }) => name === value);
    if (preset) {
      this.store.set({ window: { Center: preset.Center, Width: preset.Width, preset: value } });
    } else if (value === 'full') {
      this.actions.fullWindow();
    } else if (value === 'image') {
      this.actions.resetWindow();
    }
  }

  update({ tool, layers, inverse, window }) {
    this.tools.forEach((node) =>
      node.setAttribute('aria-pressed', String(node.dataset.tool === tool)),
    );
    this.layers.forEach((node) =>
      node.setAttribute('aria-pressed', String(Boolean(layers[node.dataset.layer]))),
    );
    this.inverse.setAttribute('aria-pressed', String(inverse));
    this.heat.value = String(Math.round(100 * layers.heatmap));
    this.presets.value = window === null ? 'image' : (window.preset ?? 'own');
  }
}
