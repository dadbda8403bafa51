const BLOCK = 4000;

/** One document: its text with the clauses in it, its abstract and its answers. */
class Reader {
  constructor(index, row, held) {
    this.index = index;
    this.row = row;
    this.held = held;
    this.least = 0.5;
    this.current = null;
    this.text = element('section', {'aria-label': 'Text', tabindex: '0', id: 'text'});
    this.findings = element('section', {'aria-label': 'Findings', tabindex: '0', id: 'findings'});
    this.root = [this.title(), held ? this.filters() : null,
      held ? element('div', {class: 'reader'}, this.text, this.findings) : null].filter(Boolean);
    if (held) this.draw();
  }

  title() {
    const row = this.row;
    const facts = [row.mediaType, row.language, row.pages && grouped(row.pages) + ' pages', row.tokens && grouped(row.tokens) + ' tokens'];
    return element('div', {class: 'title'},
      foreign('h2', row.title || row.name, {id: 'document-title'}),
      foreign('span', row.title ? row.name : '', {class: 'soft'}),
      element('span', {class: 'soft'}, facts.filter(Boolean).join(', ')),
      foreign('span', row.uri, {class: 'soft'}),
      row.failure ? foreign('p', row.failure.category + ': ' + row.failure.message, {class: 'failure'}) : null);
  }

  filters() {
    const output = element('span', {}, this.least.toFixed(2));
    const slider = element('input', {type: 'range', min: '0', max: '1', step: '0.05', value: String(this.least), id: 'least',
      oninput: () => { this.least = Number(slider.value); output.textContent = this.least.toFixed(2); this.draw(); }});
    this.sorts = element('select', {id: 'types', onchange: () => this.draw()}, element('option', {value: ''}, 'all'),
      this.index.questions.map((question, i) => [question, i]).filter(([, i]) => this.held.clauses.some((clause) => clause.question === i))
        .map(([question, i]) => element('option', {value: String(i)}, question.title)));
    return element('div', {class: 'filters'},
      element('label', {}, 'Clause type', this.sorts),
      element('label', {class: 'inline'}, 'Confidence at least', slider, output),
      element('button', {type: 'button', onclick: () => this.step(-1)}, 'Previous clause'),
      element('button', {type: 'button', onclick: () => this.step(1)}, 'Next clause'));
  }

  /** The numbers of the clauses to be seen, in the order of the text. */
  visible() {
    const only = this.sorts.value;
    return this.held.clauses.map((clause, number) => ({...clause, number}))
      .filter((clause) => clause.confidence >= this.least && (only === '' || clause.question === Number(only)))
      .sort((a, b) => a.start - b.start || a.end - b.end);
  }

  draw() {
    this.shown = this.visible();
    this.text.replaceChildren(...this.pages());
    this.findings.replaceChildren(...this.abstract(), ...this.answers());
    if (this.current != null) this.mark(this.current);
  }

  pages() {
    const text = this.held.text, pages = this.held.pages;
    const parts = [];
    let at = 0;
    for (const page of pages) {
      if (page.start > at) parts.push({start: at, end: page.start});
      parts.push(page);
      at = Math.max(at, page.end);
    }
    if (at < text.length) parts.push({start: at, end: text.length});
    return parts.map((part) => element('div', {class: 'page'},
      part.kind ? foreign('h3', `${part.kind} ${part.number}${part.label ? ': ' + part.label : ''}`) : null,
      this.blocks(part.start, part.end)));
  }

  /** Pieces that end at ends of lines, so that the browser lays out only those in sight. */
  blocks(start, end) {
    const made = [];
    for (let at = start; at < end;) {
      let stop = Math.min(end, at + BLOCK);
      if (stop < end) {
        const line = this.held.text.indexOf('\n', stop);
        stop = line < 0 || line >= end ? end : line + 1;
      }
      made.push(element('div', {class: 'block', dir: 'auto'}, this.segments(at, stop)));
      at = stop;
    }
    return made;
  }

  /** The text between two offsets, cut wherever a clause starts or ends; clauses may overlap. */
  segments(start, end) {
    const inside = this.shown.filter((clause) => clause.start < end && clause.end > start);
    const cuts = new Set([start, end]);
    for (const clause of inside) {
      cuts.add(Math.max(start, clause.start));
      cuts.add(Math.min(end, clause.end));
    }
    const sorted = [...cuts].sort((a, b) => a - b);
    return sorted.slice(1).map((stop, i) => {
      const piece = this.held.text.slice(sorted[i], stop);
      const over = inside.filter((clause) => clause.start <= sorted[i] && clause.end >= stop);
      if (!over.length) return piece;
      const shortest = over.reduce((a, b) => (b.end - b.start < a.end - a.start ? b : a));
      return element('mark', {'data-clauses': over.map((clause) => clause.number).join(' '), title: over.map((clause) =>
        `${this.index.questions[clause.question].title}, ${clause.confidence.toFixed(2)}`).join('\n'),
        onclick: () => this.go(shortest.number, false)}, piece);
    });
  }

