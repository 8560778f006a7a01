/* Charts of bars from a time to a time: the tasks, and the way of one through the hops. */

const THINNEST = 1;

/** A bar for each [row, from, to]; one too short to be seen is drawn a pixel wide. */
function bars(name, colour, data) {
  return {
    type: 'custom', name, data, itemStyle: {color: colour}, dimensions: ['row', 'from', 'to'],
    encode: {x: [1, 2], y: 0}, progressive: 0, clip: true,
    renderItem: (params, api) => {
      const from = api.coord([api.value(1), api.value(0)]);
      const to = api.coord([api.value(2), api.value(0)]);
      const band = api.size([0, 1])[1];
      const height = Math.max(THINNEST, Math.min(22, band > 4 ? band * 0.72 : band));
      const shape = {x: from[0], y: from[1] - height / 2, width: Math.max(THINNEST, to[0] - from[0]), height};
      const visible = echarts.graphic.clipRectByRect(shape, params.coordSys);
      return visible && {type: 'rect', shape: visible, style: {fill: colour}};
    },
  };
}

function rowAxis(theme, names, labelWidth) {
  return axis(theme, {
    type: 'category', inverse: true, data: names, splitLine: {show: false},
    axisLabel: {show: labelWidth > 0, color: theme.soft, width: labelWidth, overflow: 'truncate', hideOverlap: true},
  });
}

/** A request's phases as [from, to]: of one that failed, what came after the queue is one. */
function phases(task) {
  const sent = task.sent === null ? task.end : task.sent;
  if (task.error) {
    return {queue: [task.intended, sent], failed: [sent, task.end]};
  }
  return {queue: [task.intended, sent], wait: [sent, task.first_byte], receive: [task.first_byte, task.end]};
}

function barsOf(tasks, phase) {
  return tasks.flatMap((task, row) => phases(task)[phase] ? [[row, ...phases(task)[phase]]] : []);
}

function ending(task) {
  const status = task.status === null ? '' : String(task.status);
  return task.error && task.error !== 'status' ? task.error : status;
}

function taskTip(task) {
  const lines = Object.entries(phases(task)).map(([phase, [from, to]]) => phase + ': ' + time(to - from));
  return tip(task.task_id, ['due at ' + time(task.intended), ...lines, (task.error ? 'failed: ' : 'status: ') + ending(task)]);
}

function zoom(theme, many) {
  const shared = {filterMode: 'weakFilter', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: 'ctrl', preventDefaultMouseMove: false};
  const slider = {type: 'slider', filterMode: 'weakFilter', borderColor: theme.line, showDetail: false,
    brushSelect: false, showDataShadow: false, textStyle: {color: theme.soft}};
  const along = [{type: 'inside', xAxisIndex: 0, ...shared}, {...slider, xAxisIndex: 0, height: 14, bottom: 6}];
  return many ? [...along, {...slider, yAxisIndex: 0, width: 14, right: 2}] : along;
}

function tasksChart(tasks) {
  const names = tasks.map(task => task.task_id);
  const many = tasks.length > 40;
  const kinds = {queue: 'queue', wait: 'middle', receive: 'other', failed: 'failed'};
  return {
    id: 'tasks', title: 'Tasks', wide: true, height: Math.max(150, Math.min(600, 110 + 19 * tasks.length)),
    option: (theme, width) => {
      const shared = base(theme, width);
      return {
        ...shared,
        tooltip: {...shared.tooltip, trigger: 'item', formatter: bar => taskTip(tasks[bar.value[0]])},
        grid: {...shared.grid, right: many ? 34 : shared.grid.right, bottom: 28},
        dataZoom: zoom(theme, many),
        xAxis: timeAxis(theme, {splitNumber: width < 500 ? 3 : 6}),
        yAxis: rowAxis(theme, names, width < 560 ? 0 : 110),
        series: Object.entries(kinds).map(([phase, colour]) => bars(phase, theme[colour], barsOf(tasks, phase)))
            .filter(series => series.data.length > 0),
      };
    },
  };
}

const PARTS = {queue: 'queue', pool: 'pool', wait: 'low', receive: 'other', downstream: 'middle', own: 'own'};

function waterfallChart(waterfall) {
  const {rows} = waterfall;
  const of = part => rows.flatMap((row, i) => row.parts.filter(bar => bar.part === part && bar.ms > 0)
      .map(bar => [i, bar.from, bar.from + bar.ms]));
  return {
    id: 'waterfall', title: 'The median request through the hops', height: 90 + 34 * rows.length,
    option: (theme, width) => ({
      ...base(theme, width),
      tooltip: {...base(theme, width).tooltip, trigger: 'item', formatter: bar =>
        tip(rows[bar.value[0]].name, [bar.seriesName + ': ' + time(bar.value[2] - bar.value[1])])},
      xAxis: timeAxis(theme, {splitNumber: width < 500 ? 2 : 5}),
      yAxis: rowAxis(theme, rows.map(row => row.name), width < 560 ? 72 : 130),
      series: Object.entries(PARTS).map(([part, colour]) => bars(part, theme[colour], of(part)))
          .filter(series => series.data.length > 0),
    }),
  };
}
