/* Charts of the whole run. A chart is {id, title, wide, height, option(theme, width)}; its option is ECharts'. */

const LIGHT = {
  ink: '#1c2530', soft: '#5a6675', line: '#dde2e8', card: '#ffffff',
  low: '#8fbce0', middle: '#3b7dbd', high: '#123f6e', most: '#8a94a1', other: '#d9822b', failed: '#c23b22',
  queue: '#c4cad2', pool: '#e3b341', own: '#2a9d8f',
};
const DARK = {
  ink: '#e6eaf0', soft: '#9aa6b5', line: '#2d3641', card: '#1a2028',
  low: '#3f72a3', middle: '#5aa2e0', high: '#c3e0fb', most: '#7d8896', other: '#f0a04b', failed: '#ff7a5c',
  queue: '#4a5461', pool: '#d6ab45', own: '#4cc2b2',
};

/** What all charts have in common. */
function base(theme, width) {
  return {
    animation: false,
    textStyle: {fontFamily: 'inherit', color: theme.ink},
    grid: {left: 8, right: width < 500 ? 12 : 20, top: 44, bottom: 8, containLabel: true},
    legend: {type: 'scroll', top: 0, left: 0, itemWidth: 16, itemHeight: 9, textStyle: {color: theme.soft},
      inactiveColor: theme.line, pageIconColor: theme.soft, pageTextStyle: {color: theme.soft}},
    tooltip: {confine: true, backgroundColor: theme.card, borderColor: theme.line, textStyle: {color: theme.ink}},
  };
}

function axis(theme, more) {
  return {
    axisLine: {lineStyle: {color: theme.line}}, axisTick: {show: false}, splitLine: {lineStyle: {color: theme.line}},
    axisLabel: {color: theme.soft, hideOverlap: true}, nameTextStyle: {color: theme.soft}, ...more,
  };
}

function timeAxis(theme, more) {
  return axis(theme, {type: 'value', min: 0, splitNumber: 4, axisLabel: {color: theme.soft, hideOverlap: true, formatter: time}, ...more});
}

function line(name, colour, data, more) {
  return {type: 'line', name, data, symbolSize: 5, itemStyle: {color: colour},
    lineStyle: {color: colour, width: 2}, emphasis: {disabled: true}, ...more};
}

/** The values of the intervals, each at its middle, in milliseconds. */
function overTime(timeline, values) {
  return values.map((value, i) => [(i + 0.5) * timeline.interval_ms, value]);
}

function measured(values) {
  return values.filter(value => value !== null).length;
}

/** Then each value gets a mark, for a line needs two. */
function isSparse(values) {
  const there = measured(values);
  return there <= 40 || there < values.length / 2;
}

function hints(heading, value) {
  return points => tip(heading(points[0].axisValue),
      points.filter(point => isNumber(point.value[1])).map(point => point.seriesName + ': ' + value(point.value[1])));
}

function latencyChart(timeline) {
  const {response_ms: response, service_ms: service} = timeline;
  const showSymbol = isSparse(response.p99);
  return {
    id: 'latency', title: 'Latency over time',
    option: (theme, width) => ({
      ...base(theme, width),
      tooltip: {...base(theme, width).tooltip, trigger: 'axis', formatter: hints(x => 'due at ' + time(x), time)},
      xAxis: timeAxis(theme, {max: timeline.ended.length * timeline.interval_ms, splitLine: {show: false}}),
      yAxis: timeAxis(theme),
      series: [
        line('p50', theme.low, overTime(timeline, response.p50), {showSymbol}),
        line('p90', theme.middle, overTime(timeline, response.p90), {showSymbol}),
        line('p99', theme.high, overTime(timeline, response.p99), {showSymbol}),
        line('max', theme.most, overTime(timeline, response.max),
            {showSymbol, lineStyle: {color: theme.most, width: 1}, symbolSize: 3}),
        line('service p99', theme.other, overTime(timeline, service.p99),
            {showSymbol, symbol: 'emptyCircle', lineStyle: {color: theme.other, width: 1.5, type: 'dashed'}}),
      ],
    }),
  };
}

/** Measures and the names of their curves. */
const CURVES = {response: 'response', service: 'service', ttft: 'first token', itl: 'between tokens'};

function percentileChart(id, title, percentiles, measures) {
  return {
    id, title,
    option: (theme, width) => ({
      ...base(theme, width),
      tooltip: {...base(theme, width).tooltip, trigger: 'axis', formatter: hints(percentile, time)},
      xAxis: axis(theme, {type: 'log', min: 1, axisLabel: {color: theme.soft, hideOverlap: true, formatter: percentile}}),
      yAxis: timeAxis(theme),
      series: measures.map((measure, i) => line(CURVES[measure], i ? theme.other : theme.middle,
          percentiles[measure].map(([level, millis]) => [nines(level), millis]),
          {showSymbol: percentiles[measure].length < 3, lineStyle: {width: 2, type: i ? 'dashed' : 'solid'}})),
    }),
  };
}

function sum(lists) {
  return lists.length ? lists[0].map((first, i) => lists.reduce((all, list) => all + list[i], 0)) : [];
}

function throughputChart(timeline) {
  const seconds = timeline.interval_ms / 1000;
  const failed = sum(Object.values(timeline.errors));
  const rate = values => overTime(timeline, values.map(value => value / seconds));
  const end = timeline.ended.length * timeline.interval_ms;
  const filled = {step: 'middle', showSymbol: false, areaStyle: {opacity: 0.35}};
  return {
    id: 'throughput', title: 'Throughput and in flight',
    option: (theme, width) => {
      const shared = base(theme, width);
      return {
        ...shared,
        axisPointer: {link: [{xAxisIndex: 'all'}]},
        tooltip: {...shared.tooltip, trigger: 'axis', formatter: hints(x => 'at ' + time(x), digits)},
        grid: [{...shared.grid, top: 64, bottom: '48%'}, {...shared.grid, top: '62%'}],
        xAxis: [0, 1].map(gridIndex => timeAxis(theme, {gridIndex, max: end, splitLine: {show: false},
          axisLabel: {show: gridIndex === 1, color: theme.soft, hideOverlap: true, formatter: time}})),
        yAxis: ['a second', 'in flight'].map((name, gridIndex) => axis(theme, {gridIndex, name, type: 'value', min: 0,
          splitNumber: 3, nameTextStyle: {color: theme.soft, align: 'left', padding: [0, 0, 0, -24]}})),
        series: [
          line('ended a second', theme.middle, rate(timeline.ended), {...filled, lineStyle: {width: 1}}),
          ...(failed.some(value => value > 0)
            ? [line('failed a second', theme.failed, rate(failed), {...filled, lineStyle: {width: 1}})] : []),
          line('in flight', theme.own, overTime(timeline, timeline.in_flight),
              {showSymbol: false, xAxisIndex: 1, yAxisIndex: 1, areaStyle: {opacity: 0.2}}),
        ],
      };
    },
  };
}
