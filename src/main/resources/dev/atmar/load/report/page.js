/* The page: its words from the data, its charts redrawn whenever the light or the width changes. */

const data = JSON.parse(document.getElementById('data').textContent);
const summary = data.summary;
const dark = matchMedia('(prefers-color-scheme: dark)');
const drawn = [];

function value(object, name) {
  return object ? object[name] : undefined;
}

function model() {
  if (summary.model === 'open') {
    return 'open, ' + digits(summary.target_rate || 0) + ' a second';
  }
  return summary.concurrent ? 'closed, ' + count(summary.concurrent) + ' at once' : '';
}

function facts() {
  const started = data.started_at ? new Date(data.started_at) : null;
  const when = started && !isNaN(started) ? started.toISOString().replace('T', ' ').slice(0, 19) + ' UTC' : '';
  return [data.url, model(), when, time(summary.elapsed_ms)]
      .filter(fact => fact).map(fact => element('span', {}, fact));
}

/** What a threshold's measure came to, or why nothing is known of it. */
function came(threshold) {
  if (!isNumber(threshold.value)) {
    return threshold.because ? ' (' + threshold.because + ')' : '';
  }
  return ' (measured: ' + (digits(threshold.value) + ' ' + (threshold.unit || '')).trim() + ')';
}

function thresholdVerdict() {
  const all = summary.thresholds || [];
  const breached = all.filter(threshold => threshold.breached);
  const words = all.map(one => one.condition + ': ' + (one.breached ? 'BREACHED' : 'ok') + came(one));
  return verdict(breached.length === 0, breached.length ? 'BREACHED' : 'Passed',
      breached.length + ' of ' + all.length + ' conditions for a failed run are true.', words);
}

function sloVerdict(slo) {
  return verdict(slo.met !== false, slo.met === false ? 'SLO missed' : 'SLO met',
      slo.text + ': ' + share(slo.share) + ' of the requests were good, ' + digits(slo.rate || 0) + ' a second.',
      (slo.terms || []).map(term => term.term + ': ' + (term.met === false ? 'missed' : 'met')
          + (isNumber(term.value_ms) ? ' (' + time(term.value_ms) + ')' : '')));
}

function verdicts() {
  const list = [];
  if (summary.valid === false) {
    list.push(verdict(false, 'INVALID', 'These figures say more about the client than about the server.',
        summary.invalid_because));
  }
  if (summary.aborted_because || summary.cancelled) {
    list.push(verdict(false, 'Cut short', summary.aborted_because || 'The run was cancelled before its end.'));
  }
  if (summary.requests > 0 && summary.ok === 0) {
    list.push(verdict(false, 'Failed', 'No request succeeded.'));
  }
  if (summary.thresholds && summary.thresholds.length) {
    list.push(thresholdVerdict());
  }
  if (summary.slo) {
    list.push(sloVerdict(summary.slo));
  }
  if (list.length === 0 && summary.valid) {
    list.push(verdict(true, 'Valid', 'The client was not the bottleneck.'));
  }
  return list;
}

function errorCard() {
  const errors = Object.entries(summary.errors || {});
  const all = errors.reduce((total, [, number]) => total + number, 0);
  const kinds = errors.map(([kind, number]) => count(number) + ' ' + kind.replace(/_/g, ' ')).join(', ');
  return card('failed', count(all), kinds || share(0), all ? 'failed' : '');
}

function cards() {
  const response = summary.response_ms || {};
  const list = [
    card('requests', count(summary.requests), digits(summary.rate || 0) + ' a second'),
    errorCard(),
    card('median', time(response.p50), 'response time'),
    card('p99', time(response.p99), 'service: ' + time(value(summary.service_ms, 'p99'))),
    card('slowest', time(response.max), 'response time'),
    card('in flight', count(summary.peak_in_flight), 'at most'),
  ];
  if (isNumber(value(summary.ttft_ms, 'p50'))) {
    list.push(card('first token', time(summary.ttft_ms.p50), 'p99: ' + time(summary.ttft_ms.p99)));
  }
  if (summary.tokens && isNumber(summary.tokens.per_second)) {
    list.push(card('tokens a second', digits(summary.tokens.per_second), count(summary.tokens.output) + ' in all'));
  }
  return list;
}

