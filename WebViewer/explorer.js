// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the panel to the instance, series and study pages of Orthanc Explorer. A classic script:
// Orthanc appends it to plugins/explorer.js, after jQuery and jQuery Mobile.
(() => {
  const levels = { instance: 'instances', series: 'series', study: 'studies' };
  let panel = null;
  let shown = '';

  function containerIn(page) {
    const known = page.querySelector('.vlm-explorer');
    if (known) {
      return known;
    }
    const container = document.createElement('div');
    container.className = 'vlm-explorer';
    const wide = page.querySelector('.ui-block-b');  // the right-hand column
    const column = wide?.querySelector(':scope > div') ?? wide;
    if (column) {
      column.prepend(container);
    } else {
      page.querySelector(`#${page.id}-access`)?.after(container);
    }
    return container;
  }

  function leave() {
    panel?.stop();
    panel = null;
    shown = '';
  }

  async function sync() {
    const { active, uuid } = $.mobile.pageData ?? {};
    const wanted = active in levels && uuid ? `${active}/${uuid}` : '';
    if (wanted === shown) {
      return;
    }
    leave();
    shown = wanted;
    if (wanted === '') {
      return;
    }
    const { mountPanel } = await import('../vlm/app/panel.js');
    if (shown === wanted && !panel) {  // the user may have moved on meanwhile
      const container = containerIn(document.getElementById(active));
      panel = mountPanel(container, { level: levels[active], id: uuid }, { standalone: false });
    }
  }

  $('#instance, #series, #study').live('pagebeforeshow', sync);
  $('#instance, #series, #study').live('pagebeforehide', leave);
  // Between two resources of one kind, jQuery Mobile keeps the page and fires no pagebeforeshow.
  $(() => $(window).bind('hashchange', sync));
})();
