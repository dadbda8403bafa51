const CHART_WIDTH = 380;

/** Even steps of 1, 2 or 5 times a power of ten, from 0 to the first that is not below the most. */
function ticks(most) {
  const rough = Math.max(1, most / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= rough);
  return Array.from({length: Math.max(1, Math.ceil(most / step)) + 1}, (_, i) => i * step);
}

/**
 * Horizontal bars with their names at the left and their numbers at the end.
 *
 * @param entries [name, number, address of what is counted or nothing]
 * @param rest what is not drawn, in words
 */
function barChart(title, unit, entries, rest) {
  const left = 152, right = CHART_WIDTH - 36, high = 20, bottom = entries.length * high + 4;
  const marks = ticks(Math.max(1, ...entries.map(([, value]) => value)));
  const scale = (right - left) / marks.at(-1);
  const svg = chart(title, unit, entries, bottom + 20);
  for (const mark of marks) {
    svg.append(
      drawn('line', {class: mark ? 'grid' : 'axis', x1: left + mark * scale, x2: left + mark * scale, y1: 0, y2: bottom}),
      drawn('text', {class: 'tick', x: left + mark * scale, y: bottom + 14, 'text-anchor': 'middle'}, grouped(mark)));
  }
  entries.forEach(([name, value, address], i) => svg.append(entry(address, `${name}: ${grouped(value)} ${unit}`,
    drawn('rect', {class: 'target', x: 0, y: i * high, width: CHART_WIDTH, height: high}),
    drawn('text', {x: left - 6, y: i * high + 14, 'text-anchor': 'end'}, shortened(String(name), 21)),
    drawn('rect', {class: 'bar', x: left, y: i * high + 3, width: Math.max(1, value * scale), height: high - 6}),
    drawn('text', {x: left + value * scale + 5, y: i * high + 14}, grouped(value)))));
  return figure(title, unit, entries.length ? svg : null, rest);
}

/** Columns that touch: how many things lie between bounds. */
function histogram(title, unit, axis, labels, counts) {
  const left = 40, right = CHART_WIDTH - 4, top = 18, bottom = 150;
  const marks = ticks(Math.max(1, ...counts));
  const scale = (bottom - top) / marks.at(-1), step = (right - left) / counts.length;
  const entries = counts.map((count, i) => [labels[i], count]);
  const svg = chart(title, unit, entries, bottom + 40);
  for (const mark of marks) {
    svg.append(
      drawn('line', {class: mark ? 'grid' : 'axis', x1: left, x2: right, y1: bottom - mark * scale, y2: bottom - mark * scale}),
      drawn('text', {class: 'tick', x: left - 6, y: bottom - mark * scale + 4, 'text-anchor': 'end'}, grouped(mark)));
  }
  entries.forEach(([label, count], i) => svg.append(entry(null, `${label} ${axis}: ${grouped(count)} ${unit}`,
    drawn('rect', {class: 'bar', x: left + i * step + 1, y: bottom - count * scale, width: step - 2, height: count * scale}),
    drawn('text', {class: 'tick', x: left + (i + .5) * step, y: bottom - count * scale - 4, 'text-anchor': 'middle'}, count ? grouped(count) : ''),
    drawn('text', {class: 'tick', x: left + (i + .5) * step, y: bottom + 15, 'text-anchor': 'middle'}, label))));
  svg.append(drawn('text', {x: (left + right) / 2, y: bottom + 33, 'text-anchor': 'middle'}, axis));
  return figure(title, unit, counts.some(Boolean) ? svg : null);
}

/** A drawing that says all its numbers to those who cannot see it; one with links is no image to them. */
function chart(title, unit, entries, height) {
  const linked = entries.some(([, , address]) => address);
  return drawn('svg', {viewBox: `0 0 ${CHART_WIDTH} ${height}`, role: linked ? 'group' : 'img',
    'aria-label': linked ? `${title}, ${unit}` : `${title}, ${unit}: ` + entries.map(([name, value]) => `${name} ${grouped(value)}`).join(', ')});
}

function entry(address, said, ...shapes) {
  const name = drawn('title', {}, said);
  return address ? drawn('a', {href: address, 'aria-label': said}, name, ...shapes) : drawn('g', {}, name, ...shapes);
}

function figure(title, unit, svg, rest) {
  return element('figure', {class: 'chart'},
    element('figcaption', {}, title, ' ', element('span', {class: 'soft'}, `(${unit})`)),
    svg || element('p', {class: 'soft'}, 'Nothing of this kind was found.'),
    rest ? element('p', {class: 'soft'}, rest) : null);
}

function shortened(text, most) {
  return text.length > most ? text.slice(0, most - 1) + '…' : text;
}

/** Counts names, most frequent first. */
function frequencies(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])));
}