const MEASURES = {response_ms: 'response', service_ms: 'service', first_byte_ms: 'first byte', send_lag_ms: 'send lag',
  ttft_ms: 'first token', itl_ms: 'between tokens', tpot_ms: 'per token'};
const LEVELS = {p50: 'p50', p90: 'p90', p99: 'p99', p999: 'p99.9', max: 'max'};

function latencyTable() {
  const rows = Object.entries(MEASURES).filter(([field]) => isNumber(value(summary[field], 'p50')))
      .map(([field, name]) => [name, ...Object.keys(LEVELS).map(level => time(summary[field][level]))]);
  return table(['', ...Object.values(LEVELS)], rows);
}

function slowestTable() {
  const rows = data.slowest.slice(0, 10).map(task => [task.task_id, time(task.intended),
    time(task.sent === null ? null : task.sent - task.intended),
    time(task.sent === null || task.first_byte === null ? null : task.first_byte - task.sent),
    time(task.end - task.intended), ending(task)]);
  return table(['task', 'due at', 'queue', 'wait', 'response', 'status'], rows);
}

function hopTable() {
  const rows = Object.entries(data.hops).map(([name, hop]) =>
    [name, count(hop.count), time(hop.p50), time(hop.p90), time(hop.p99), time(hop.max)]);
  return element('div', {class: 'table', role: 'region', 'aria-label': 'Hops', tabindex: '0'},
      table(['hop', 'answers', 'p50', 'p90', 'p99', 'max'], rows));
}

function available() {
  const {timeline, percentiles, tasks, waterfall} = data;
  const list = tasks.length ? [tasksChart(tasks)] : [];
  if (timeline.ended && timeline.ended.length > 1) {
    list.push(throughputChart(timeline));
  }
  if (timeline.ended && measured(timeline.response_ms.p99) > 1) {
    list.push(latencyChart(timeline));
  }
  if (percentiles.response) {
    list.push(percentileChart('percentiles', 'Percentiles', percentiles,
        ['response', 'service'].filter(measure => percentiles[measure])));
  }
  if (percentiles.ttft) {
    list.push(percentileChart('tokens', 'Tokens', percentiles, ['ttft', 'itl'].filter(measure => percentiles[measure])));
  }
  if (waterfall.rows) {
    list.push({...waterfallChart(waterfall), below: hopTable});
  }
  return list;
}

function place(chart) {
  const {made, room} = figure(chart, data.findings[chart.id] || '');
  if (chart.height) {
    room.style.height = chart.height + 'px';
  }
  if (chart.below) {
    made.append(chart.below());
  }
  document.getElementById('charts').append(made);
  drawn.push({chart, room, canvas: echarts.init(room, null, {renderer: 'svg'})});
}

function draw({chart, room, canvas}, theme) {
  canvas.resize();
  canvas.setOption(chart.option(theme, room.clientWidth), {notMerge: true});
}

function drawAll(theme) {
  drawn.forEach(one => draw(one, theme));
}

function theme() {
  return dark.matches ? DARK : LIGHT;
}

function redrawWhenItChanges() {
  const sizes = new ResizeObserver(entries => entries.forEach(entry => {
    const one = drawn.find(candidate => candidate.room === entry.target);
    if (one && one.canvas.getWidth() !== entry.target.clientWidth) {
      draw(one, theme());
    }
  }));
  drawn.forEach(one => sizes.observe(one.room));
  dark.addEventListener('change', () => drawAll(theme()));
  addEventListener('beforeprint', () => drawAll(LIGHT));
  addEventListener('afterprint', () => drawAll(theme()));
}

document.getElementById('facts').append(...facts());
document.getElementById('verdicts').append(...verdicts());
document.getElementById('cards').append(...cards());
document.getElementById('latencies').append(latencyTable());
if (data.slowest.length > 1) {
  document.getElementById('slowest').hidden = false;
  document.querySelector('#slowest .table').append(slowestTable());
}
available().forEach(place);
drawAll(theme());
redrawWhenItChanges();
document.documentElement.dataset.drawn = String(drawn.length);
