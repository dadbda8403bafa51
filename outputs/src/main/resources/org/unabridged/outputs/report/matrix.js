const ROW_HEIGHT = 28;
const ROWS_AROUND = 12;
const GLYPHS = {found: '✓', absent: '·', conflicting: '≠', not_supported: '–', failed: '×', not_asked: ''};
const RISK_GLYPHS = {high: '!!!', medium: '!!', low: '!'};

const NO_FILTERS = {text: '', language: '', status: '', question: '', state: '', risk: '', order: 'name'};

/** The table of documents and questions: only the rows in sight are elements. */
class Matrix {
  constructor(index) {
    this.index = index;
    this.wanted = {...NO_FILTERS};
    this.inTexts = null;
    this.shown = index.documents;
    this.at = {row: 0, column: 0};
    this.first = -1;
    this.body = element('tbody', {});
    this.status = element('p', {role: 'status', class: 'soft', id: 'matched'});
    this.table = element('table', {role: 'grid', 'aria-label': 'Documents and clause types',
      'aria-colcount': index.questions.length + 1}, this.head(), this.body);
    this.frame = element('div', {class: 'matrix', onscroll: () => this.draw(false)}, this.table);
    this.table.addEventListener('keydown', (event) => this.key(event));
    this.table.addEventListener('click', (event) => this.clicked(event));
    this.root = [element('h2', {}, 'Documents and clause types'), this.filters(), this.legend(), this.status, this.frame];
    this.filter();
  }

  head() {
    return element('thead', {}, element('tr', {role: 'row', 'aria-rowindex': 1},
      element('th', {class: 'name', scope: 'col', role: 'columnheader'}, 'Document'),
      this.index.questions.map((question) => element('th', {class: 'question', scope: 'col', role: 'columnheader', title: question.title},
        foreign('span', question.title)))));
  }

  filters() {
    const languages = [...new Set(this.index.documents.map((row) => row.language).filter(Boolean))].map((code) => [code, languageName(code)])
      .sort((a, b) => a[1].localeCompare(b[1]));
    this.search = element('input', {type: 'search', id: 'search', autocomplete: 'off', placeholder: 'name, title, value',
      oninput: () => { this.inTexts = null; this.wanted.text = this.search.value.trim().toLowerCase(); this.filter(); }});
    this.selects = {};
    const select = (label, name, options) => {
      const made = choice(label, options, (value) => { this.wanted[name] = value; this.filter(); });
      this.selects[name] = made.querySelector('select');
      return made;
    };
    return element('div', {class: 'filters', role: 'search'},
      element('label', {}, 'Search', this.search),
      element('button', {type: 'button', id: 'search-texts', onclick: () => this.searchTexts()}, 'Search in texts'),
      select('Language', 'language', [['', 'any'], ...languages]),
      select('Status', 'status', [['', 'any'], ['ok', 'read'], ['failed', 'failed'], ...(this.index.changes ? [['changed', 'changed']] : [])]),
      select('Clause type', 'question', [['', 'any'], ...this.index.questions.map((question, i) => [String(i), question.title])]),
      select('Answer', 'state', [['', 'any'], ...STATES.map((name) => [name, name.replace('_', ' ')])]),
      select('Risk', 'risk', [['', 'any'], ['any', 'some'], ...LEVELS.map((name) => [name, name])]),
      select('Order', 'order', [['name', 'name'], ['risks', 'most risks'], ['tokens', 'longest'], ['given', 'as read']]),
      element('button', {type: 'button', id: 'clear', onclick: () => this.want({})}, 'Clear'));
  }

  /** Sets all filters; what is not named is not filtered by. */
  want(parts) {
    this.wanted = {...NO_FILTERS, ...parts};
    this.inTexts = null;
    this.search.value = this.wanted.text;
    this.wanted.text = this.wanted.text.trim().toLowerCase();
    for (const [name, select] of Object.entries(this.selects)) {
      select.value = this.wanted[name];
      if (select.selectedIndex < 0) select.value = this.wanted[name] = NO_FILTERS[name];
    }
    this.filter();
  }

