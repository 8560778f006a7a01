/* Parts of the page. Whatever was measured or named elsewhere goes in as text, never as markup. */

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children.filter(child => child !== null));
  return made;
}

function table(head, rows) {
  const columns = head.map(name => element('th', {scope: 'col'}, name));
  const body = rows.map(([first, ...rest]) => element('tr', {},
      element('th', {scope: 'row'}, first), ...rest.map(value => element('td', {}, value))));
  return element('table', {}, element('thead', {}, element('tr', {}, ...columns)), element('tbody', {}, ...body));
}

function card(name, value, more, kind) {
  return element('div', kind ? {class: kind} : {}, element('dt', {}, name),
      element('dd', {}, value, more ? element('small', {}, more) : null));
}

function verdict(isGood, word, text, reasons) {
  const list = reasons && reasons.length
      ? element('ul', {}, ...reasons.map(reason => element('li', {}, String(reason)))) : null;
  return element('div', {class: 'verdict ' + (isGood ? 'good' : 'bad loud'), role: isGood ? 'status' : 'alert'},
      element('strong', {}, word), text, list);
}

/** What a chart shows under the pointer: a heading, and lines of text. */
function tip(heading, lines) {
  return element('div', {class: 'tip'}, element('b', {}, heading), ...lines.map(line => element('div', {}, line)));
}

/** A chart's frame: heading, room to draw in, and what it shows, as a sentence. */
function figure(chart, finding) {
  const id = 'chart-' + chart.id;
  const room = element('div', {class: 'chart', id, role: 'img', 'aria-label': chart.title + '. ' + finding});
  const made = element('figure', chart.wide ? {class: 'wide'} : {},
      element('h2', {}, chart.title), room, element('figcaption', {}, finding));
  return {made, room};
}
