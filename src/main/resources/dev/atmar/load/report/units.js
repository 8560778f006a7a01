/* Numbers as people read them. */

function digits(value) {
  const size = Math.abs(value);
  return value.toLocaleString('en', {maximumFractionDigits: size >= 100 ? 0 : size >= 10 ? 1 : 2});
}

function isNumber(value) {
  return typeof value === 'number' && isFinite(value);
}

/** 0.85 ms, 12.3 ms, 1.23 s; a dash for what was not measured. */
function time(millis) {
  if (!isNumber(millis)) {
    return '–';
  }
  return millis >= 1000 ? digits(millis / 1000) + ' s' : digits(millis) + ' ms';
}

function count(value) {
  return isNumber(value) ? Math.round(value).toLocaleString('en') : '–';
}

function share(value) {
  return isNumber(value) ? digits(value * 100) + ' %' : '–';
}

/** How many nines: 1 is the least, 10 is 90 %, 100 is 99 %, so that a logarithmic axis spreads the tail. */
function nines(percentile) {
  return 1 / (1 - percentile / 100);
}

function percentile(nines) {
  return Number((100 * (1 - 1 / nines)).toPrecision(7)) + ' %';
}
