// Columns as reporting/columns.py writes them: base64 of compressed bytes.

/** Return a promise of every column as a list or a typed array, by name. */
export async function readColumns(columns) {
  const read = Object.entries(columns).map(async ([name, column]) => [
    name,
    valuesOf(column, await inflated(column.data)),
  ]);
  return Object.fromEntries(await Promise.all(read));
}

async function inflated(base64) {
  const stream = new Blob([bytesOf(base64)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

function valuesOf(column, buffer) {
  switch (column.kind) {
    case "values":
      return JSON.parse(new TextDecoder().decode(buffer));
    case "whole":
      return wholeNumbers(new Uint8Array(buffer), column.width);
    case "decimals":
      return decimals(wholeNumbers(new Uint8Array(buffer), column.width), column);
    default:
      return doubles(new DataView(buffer));
  }
}

/** Return numbers from planes: all low bytes, then all next bytes, and so on. */
function wholeNumbers(planes, width) {
  const count = planes.length / width;
  const numbers = new { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[width](count);
  for (let plane = 0; plane < width; plane++) {
    const start = plane * count;
    for (let index = 0; index < count; index++) numbers[index] |= planes[start + index] << (8 * plane);
  }
  return numbers;
}

function decimals(places, { decimals: digits = 0, base = 0 }) {
  const scale = 10 ** digits;
  const numbers = new Float64Array(places.length);
  for (let index = 0; index < places.length; index++) {
    numbers[index] = places[index] === 0 ? NaN : (places[index] - 1 + base) / scale;
  }
  return numbers;
}

function doubles(view) {
  const numbers = new Float64Array(view.byteLength / 8);
  for (let index = 0; index < numbers.length; index++) numbers[index] = view.getFloat64(8 * index, true);
  return numbers;
}