/** The most frequent names as bars; those beyond the limit are counted below. */
function frequencyChart(title, unit, names, limit, address) {
  const all = frequencies(names), rest = all.slice(limit);
  const more = rest.reduce((sum, [, count]) => sum + count, 0);
  return barChart(title, unit, all.slice(0, limit).map(([name, count]) => [name, count, address && address(name)]),
    more ? `and ${grouped(more)} in ${grouped(rest.length)} more` : '');
}

/** Days of an ISO 8601 duration of years, months, weeks and days; null for anything else. */
function days(value) {
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(value || '');
  if (!parts || value === 'P') return null;
  const [, years, months, weeks, rest] = parts.map((part) => Number(part || 0));
  return years * 365.25 + months * 30.4375 + weeks * 7 + rest;
}

/** The moment of an ISO 8601 date in days; null for anything else. */
function moment(value) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value || '')) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time / 86400000;
}

/** Counts into bins: the i-th holds what is below the i-th bound and not below the one before. */
function binned(values, bounds) {
  const counts = bounds.map(() => 0);
  for (const value of values) counts[bounds.findIndex((bound) => value < bound)]++;
  return counts;
}

/** How long a contract runs, in years: as it says, or from its beginning to its end. */
function term(value) {
  const end = value('expiration-date');
  if (days(end) != null) return days(end) / 365.25;
  const last = moment(end), first = moment(value('effective-date')) ?? moment(value('agreement-date'));
  return last == null || first == null || last < first ? null : (last - first) / 365.25;
}

/** Everything that the charts count, for each content that was answered. */
function answersOf(index) {
  const byId = new Map(index.questions.map((question, number) => [question.id, number]));
  return index.contents.map((content) => (id) => {
    const number = byId.get(id);
    const cell = number == null ? null : content.byQuestion.get(number);
    return cell && STATES[Number(content.states[number])] === 'found' ? cell.value : null;
  });
}

function charts(index) {
  const found = index.contents.flatMap((content) =>
    content.cells.filter((cell) => STATES[Number(content.states[cell.question])] === 'found'));
  const risky = index.contents.flatMap((content) => content.cells.filter((cell) => cell.risk));
  const titled = (cells) => cells.map((cell) => index.questions[cell.question].title);
  const numbers = new Map(index.questions.map((question, number) => [question.title, number]));
  const to = (parts) => '#documents?' + new URLSearchParams(parts);
  const values = answersOf(index);
  const known = (list) => list.filter((value) => value != null);
  const law = index.questions.findIndex((question) => question.id === 'governing-law');
  const periods = known(values.flatMap((value) => [days(value('renewal-term')), days(value('notice-period-to-terminate-renewal'))]));
  const ends = known(values.map((value) => moment(value('expiration-date')))).map((day) => new Date(day * 86400000).getUTCFullYear());
  return element('div', {class: 'charts'},
    frequencyChart('Clause types found', 'documents', titled(found), 18, (name) => to({question: numbers.get(name), state: 'found'})),
    frequencyChart('Risks', 'documents', titled(risky), 18, (name) => to({question: numbers.get(name), risk: 'any'})),
    frequencyChart('Governing law', 'documents', found.filter((cell) => cell.question === law).map((cell) => cell.value || 'not normalised'), 18,
      (name) => to({question: law, text: name === 'not normalised' ? '' : name})),
    histogram('Term of the contracts', 'documents', 'years', ['<1', '1–2', '2–3', '3–4', '4–5', '5–7', '7–10', '≥10'],
      binned(known(values.map(term)).map((years) => years + .01), [1, 2, 3, 4, 5, 7, 10, Infinity])),
    yearChart(ends),
    histogram('Renewal terms and notice periods', 'answers', 'months', ['<1', '1–2', '2–3', '3–6', '6–12', '12–24', '24–60', '≥60'],
      binned(periods.map((each) => (each + .5) / 30.4375), [.98, 2, 3, 6, 12, 24, 60, Infinity])),
    histogram('Length of the documents', 'documents', 'thousand tokens', ['<1', '1–2', '2–5', '5–10', '10–20', '20–50', '50–200', '≥200'],
      binned(known(index.documents.map((row) => row.tokens)), [1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 2e5, Infinity])),
    histogram('Confidence of the clauses', 'clauses', 'confidence, from', ['0', '.1', '.2', '.3', '.4', '.5', '.6', '.7', '.8', '.9'], index.confidences),
    frequencyChart('Languages', 'documents', index.documents.map((row) => row.language).filter(Boolean).map(languageName), 12),
    frequencyChart('Kinds of files', 'documents', index.documents.map((row) => kindOf(row.mediaType)), 12));
}

/** Years in a row, those without an end too, as long as they are few. */
function yearChart(ends) {
  const first = Math.min(...ends), last = Math.min(Math.max(...ends), first + 11);
  const years = ends.length ? Array.from({length: last - first + 1}, (_, i) => first + i) : [];
  return histogram('Contracts that end', 'documents', 'year', years.map((year) => (years.length > 8 ? '’' + String(year % 100).padStart(2, '0') : String(year))),
    years.map((year) => ends.filter((end) => Math.min(end, last) === year).length));
}
