// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader's parts share: one state, and who wants to know of its changes.
//
// state = {
//   resource: {level, id},      as in api.js
//   report: null | report JSON, as served
//   analysis: null | the newest analysis (its Status may be Queued or Running)
//   stack: {seriesId, slices: [{OrthancId, Frame, ...}], series: [{id, uid, text}]}
//                               what can be scrolled through, and which series there are
//   slice: 0,                   index into stack.slices
//   image: null | index into report.Images of what is shown; set it to go there
//   selected, hovered: null | Id of a finding
//   layers: {overlay, outline, ellipses, raw, heatmap: 0..1, comparison, labels}
//   window: null (as the image says) | {Center, Width, preset},  inverse: false   (modality values)
//   tool: 'window' | 'pan'      what a drag does,  toolChosen: whether fingers do it, too
//   viewer: null | {view, slice, stage, handlesLayer, image, imageToScreen(point), screenToImage(point),
//     eventToImage(event)}      of the mounted reader: a new object whenever the view or the slice on the
//     screen changes; slice: that one (null: none is), while the one above is the one that is wanted.
//     handlesLayer: SVG group in screen points [x, y] of the stage; what is in it gets its own
//     pointer events
//   draft: null | draft of Review/draft.js
//   editing: null | Id of the finding whose ellipse is dragged
//   status: null | /vlm/status, models: []
// }
export function createStore(initial) {
  let state = Object.freeze({ ...initial });
  const listeners = new Set();
  return {
    get state() {
      return state;
    },
    // Listeners get (state, changed), `changed` a Set of the members that differ; where nothing
    // differs, none is called.
    set(patch) {
      const changed = new Set(
        Object.keys(patch).filter((key) => !Object.is(state[key], patch[key])),
      );
      if (changed.size > 0) {
        state = Object.freeze({ ...state, ...patch });
        [...listeners].forEach((listener) => listener(state, changed));
      }
    },
    // Returns what ends it.
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const initialState = {
  resource: null,
  report: null,
  analysis: null,
  stack: { seriesId: null, slices: [] },
  slice: 0,
  image: null,
  selected: null,
  hovered: null,
  layers: {
    overlay: true,
    outline: true,
    ellipses: false,
    raw: false,
    heatmap: 0,
    comparison: false,
    labels: true,
  },
  window: null,
  inverse: false,
  tool: 'window',
  toolChosen: false,
  viewer: null,
  draft: null,
  editing: null,
  status: null,
  models: [],
};
