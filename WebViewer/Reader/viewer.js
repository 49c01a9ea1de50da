// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the store's `viewer`, which review draws with: a new object whenever a point lies elsewhere on
// the screen, or another slice is on it.

export class ViewerTeller {
  // `pointOf(event)`: where on the stage.
  constructor({ store, screen, marks, pointOf }) {
    Object.assign(this, { store, screen, marks, pointOf });
  }

  // `slice`: the one on the screen, null: none; it lags behind the wanted one while pixels are on their way.
  tell(slice) {
    const { screen } = this;
    const told = JSON.stringify([screen.view, screen.viewport, slice?.OrthancId, slice?.Frame]);
    if (told !== this.told) {
      this.told = told;
      this.store.set({ viewer: this.viewerOf(slice) });
    }
  }

  viewerOf(slice) {
    const { screen, marks } = this;
    return {
      view: { ...screen.view },
      slice,
      stage: screen.stage,
      handlesLayer: marks.handles,
      image: { ...screen.image },
      imageToScreen: (point) => screen.imageToScreen(point),
      screenToImage: (point) => screen.screenToImage(point),
      eventToImage: (event) => screen.screenToImage(this.pointOf(event)),
    };
  }
}