  /** The address of the table as it is filtered now. */
  address() {
    const parts = Object.entries({...this.wanted, text: this.search.value.trim()}).filter(([name, value]) => value !== NO_FILTERS[name]);
    return '#documents' + (parts.length ? '?' + new URLSearchParams(parts) : '');
  }

  legend() {
    const entry = (style, glyph, text) => element('li', {}, element('span', {class: style}, glyph || ' '), text);
    return element('ul', {class: 'legend'},
      STATES.filter((state) => state !== 'not_asked').map((state) => entry('state-' + state, GLYPHS[state], state.replace('_', ' '))),
      LEVELS.map((name) => entry('risk-' + name, RISK_GLYPHS[name], name + ' risk')));
  }

  matches(row) {
    const wanted = this.wanted;
    if (wanted.text && !row.searched.includes(wanted.text) && !(this.inTexts && this.inTexts.has(row.content))) return false;
    if (wanted.language && row.language !== wanted.language) return false;
    if (wanted.status === 'changed' ? !row.isChanged : wanted.status && (row.failure ? 'failed' : 'ok') !== wanted.status) return false;
    if (!wanted.question && !wanted.state && !wanted.risk) return true;
    const questions = wanted.question ? [Number(wanted.question)] : this.index.questions.keys();
    for (const question of questions) {
      const cell = row.answers && row.answers.byQuestion.get(question);
      const risk = cell ? level(cell.risk) : null;
      const state = stateOf(row, question);
      const answered = wanted.state ? state === wanted.state : !wanted.question || wanted.risk || state === 'found' || state === 'conflicting';
      if (answered && (!wanted.risk || (risk && (wanted.risk === 'any' || wanted.risk === risk)))) return true;
    }
    return false;
  }

