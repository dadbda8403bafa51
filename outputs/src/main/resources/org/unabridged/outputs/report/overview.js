/** Numbers, changes, failures and distributions of the run. */
function overview(index) {
  const run = index.run;
  const rows = index.documents;
  const failed = rows.filter((row) => row.failure);
  const sum = (name) => rows.reduce((total, row) => total + (row[name] || 0), 0);
  const counts = run.counts || {};
  const clauses = index.confidences.reduce((total, count) => total + count, 0);
  const facts = [
    ['Documents', grouped(rows.length)], ['Failed', grouped(failed.length)],
    // many kinds of files have no pages before they are printed
    ['Pages', sum('pages') ? grouped(sum('pages')) : null],
    ['Tokens', grouped(sum('tokens'))], ['Clauses', grouped(clauses)],
    ['With risks', grouped(rows.filter((row) => row.answers && row.answers.risks).length)],
    ['Languages', grouped(new Set(rows.map((row) => row.language).filter(Boolean)).size)],
    ['Time', run.seconds == null ? null : duration(run.seconds)],
    ['Read by the model', counts.contexts_inferred == null ? null : grouped(counts.contexts_inferred)],
    ['Kept from before', counts.contexts_reused ? grouped(counts.contexts_reused) : null],
    ['Cost', index.cost == null ? null : grouped(index.cost)],
  ];
  return [
    element('h2', {}, 'Run'),
    element('p', {class: 'soft'}, [
      run.started && 'Started ' + run.started.replace('T', ' ').replace(/\..*|Z$/, '') + ' UTC',
      run.model && run.model.name && 'model ' + run.model.name,
      run.configuration && run.configuration.question_set && 'questions ' + run.configuration.question_set,
      run.versions && run.versions.unabridged && 'Unabridged ' + run.versions.unabridged,
    ].filter(Boolean).join(', ')),
    element('dl', {class: 'facts'}, facts.filter(([, value]) => value != null).map(([name, value]) =>
      element('div', {}, element('dt', {}, name), element('dd', {}, value)))),
    ...changes(index),
    ...failures(failed),
    element('h2', {}, 'Distributions'),
    charts(index),
  ];
}

/** A number of seconds as people say it. */
function duration(seconds) {
  if (seconds < 100) return grouped(seconds) + ' s';
  if (seconds < 6000) return grouped(seconds / 60) + ' min';
  return grouped(seconds / 3600) + ' h';
}

function failures(failed) {
  if (!failed.length) return [];
  return [
    element('h2', {}, 'Documents that could not be read'),
    element('table', {class: 'plain'},
      element('thead', {}, element('tr', {}, ['Document', 'What', 'Why'].map((name) => element('th', {scope: 'col'}, name)))),
      element('tbody', {}, failed.slice(0, 500).map((row) => element('tr', {},
        element('td', {}, foreign('a', row.name, {href: '#document/' + row.number})),
        element('td', {}, row.failure.category), foreign('td', row.failure.message))))),
    failed.length > 500 ? element('p', {}, `and ${grouped(failed.length - 500)} more`) : null,
  ];
}

/** More changes than this are counted, not shown. */
const LISTED_CHANGES = 200;

function changes(index) {
  const found = index.changes;
  if (!found) return [];
  const heading = element('h2', {}, 'Since the last run');
  if (found.problem) return [heading, element('p', {}, 'The last run could not be read: ', found.problem)];
  const why = [found.modelChanged && 'the model changed', found.questionsChanged && 'the questions changed'].filter(Boolean);
  const list = (name, names) => names.length
    ? element('p', {}, `${name} (${names.length}): `, foreign('span', names.slice(0, 20).join(', ') + (names.length > 20 ? ', …' : '')))
    : null;
  return [
    heading,
    element('p', {class: 'soft'}, `Compared with ${found.previousRun}`, why.length ? '; ' + why.join(', ') : '', '.'),
    list('New', found.added), list('Gone', found.removed), list('Moved', found.moved.map((move) => `${move.from} to ${move.to}`)),
    list('Other bytes', found.changed),
    index.documents.some((row) => row.isChanged) ? element('p', {}, element('a', {href: '#documents?status=changed'}, 'Show the documents with changes')) : null,
    ...(found.answers.length ? changedAnswers(index, found) : [element('p', {}, 'No answer changed.')]),
    ...(found.clauses.length ? changedClauses(index, found) : []),
  ];
}

function changeTable(names, rows, all, what) {
  return [
    element('table', {class: 'plain'},
      element('thead', {}, element('tr', {}, names.map((name) => element('th', {scope: 'col'}, name)))),
      element('tbody', {}, rows.slice(0, LISTED_CHANGES))),
    all > Math.min(LISTED_CHANGES, rows.length) ? element('p', {}, `${grouped(all)} ${what} changed in all.`) : null,
  ];
}

/** A document, linked to the place of a question in it. */
function changedDocument(index, change) {
  const place = change.question == null ? '' : '/question/' + change.question;
  return element('td', {}, foreign('a', index.documents[change.document].name, {href: `#document/${change.document}${place}`}));
}

function changedAnswers(index, found) {
  return changeTable(['Document', 'Question', 'Before', 'Now'], found.answers.map((change) => element('tr', {},
    changedDocument(index, change), element('td', {}, index.questions[change.question].title),
    foreign('td', change.before), foreign('td', change.after))), found.answerCount, 'answers');
}

const CLAUSE_CHANGES = {added: 'new', removed: 'gone', changed: 'other words or value', moved: 'same words elsewhere'};

function changedClauses(index, found) {
  return [element('h3', {}, 'Clauses'), ...changeTable(['Document', 'Question', 'What', 'Before', 'Now'], found.clauses.map((change) => element('tr', {},
    changedDocument(index, change), element('td', {}, change.question == null ? 'not asked any more' : index.questions[change.question].title),
    element('td', {}, CLAUSE_CHANGES[change.kind]), foreign('td', change.before || ''), foreign('td', change.after || ''))), found.clauseCount, 'clauses')];
}
