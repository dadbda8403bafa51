const BLOCK = 4000;
const RECEIPTS = 8;
const PLACES = 1000;
const OUTLINES = 3;

/** One document: its text with the clauses in it, its abstract and its answers. */
class Reader {
  constructor(index, row, held, neighbour) {
    this.index = index;
    this.row = row;
    this.held = held;
    this.least = 0.5;
    this.current = null;
    this.text = element('section', {'aria-label': 'Text', tabindex: '0', id: 'text'});
    this.findings = element('section', {'aria-label': 'Findings', tabindex: '0', id: 'findings'});
    this.root = [this.title(neighbour), held ? this.filters() : null,
      held ? element('div', {class: 'reader'}, this.text, this.findings) : null].filter(Boolean);
    if (held) this.draw();
  }

  title(neighbour) {
    const row = this.row;
    const facts = [kindOf(row.mediaType), row.language && languageName(row.language), row.pages && grouped(row.pages) + (row.pages === 1 ? ' page' : ' pages'),
      row.tokens && grouped(row.tokens) + ' tokens', row.quality && row.quality !== 'good' && row.quality + ' text', row.partial && 'a part of the text is missing',
      this.reading()];
    const turn = (by, text) => element('button', {type: 'button', onclick: () => neighbour(by)}, text);
    return element('div', {class: 'title'},
      element('div', {class: 'turn'}, turn(-1, '‹ Previous document'), turn(1, 'Next document ›')),
      foreign('h2', row.title || row.name, {id: 'document-title'}),
      foreign('p', row.uri, {class: 'soft'}),
      element('p', {class: 'soft'}, facts.filter(Boolean).join(', ')),
      row.failure ? foreign('p', row.failure.category + ': ' + row.failure.message, {class: 'failure'}) : null);
  }

