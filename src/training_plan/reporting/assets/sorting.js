// Orders of the table. Numbers stand for the values, so that a million rows are sorted without comparing two of them.

const DIGIT_VALUES = 65536;

/** The columns that the table can be sorted by: for each what stands for a row's value; NaN comes last. */
export const SORT_KEYS = {
  priority: (plan) => (row) => -plan.priorityOf[row],
  target: (plan) => (row) => plan.targetOf[row],
  symbol: (plan) => (row) => plan.symbolOf[row],
  route: (plan) => (row) => plan.routeOf[row],
  families: (plan) => {
    const places = ranksOf(plan.familyLists.map((list) => list.join(",")));
    return (row) => places[plan.familiesOf[row]];
  },
  score: (plan) => (row) => plan.score(row),
  samples: (plan) => (row) => plan.sampleSize(row),
  change: (plan) => {
    const places = ranksOf(plan.changeTexts);
    return (row) => (plan.change(row) === "" ? NaN : places[plan.columns.change[row]]);
  },
};

/** Return rows sorted by a column; rows of equal value stay in their order. */
export function sorted(plan, rows, { column, descending }) {
  if (column === "") return rows;
  const key = SORT_KEYS[column](plan);
  const keys = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) {
    const value = key(rows[index]);
    // Adding 0 makes 0 of -0: they are equal, and their bits are not.
    keys[index] = Number.isNaN(value) ? Infinity : (descending ? -value : value) + 0;
  }
  return placesInOrder(keys).map((place) => rows[place]);
}

/** Return the places of numbers from the smallest to the largest: a radix sort over their bits, 16 at a time. */
function placesInOrder(numbers) {
  const words = inOrderAsIntegers(numbers);
  let places = new Uint32Array(numbers.length).map((_, place) => place);
  let next = new Uint32Array(numbers.length);
  for (const [word, shift] of [
    [0, 0],
    [0, 16],
    [1, 0],
    [1, 16],
  ]) {
    const starts = new Uint32Array(DIGIT_VALUES + 1);
    const digitOf = (place) => (words[2 * place + word] >>> shift) & (DIGIT_VALUES - 1);
    for (let place = 0; place < numbers.length; place++) starts[digitOf(place) + 1] += 1;
    for (let digit = 0; digit < DIGIT_VALUES; digit++) starts[digit + 1] += starts[digit];
    for (const place of places) next[starts[digitOf(place)]++] = place;
    [places, next] = [next, places];
  }
  return places;
}

/** Return doubles as pairs of words, low and high, which as integers have the order of the doubles. */
function inOrderAsIntegers(numbers) {
  const view = new DataView(numbers.buffer);
  const words = new Uint32Array(2 * numbers.length);
  const isLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  for (let place = 0; place < numbers.length; place++) {
    const high = view.getUint32(8 * place + (isLittle ? 4 : 0), isLittle);
    const low = view.getUint32(8 * place + (isLittle ? 0 : 4), isLittle);
    const isNegative = high >>> 31 === 1;
    words[2 * place] = isNegative ? ~low : low;
    words[2 * place + 1] = isNegative ? ~high : high ^ 0x80000000;
  }
  return words;
}

/** Return for each text its place in the sorted list of them. */
function ranksOf(texts) {
  const order = [...new Set(texts)].sort();
  const places = new Map(order.map((text, place) => [text, place]));
  return texts.map((text) => places.get(text));
}
