// Orders of the table: whole numbers stand for the values, so that a million rows are sorted by counting.

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
  const values = Float64Array.from(rows, key);
  const known = Float64Array.from(new Set(values)).sort();
  const levels = new Map(Array.from(known, (value, level) => [value, level]));
  const unknown = known.length;
  const starts = new Uint32Array(known.length + 2);
  const places = Uint32Array.from(values, (value) => placeOf(value, levels, known.length, descending, unknown));
  for (const place of places) starts[place + 1] += 1;
  for (let place = 0; place < known.length; place++) starts[place + 1] += starts[place];
  const result = new Uint32Array(rows.length);
  for (let index = 0; index < rows.length; index++) result[starts[places[index]]++] = rows[index];
  return result;
}

function placeOf(value, levels, count, descending, unknown) {
  if (Number.isNaN(value)) return unknown;
  return descending ? count - 1 - levels.get(value) : levels.get(value);
}

/** Return for each text its place in the sorted list of them. */
function ranksOf(texts) {
  const order = [...new Set(texts)].sort();
  const places = new Map(order.map((text, place) => [text, place]));
  return texts.map((text) => places.get(text));
}