  filter() {
    const started = performance.now();
    const by = {
      name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.number - b.number),
      risks: (a, b) => (b.answers ? b.answers.risks : 0) - (a.answers ? a.answers.risks : 0) || a.number - b.number,
      tokens: (a, b) => (b.tokens || 0) - (a.tokens || 0) || a.number - b.number,
      given: (a, b) => a.number - b.number,
    };
    this.shown = this.index.documents.filter((row) => this.matches(row)).sort(by[this.wanted.order]);
    this.at.row = 0;
    this.table.setAttribute('aria-rowcount', this.shown.length + 1);
    this.frame.scrollTop = 0;
    this.draw(true);
    this.status.textContent = `${grouped(this.shown.length)} of ${grouped(this.index.documents.length)} documents`;
    this.filterMilliseconds = performance.now() - started;
    clearTimeout(this.addressing);
    // Browsers allow only so many changes of the address in a while.
    this.addressing = setTimeout(() => this.frame.isConnected && history.replaceState(null, '', this.address()), 300);
  }

  /** Looks for the words in every text, one after another, and shows what is found as it goes. */
  async searchTexts() {
    const text = this.search.value.trim().toLowerCase();
    if (!text) return;
    this.wanted.text = text;
    const found = this.inTexts = new Set();
    for (let content = 0; content < this.index.contents.length; content++) {
      const read = await detail(content);
      if (this.inTexts !== found) return;
      if (read && read.text.toLowerCase().includes(text)) found.add(content);
      if (content % 25 === 24) {
        this.filter();
        this.status.textContent += `; searched ${grouped(content + 1)} of ${grouped(this.index.contents.length)} texts`;
      }
    }
    this.filter();
    this.status.textContent += ', all texts searched';
  }

  /** Makes the rows in sight, unless they are there already. */
  draw(anew) {
    const height = this.frame.clientHeight || 600;
    const first = Math.max(0, Math.floor(this.frame.scrollTop / ROW_HEIGHT) - ROWS_AROUND);
    if (!anew && Math.abs(first - this.first) < ROWS_AROUND / 2) return;
    const last = Math.min(this.shown.length, first + Math.ceil(height / ROW_HEIGHT) + 2 * ROWS_AROUND);
    this.fill(first, last);
  }

  fill(first, last) {
    this.first = first;
    const focused = this.body.contains(document.activeElement);
    const space = (rows) => {
      const gap = element('tr', {class: 'space', role: 'presentation'}, element('td', {colspan: this.index.questions.length + 1, role: 'presentation'}));
      gap.firstChild.style.height = rows * ROW_HEIGHT + 'px';
      return rows ? gap : null;
    };
    const rows = [];
    for (let i = first; i < last; i++) rows.push(this.row(i));
    this.body.replaceChildren(...[space(first), ...rows, space(this.shown.length - last)].filter(Boolean));
    if (focused) this.focus();
  }

  row(i) {
    const row = this.shown[i];
    const tabindex = (column) => (i === this.at.row && column === this.at.column ? '0' : '-1');
    return element('tr', {class: 'row', role: 'row', 'aria-rowindex': i + 2},
      element('th', {class: 'name', scope: 'row', role: 'rowheader'},
        foreign('a', row.name, {href: '#document/' + row.number, title: row.uri, tabindex: tabindex(0), 'data-row': i, 'data-column': 0})),
      this.index.questions.map((question, number) => this.cell(row, i, question, number, tabindex(number + 1))));
  }

  cell(row, i, question, number, tabindex) {
    const state = stateOf(row, number);
    const cell = row.answers && row.answers.byQuestion.get(number);
    const risk = cell ? level(cell.risk) : null;
    const said = [question.title, state.replace('_', ' ')];
    if (cell && cell.value) said.push(cell.value);
    if (cell && cell.risk) said.push(cell.risk);
    return element('td', {class: 'cell ' + (risk ? 'risk-' + risk : 'state-' + state), role: 'gridcell', tabindex,
      'data-row': i, 'data-column': number + 1, title: said.join(': '), 'aria-label': said.join(', ')},
      risk ? RISK_GLYPHS[risk] : GLYPHS[state]);
  }

  clicked(event) {
    const cell = event.target.closest('td.cell');
    if (cell) this.open(Number(cell.dataset.row), Number(cell.dataset.column));
  }

  open(row, column) {
    const number = this.shown[row].number;
    location.hash = column ? `#document/${number}/question/${column - 1}` : `#document/${number}`;
  }

  key(event) {
    const cell = event.target.closest('[data-row]');
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    this.at = {row: Number(cell.dataset.row), column: Number(cell.dataset.column)};
    const page = Math.floor(this.frame.clientHeight / ROW_HEIGHT) - 8;
    const moves = {ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], Home: [0, -1000], End: [0, 1000],
      PageDown: [page, 0], PageUp: [-page, 0]};
    if (event.key === 'Enter') this.open(this.at.row, this.at.column);
    else if (moves[event.key]) this.move(...moves[event.key]);
    else return;
    event.preventDefault();
  }

  move(down, right) {
    const within = (value, last) => Math.max(0, Math.min(last, value));
    this.at = {row: within(this.at.row + down, this.shown.length - 1), column: within(this.at.column + right, this.index.questions.length)};
    const top = this.at.row * ROW_HEIGHT, sight = this.frame.clientHeight - this.table.tHead.offsetHeight;
    if (top < this.frame.scrollTop) this.frame.scrollTop = top;
    else if (top > this.frame.scrollTop + sight - 2 * ROW_HEIGHT) this.frame.scrollTop = top - sight + 2 * ROW_HEIGHT;
    this.draw(true);
    this.focus();
  }

  focus() {
    const cell = this.body.querySelector(`[data-row="${this.at.row}"][data-column="${this.at.column}"]`);
    if (cell) cell.focus({preventScroll: !this.at.column});
  }

  /** Paper has no scroll bar. */
  drawAll() {
    this.fill(0, this.shown.length);
  }
}
