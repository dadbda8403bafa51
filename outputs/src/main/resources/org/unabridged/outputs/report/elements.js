/**
 * Makes an element. Strings become text nodes and values become attributes; nothing is ever parsed as markup, so that
 * whatever a document says stays text.
 */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value == null || value === false) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter((child) => child != null));
  return made;
}

function drawn(tag, attributes, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Text of a document: its own direction. */
function foreign(tag, text, attributes) {
  return element(tag, {dir: 'auto', ...attributes}, text);
}

function choice(label, options, changed) {
  const select = element('select', {onchange: () => changed(select.value)},
    options.map(([value, text]) => element('option', {value}, text)));
  return element('label', {}, label, select);
}
