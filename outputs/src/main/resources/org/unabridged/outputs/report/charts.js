/** Lengths of bars as horizontal bars with their names at the left and their numbers at the end. */
function barChart(title, unit, entries) {
  const width = 480, left = 190, high = 20;
  const most = Math.max(1, ...entries.map(([, value]) => value));
  const svg = drawn('svg', {viewBox: `0 0 ${width} ${entries.length * high + 4}`, role: 'img',
    'aria-label': `${title} (${unit}): ` + entries.map(([name, value]) => `${name} ${grouped(value)}`).join(', ')});
  entries.forEach(([name, value], i) => {
    const length = value / most * (width - left - 60);
    svg.append(
      drawn('text', {x: left - 6, y: i * high + 14, 'text-anchor': 'end'}, shortened(String(name), 27)),
      drawn('rect', {class: 'bar', x: left, y: i * high + 3, width: Math.max(1, length), height: high - 6}),
      drawn('text', {x: left + length + 5, y: i * high + 14}, grouped(value)));
  });
  return figure(title, unit, svg, entries.length);
}

/** Numbers of things between bounds as columns that touch. */
function histogram(title, unit, labels, counts) {
  const width = 480, height = 190, bottom = 165, left = 34, top = 16;
  const most = Math.max(1, ...counts), step = (width - left - 6) / counts.length;
  const svg = drawn('svg', {viewBox: `0 0 ${width} ${height}`, role: 'img',
    'aria-label': `${title} (${unit}): ` + counts.map((count, i) => `${labels[i]} ${grouped(count)}`).join(', ')});
  svg.append(drawn('text', {x: left - 5, y: top + 4, 'text-anchor': 'end'}, grouped(most)),
    drawn('text', {x: left - 5, y: bottom, 'text-anchor': 'end'}, '0'));
  counts.forEach((count, i) => {
    const tall = count / most * (bottom - top);
    svg.append(drawn('rect', {class: 'bar', x: left + i * step + 1, y: bottom - tall, width: step - 2, height: tall}));
    svg.append(drawn('text', {x: left + (i + .5) * step, y: bottom + 16, 'text-anchor': 'middle'}, labels[i]));
  });
  svg.append(drawn('line', {class: 'axis', x1: left, x2: width - 6, y1: bottom, y2: bottom}));
  return figure(title, unit, svg, counts.reduce((sum, count) => sum + count, 0));
}

function figure(title, unit, svg, amount) {
  return element('figure', {class: 'chart'},
    element('figcaption', {}, title, ' ', element('span', {class: 'soft'}, `(${unit})`)),
    amount ? svg : element('p', {class: 'soft'}, 'Nothing of this kind was found.'));
}

function shortened(text, most) {
  return text.length > most ? text.slice(0, most - 1) + '…' : text;
}

/** Counts names, most frequent first; those beyond the limit are one entry. */
function frequencies(names, limit) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) || 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])));
  const rest = sorted.slice(limit).reduce((sum, [, count]) => sum + count, 0);
  return rest ? [...sorted.slice(0, limit), ['others', rest]] : sorted;
}

/** Months of an ISO 8601 duration of years, months, weeks and days; null for anything else. */
function months(value) {
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(value || '');
  if (!parts || value === 'P') return null;
  const [, years, month, weeks, days] = parts.map((part) => Number(part || 0));
  return years * 12 + month + weeks * 7 / 30.4 + days / 30.4;
}

/** Counts into bins: the i-th holds what is below the i-th bound and not below the one before. */
function binned(values, bounds) {
  const counts = bounds.map(() => 0);
  for (const value of values) counts[bounds.findIndex((bound) => value < bound)]++;
  return counts;
}

function charts(index) {
  const cells = index.contents.flatMap((content) =>
    content.cells.filter((cell) => STATES[Number(content.states[cell.question])] === 'found'));
  const typed = (type) => (cell) => index.questions[cell.question].type === type;
  const law = index.questions.findIndex((question) => question.id === 'governing-law');
  const terms = cells.filter(typed('duration')).concat(cells.filter(typed('date')))
    .map((cell) => months(cell.value)).filter((value) => value != null);
  const tokens = index.documents.map((row) => row.tokens).filter((count) => count != null);
  return element('div', {class: 'charts'},
    barChart('Most frequent clause types', 'documents', frequencies(
      cells.map((cell) => index.questions[cell.question].title), 15)),
    barChart('Governing law', 'documents', frequencies(
      cells.filter((cell) => cell.question === law).map((cell) => cell.value || 'not normalised'), 12)),
    histogram('Lengths of terms, renewals and notices', 'answers', ['<1 m', '1–3', '3–6', '6–12', '1–2 y', '2–3', '3–5', '5–10', '≥10'],
      binned(terms, [1, 3, 6, 12, 24, 36, 60, 120, Infinity])),
    histogram('Length in tokens', 'documents', ['<1k', '1–2k', '2–5k', '5–10k', '10–20k', '20–50k', '50–200k', '≥200k'],
      binned(tokens, [1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 2e5, Infinity])),
    histogram('Confidence of clauses', 'clauses, by confidence', ['0', '.1', '.2', '.3', '.4', '.5', '.6', '.7', '.8', '.9'], index.confidences));
}
