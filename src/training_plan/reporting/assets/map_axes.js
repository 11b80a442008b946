// Rows and columns of the map: the targets and symbols that the filters let pass, in the order asked for.

import { BLOCKED } from "./standings.js";
import { POOLED } from "./plan.js";

/** Names that an axis has at most; a person who looks for others filters. */
const MOST_NAMES = 20_000;

export const AXIS_ORDERS = { name: "name", trained: "most to train first", blocked: "most blocked first" };

/** Return targets (rows) and symbols (columns, the pooled job first) as places in the plan. */
export function axesOf(plan, selection, order) {
  const targets = passing(selection.targets, 0);
  const symbols = passing(selection.symbols, 1);
  if (order !== "name") {
    sortByCount(targets, counts(plan, plan.targetOf, plan.targets.length, order));
    sortByCount(symbols, counts(plan, plan.symbolOf, plan.symbols.length, order));
  }
  return {
    targets: targets.slice(0, MOST_NAMES),
    symbols: [POOLED, ...symbols.slice(0, MOST_NAMES)],
    hiddenTargets: Math.max(0, targets.length - MOST_NAMES),
    hiddenSymbols: Math.max(0, symbols.length - MOST_NAMES),
  };
}

function passing(mask, start) {
  const found = [];
  for (let place = start; place < mask.length; place++) if (mask[place]) found.push(place);
  return found;
}

function counts(plan, placeOf, length, order) {
  const found = new Uint32Array(length);
  for (let row = 0; row < plan.rows; row++) {
    if ((plan.routeOf[row] === BLOCKED) === (order === "blocked")) found[placeOf[row]] += 1;
  }
  return found;
}

function sortByCount(places, found) {
  places.sort((a, b) => found[b] - found[a] || a - b);
}
