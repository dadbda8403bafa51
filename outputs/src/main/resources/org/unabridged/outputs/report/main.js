/** Views by address: #overview, #documents with filters, #document/NUMBER, and a clause or a question in it. */
(async () => {
  const index = prepare(await block('index'));
  const main = document.getElementById('main');
  const matrix = new Matrix(index);
  let reader = null;
  document.getElementById('run').textContent = (index.run && index.run.run_id) || '';

  function show(name, ...content) {
    main.replaceChildren(...content.flat().filter(Boolean));
    for (const id of ['overview', 'documents']) {
      const link = document.getElementById('to-' + id);
      if (id === name) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  }

  async function open(number, kind, inside) {
    const row = index.documents[number];
    if (!row) return show('', element('p', {}, 'There is no such document.'));
    if (!reader || reader.row !== row) {
      const asked = location.hash;
      const held = row.content == null ? null : await detail(row.content);
      if (location.hash !== asked) return;
      reader = new Reader(index, row, held, neighbour);
    }
    show('document', ...reader.root);
    if (!kind && reader.held && matrix.inTexts && matrix.inTexts.has(row.content)) reader.findFirst(matrix.search.value);
    if (kind === 'clause' && reader.held) reader.go(Number(inside), true);
    if (kind === 'question' && reader.held) reader.goToQuestion(Number(inside));
  }

  async function route() {
    const [path, filters] = location.hash.slice(1).split('?');
    const [view, ...rest] = path.split('/');
    document.body.dataset.view = view || 'overview';
    if (view === 'document') await open(Number(rest[0]), rest[1], rest[2]);
    else if (view === 'documents') {
      show('documents', ...matrix.root);
      if (filters != null) matrix.want(Object.fromEntries(new URLSearchParams(filters)));
      else matrix.draw(true);
    } else show('overview', ...overview(index));
    if (view !== 'document') reader = null;
  }

  function neighbour(by) {
    const rows = matrix.shown.length ? matrix.shown : index.documents;
    const at = rows.findIndex((row) => reader && row.number === reader.row.number);
    const next = rows[(at + by + rows.length) % rows.length];
    location.hash = '#document/' + next.number;
  }

  const help = document.getElementById('help');
  const actions = {
    '/': () => { location.hash = '#documents'; setTimeout(() => matrix.search.focus()); },
    o: () => { location.hash = '#overview'; },
    d: () => { location.hash = '#documents'; },
    n: () => neighbour(1),
    p: () => neighbour(-1),
    j: () => reader && reader.held && reader.step(1),
    k: () => reader && reader.held && reader.step(-1),
    f: () => reader && reader.held && reader.words.focus(),
    '?': () => help.showModal(),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target.matches('input, select, textarea')) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
  document.getElementById('keys').addEventListener('click', () => help.showModal());
  window.addEventListener('hashchange', route);
  window.addEventListener('beforeprint', () => document.body.dataset.view === 'documents' && matrix.drawAll());
  window.addEventListener('afterprint', () => document.body.dataset.view === 'documents' && matrix.draw(true));
  await route();
  performance.mark('drawn');
  /** For those who test the page. */
  window.report = {matrix, index, wholeFile};
})().catch((error) => {
  document.getElementById('main').replaceChildren(element('p', {class: 'failure', role: 'alert'},
    'This browser cannot show the report: ' + error.message));
});