  /** Whether the model read all of it: what it was sent and what it says it saw. */
  reading() {
    const read = this.row.answers && this.row.answers.reading;
    if (!read || read.seen == null) return null;
    const by = ` by ${read.model}`, set = read.documents > 1 ? `, together with ${grouped(read.documents - 1)} more` : '';
    return (read.whole ? 'read whole' + by : `NOT read whole${by}: ${grouped(read.seen)} of ${grouped(read.sent)} tokens`) + set;
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
      element('button', {type: 'button', onclick: () => this.step(1)}, 'Next clause'),
      this.finding());
  }

  finding() {
    this.words = element('input', {type: 'search', id: 'words', autocomplete: 'off',
      onkeydown: (event) => event.key === 'Enter' && this.find(event.shiftKey ? -1 : 1)});
    this.found = element('span', {role: 'status', class: 'soft', id: 'found'});
    return element('span', {class: 'finding'}, element('label', {}, 'Find in the text', this.words),
      element('button', {type: 'button', onclick: () => this.find(1)}, 'Find'), this.found);
  }

  findFirst(words) {
    this.words.value = words;
    this.find(1);
  }

  /** Goes to the next place where the words stand, in the text as it is, whatever their case. */
  find(by) {
    const words = this.words.value.trim();
    if (!words) return;
    if (words !== this.sought) {
      this.sought = words;
      this.place = by > 0 ? -1 : 0;
      const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'), 'giu');
      this.places = [];
      for (const match of this.held.text.matchAll(pattern)) {
        if (this.places.push([match.index, match.index + match[0].length]) === PLACES) break;
      }
    }
    const count = this.places.length;
    this.found.textContent = count ? '' : 'not found';
    if (!count) return;
    this.place = (this.place + by + count) % count;
    this.found.textContent = `${grouped(this.place + 1)} of ${count === PLACES ? 'the first ' : ''}${grouped(count)}`;
    this.reveal(...this.places[this.place]);
  }

  reveal(start, end) {
    const block = this.drawn.findLast((each) => each.start <= start);
    block.root.scrollIntoView({block: 'start'});
    // A block out of sight is laid out only once it comes into sight.
    requestAnimationFrame(() => {
      const range = document.createRange();
      range.setStart(...this.position(start));
      range.setEnd(...this.position(end));
      if (window.Highlight) CSS.highlights.set('found', new Highlight(range));
      const frame = this.text.getBoundingClientRect(), place = range.getBoundingClientRect();
      this.text.scrollTop += place.top - frame.top - frame.height / 3;
    });
  }

  /** The text node in which an offset lies, and the offset in it. */
  position(offset) {
    const block = this.drawn.findLast((each) => each.start <= offset);
    const walker = document.createTreeWalker(block.root, NodeFilter.SHOW_TEXT);
    let at = block.start, node = walker.nextNode();
    while (node && at + node.length < offset) {
      at += node.length;
      node = walker.nextNode();
    }
    return [node, offset - at];
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
    this.drawn = [];
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
      const root = element('div', {class: 'block', dir: 'auto'}, this.segments(at, stop));
      this.drawn.push({start: at, root});
      made.push(root);
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
      return element('mark', {class: this.risk(over), 'data-clauses': over.map((clause) => clause.number).join(' '), title: over.map((clause) =>
        `${this.index.questions[clause.question].title}, ${clause.confidence.toFixed(2)}`).join('\n'),
        onclick: () => this.go(shortest.number, false)}, piece);
    });
  }

  /** The style of the worst risk among clauses. */
  risk(clauses) {
    const levels = clauses.map((clause) => {
      const cell = this.row.answers.byQuestion.get(clause.question);
      return cell ? level(cell.risk) : null;
    });
    const worst = LEVELS.find((name) => levels.includes(name));
    return worst ? 'risk-line-' + worst : null;
  }

  abstract() {
    return this.held.summaries.flatMap((summary) => [
      element('h2', {}, 'Abstract ', element('span', {class: 'soft'}, `(${summary.method.replaceAll('_', ' ')}, ${summary.language})`)),
      element('ul', {class: 'abstract'}, summary.sentences.map((sentence) => element('li', {dir: 'auto'}, sentence.text, ' ',
        this.receipts(sentence.support)))),
    ]);
  }

  /** What a sentence rests on; more than a few are kept folded. */
  receipts(support) {
    const made = support.map((receipt, i) => element('button', {type: 'button', class: 'receipt', onclick: () => this.follow(receipt),
      'aria-label': `Receipt ${i + 1}: ${this.index.questions[receipt.question].title}`}, String(i + 1)));
    const rest = made.splice(RECEIPTS);
    const more = element('button', {type: 'button', class: 'receipt', 'aria-label': `Show ${rest.length} more receipts`,
      onclick: () => more.replaceWith(...rest)}, `+${rest.length}`);
    return rest.length ? [...made, more] : made;
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
      hidden ? element('span', {class: 'soft'}, `${hidden} less certain not shown`) : null,
      cell.unlocated ? element('div', {class: 'soft'}, `${cell.unlocated} quoted by the model, but not to be found in the text`) : null);
  }

  clause(clause) {
    const pages = clause.pageFirst == null ? '' : clause.pageFirst === clause.pageLast ? `p. ${clause.pageFirst}` : `p. ${clause.pageFirst}–${clause.pageLast}`;
    return element('li', {class: 'clause', id: 'clause-' + clause.number},
      element('button', {type: 'button', onclick: () => this.go(clause.number, true)}, 'Show'),
      element('span', {class: 'soft'}, ' ' + [pages, `confidence ${clause.confidence.toFixed(2)}`, clause.tier + ' match', clause.value].filter(Boolean).join(', ')),
      this.outlines(clause.boxes || []),
      foreign('q', this.held.text.slice(clause.start, clause.end)));
  }

  /** A small sheet for each page on which a clause stands, with its lines on it. */
  outlines(boxes) {
    const pages = [...new Set(boxes.map((box) => box.page))].slice(0, OUTLINES);
    return pages.map((page) => {
      const {width, height} = this.sheet(page), lines = boxes.filter((box) => box.page === page);
      const sheet = drawn('svg', {class: 'outline', viewBox: `0 0 ${width} ${height}`, width: Math.round(width / 12), height: Math.round(height / 12), role: 'img',
        'aria-label': this.whereabouts(page, lines[0])}, drawn('title', {}, this.whereabouts(page, lines[0])), drawn('rect', {class: 'sheet', width, height}));
      for (const box of lines)
        sheet.append(drawn('rect', {class: 'lines', x: box.left, y: box.top, width: Math.max(1, box.right - box.left), height: Math.max(1, box.bottom - box.top)}));
      return sheet;
    });
  }

  /** A4, upright or lying, or what holds all boxes of a page; the run does not say how large the page is. */
  sheet(page) {
    const boxes = this.held.clauses.flatMap((clause) => clause.boxes || []).filter((box) => box.page === page);
    const right = Math.max(...boxes.map((box) => box.right)), bottom = Math.max(...boxes.map((box) => box.bottom));
    const [width, height] = right > 612 && bottom < 612 ? [842, 595] : [595, 842];
    return {width: Math.max(width, right), height: Math.max(height, bottom)};
  }

  /** Where a clause begins on its page as displayed or printed. */
  whereabouts(page, box) {
    const millimetres = (points) => Math.round(points / 72 * 25.4);
    return `On page ${page}, ${millimetres(box.top)} mm from the top and ${millimetres(box.left)} mm from the left`;
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
