/** Reads what the report carries: blocks of base64 that hold gzipped JSON. */
async function block(id) {
  const held = document.getElementById(id);
  if (!held) return null;
  const binary = atob(held.textContent);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}

/** Settles when the whole file has been read, and so every document is there. */
const wholeFile = new Promise((resolve) => {
  if (document.readyState !== 'loading') resolve();
  else document.addEventListener('DOMContentLoaded', resolve, {once: true});
});

async function detail(content) {
  const id = 'content-' + content;
  if (!document.getElementById(id)) await wholeFile;
  return block(id);
}

const STATES = ['found', 'absent', 'conflicting', 'not_supported', 'failed', 'not_asked'];
const LEVELS = ['high', 'medium', 'low'];

/** The level that a risk note starts with. */
function level(risk) {
  if (!risk) return null;
  return LEVELS.find((name) => risk.toLowerCase().startsWith(name)) || 'medium';
}

/** Prepares the index for filtering: one text to search and one map of cells for each document. */
function prepare(index) {
  for (const content of index.contents) {
    content.byQuestion = new Map(content.cells.map((cell) => [cell.question, cell]));
    content.risks = content.cells.filter((cell) => cell.risk).length;
  }
  const changes = index.changes || {};
  const touched = new Set([...(changes.added || []), ...(changes.changed || []), ...(changes.moved || []).map((move) => move.to)]);
  const answered = new Set([...(changes.answers || []), ...(changes.clauses || [])].map((change) => change.document));
  index.documents.forEach((row, number) => {
    row.number = number;
    row.isChanged = touched.has(row.uri) || answered.has(number);
    row.answers = row.content == null ? null : index.contents[row.content];
    const values = row.answers ? row.answers.cells.map((cell) => cell.value || '') : [];
    row.searched = [row.name, row.title || '', row.uri, ...values].join('\n').toLowerCase();
  });
  return index;
}

function stateOf(row, question) {
  return row.answers ? STATES[Number(row.answers.states[question])] || 'not_asked' : 'not_asked';
}

/** What people call a kind of file. */
const KINDS = [[/pdf$/, 'PDF'], [/wordprocessingml|msword/, 'Word'], [/spreadsheetml|ms-excel/, 'Excel'], [/presentationml|ms-powerpoint/, 'PowerPoint'],
  [/opendocument\.text/, 'OpenDocument text'], [/rtf$/, 'RTF'], [/html/, 'HTML'], [/epub/, 'EPUB'], [/rfc822|outlook/, 'Mail'],
  [/^text\/plain/, 'Text'], [/zip|tar|7z|rar/, 'Archive'], [/^image\//, 'Image']];

function kindOf(mediaType) {
  const kind = KINDS.find(([pattern]) => pattern.test(mediaType || ''));
  return kind ? kind[1] : mediaType || 'unknown';
}

/** The English name of a BCP-47 code, or the code. */
function languageName(code) {
  try {
    return new Intl.DisplayNames(['en'], {type: 'language'}).of(code) || code;
  } catch {
    return code;
  }
}

function grouped(number) {
  return Number(number).toLocaleString('en-US', {maximumFractionDigits: 1});
}