  abstract() {
    return this.held.summaries.flatMap((summary) => [
      element('h2', {}, 'Abstract ', element('span', {class: 'soft'}, `(${summary.method.replaceAll('_', ' ')}, ${summary.language})`)),
      element('ul', {class: 'abstract'}, summary.sentences.map((sentence) => element('li', {dir: 'auto'}, sentence.text, ' ',
        sentence.support.map((receipt, i) => element('button', {type: 'button', class: 'receipt', onclick: () => this.follow(receipt),
          'aria-label': `Receipt ${i + 1}: ${this.index.questions[receipt.question].title}`}, String(i + 1)))))),
    ]);
  }

  answers() {
    const found = this.index.questions.map((question, number) => ({question, number}))
      .filter(({number}) => this.row.answers && (this.row.answers.byQuestion.has(number)));
    const wanted = this.sorts.value;
    return [element('h2', {}, 'Answers'), ...found.filter(({number}) => wanted === '' || number === Number(wanted)).map((each) => this.answer(each)),
      ...this.others()];
  }

  answer({question, number}) {
    const cell = this.row.answers.byQuestion.get(number), state = stateOf(this.row, number);
    const own = this.shown.filter((clause) => clause.question === number);
    const hidden = this.held.clauses.filter((clause) => clause.question === number).length - own.length;
    const risk = level(cell.risk);
    return element('div', {class: 'answer', id: 'question-' + number},
      element('h3', {}, question.title, element('span', {class: `badge ${risk ? 'risk-' + risk : 'state-' + state}`}, state.replace('_', ' ')),
        cell.value ? foreign('span', ' ' + cell.value) : null),
      cell.risk ? element('div', {}, 'Risk: ' + cell.risk) : null,
      cell.rationale ? foreign('div', cell.rationale, {class: 'soft'}) : null,
      element('ul', {class: 'clauses'}, own.map((clause) => this.clause(clause))),
      hidden ? element('span', {class: 'soft'}, `${hidden} less certain not shown`) : null);
  }

  clause(clause) {
    const pages = clause.pageFirst == null ? '' : clause.pageFirst === clause.pageLast ? `p. ${clause.pageFirst}` : `p. ${clause.pageFirst}–${clause.pageLast}`;
    return element('li', {class: 'clause', id: 'clause-' + clause.number},
      element('button', {type: 'button', onclick: () => this.go(clause.number, true)}, 'Show'),
      element('span', {class: 'soft'}, ' ' + [pages, `confidence ${clause.confidence.toFixed(2)}`, clause.tier + ' match', clause.value].filter(Boolean).join(', ')),
      foreign('q', this.held.text.slice(clause.start, clause.end)));
  }

  /** What was asked and not found, in one line for each state. */
  others() {
    return STATES.filter((state) => state !== 'found').map((state) => {
      const titles = this.index.questions.filter((_, i) => stateOf(this.row, i) === state && !(this.row.answers && this.row.answers.byQuestion.has(i)))
        .map((question) => question.title);
      return titles.length ? element('p', {class: 'soft'}, element('b', {}, state.replace('_', ' ') + ': '), titles.join(', ')) : null;
    }).filter(Boolean);
  }

  follow(receipt) {
    if (receipt.content === this.row.content) this.go(receipt.clause, true);
    else {
      const target = this.index.documents.find((row) => row.content === receipt.content);
      if (target) location.hash = `#document/${target.number}/clause/${receipt.clause}`;
    }
  }

  /** Shows a clause, even one that the filters hide. */
  go(number, intoText) {
    const clause = this.held.clauses[number];
    if (!clause) return;
    if (!this.shown.some((each) => each.number === number)) {
      this.sorts.value = '';
      this.least = Math.min(this.least, Math.floor(clause.confidence * 20) / 20);
      const slider = document.getElementById('least');
      if (slider) slider.value = String(this.least), slider.nextSibling.textContent = this.least.toFixed(2);
      this.draw();
    }
    this.mark(number);
    const piece = this.text.querySelector(`mark[data-clauses~="${number}"]`);
    const item = this.findings.querySelector('#clause-' + number);
    if (piece && intoText) piece.scrollIntoView({block: 'center'});
    if (item) item.scrollIntoView({block: 'nearest'});
  }

  mark(number) {
    this.current = number;
    for (const old of document.querySelectorAll('mark.current, .clause.current')) old.classList.remove('current');
    for (const piece of this.text.querySelectorAll(`mark[data-clauses~="${number}"]`)) piece.classList.add('current');
    const item = this.findings.querySelector('#clause-' + number);
    if (item) item.classList.add('current');
  }

  goToQuestion(question) {
    const best = this.held.clauses.map((clause, number) => ({...clause, number})).filter((clause) => clause.question === question)
      .sort((a, b) => b.confidence - a.confidence)[0];
    if (best) this.go(best.number, true);
    const answer = document.getElementById('question-' + question);
    if (answer) answer.scrollIntoView({block: 'nearest'});
  }

  step(by) {
    if (!this.shown.length) return;
    const at = this.shown.findIndex((clause) => clause.number === this.current);
    const next = at < 0 ? (by > 0 ? 0 : this.shown.length - 1) : (at + by + this.shown.length) % this.shown.length;
    this.go(this.shown[next].number, true);
  }
}
