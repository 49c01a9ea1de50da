// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the panel to the pages of Orthanc Explorer. A classic script: Orthanc appends it to
// plugins/explorer.js, after jQuery and jQuery Mobile, together with those of other plugins.
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

  async function mount(active, uuid) {
    if (active === 'patient') {
      const { mountPatient } = await import('../vlm/app/Panel/patient.js');
      return (container) => mountPatient(container, uuid);
    }
    const { mountPanel } = await import('../vlm/app/Panel/panel.js');
    return (container) => mountPanel(container, { level: levels[active], id: uuid });
  }

  async function sync() {
    const { active, uuid } = $.mobile.pageData ?? {};
    const known = active === 'patient' || active in levels;
    const wanted = known && uuid ? `${active}/${uuid}` : '';
    if (wanted === shown) {
      return;
    }
    leave();
    shown = wanted;
    if (wanted === '') {
      return;
    }
    // What another resource's panel showed must not stay while this one is fetched.
    const container = containerIn(document.getElementById(active));
    container.replaceChildren();
    const mountIn = await mount(active, uuid);
    if (shown === wanted && !panel) {
      // the user may have moved on meanwhile
      panel = mountIn(container);
    }
  }

  // Whatever goes wrong here must not keep Orthanc Explorer, or another plugin, from working.
  const syncQuietly = () => sync().catch((problem) => console.warn('VLM panel:', problem));

  const pages = '#instance, #series, #study, #patient';
  $(pages).live('pagebeforeshow', syncQuietly);
  $(pages).live('pagebeforehide', leave);
  // Between two resources of one kind, jQuery Mobile keeps the page and fires no pagebeforeshow.
  $(() => $(window).bind('hashchange', syncQuietly));
})();
