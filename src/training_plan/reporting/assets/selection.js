// Which jobs the filters ask for. A million jobs are looked at in slices, so that the page stays alive meanwhile.

import { BOTH } from "./standings.js";
import { POOLED } from "./plan.js";

const SLICE_MILLISECONDS = 30;
const ROWS_BETWEEN_LOOKS = 4096;

/**
 * The jobs that filters ask for.
 *
 * rows: the jobs, in plan order; has: for each job 1 if it is one of them; targets and symbols: for each name 1 if the
 * filters of names let it pass; onlyNames: whether nothing but names is asked for, so that covered pairs count too.
 */
class Selection {
  constructor(rows, has, targets, symbols, onlyNames) {
    Object.assign(this, { rows, has, targets, symbols, onlyNames });
  }
}

/** Return a promise of the selection, or of null if isStale said meanwhile that nobody waits for it. */
export async function select(plan, filters, isStale) {
  const targets = matchingNames(plan.targets, filters.target);
  const symbols = matchingNames(plan.symbols, filters.symbol);
  const serving = filters.symbol === "" ? null : rowsServing(plan, symbols);
  const tests = [...jobTests(plan, filters), ...textTests(plan, filters)];
  const has = new Uint8Array(plan.rows);
  const rows = new Uint32Array(plan.rows);
  let count = 0;
  let looked = performance.now();
  for (let row = 0; row < plan.rows; row++) {
    if (row % ROWS_BETWEEN_LOOKS === 0 && performance.now() - looked > SLICE_MILLISECONDS) {
      await new Promise((resume) => setTimeout(resume));
      if (isStale()) return null;
      looked = performance.now();
    }
    if (!targets[plan.targetOf[row]]) continue;
    if (serving !== null && !(symbols[plan.symbolOf[row]] || serving.has(row))) continue;
    if (tests.every((test) => test(row))) {
      has[row] = 1;
      rows[count++] = row;
    }
  }
  const asked = Object.entries(filters).filter(([, value]) => value !== null && value.length !== 0);
  const onlyNames = asked.every(([key]) => key === "target" || key === "symbol");
  return new Selection(rows.slice(0, count), has, targets, symbols, onlyNames);
}

/** Return for each name 1 if a text asks for it: a whole name asks for itself alone, else all that contain the text. */
function matchingNames(names, text) {
  if (text === "") return new Uint8Array(names.length).fill(1);
  const exact = names.indexOf(text);
  if (exact >= 0) return Uint8Array.from(names, (_, place) => Number(place === exact));
  const needle = text.toLowerCase();
  return Uint8Array.from(names, (name) => Number(name !== null && name.toLowerCase().includes(needle)));
}

/** Return the pooled jobs whose model serves one of the symbols: they cover it, or its own job is of route both. */
function rowsServing(plan, symbols) {
  const serving = new Set();
  const alsoPooled = new Set();
  for (let row = 0; row < plan.rows; row++) {
    if (plan.routeOf[row] === BOTH && symbols[plan.symbolOf[row]]) alsoPooled.add(plan.targetOf[row]);
  }
  for (let row = 0; row < plan.rows; row++) {
    if (plan.symbolOf[row] === POOLED && plan.isTrainable(row) && alsoPooled.has(plan.targetOf[row])) serving.add(row);
  }
  for (const covers of plan.coverage) {
    for (const cover of covers) if (cover.symbols.some((symbol) => symbols[symbol])) serving.add(cover.row);
  }
  return serving;
}

function jobTests(plan, filters) {
  const tests = [];
  if (filters.routes.length > 0) {
    const routes = plan.routes.map((route) => filters.routes.includes(route));
    tests.push((row) => routes[plan.routeOf[row]]);
  }
  if (filters.type !== "") tests.push((row) => plan.trainingType(row) === filters.type);
  if (filters.family !== "") {
    const lists = plan.familyLists.map((list) => list.includes(filters.family));
    tests.push((row) => lists[plan.familiesOf[row]]);
  }
  if (filters.lowest !== null) tests.push((row) => plan.priority(row) >= filters.lowest);
  if (filters.highest !== null) tests.push((row) => plan.priority(row) <= filters.highest);
  if (filters.change !== "") {
    const texts = plan.changeTexts.map((text) => text.startsWith(filters.change) && text !== "");
    tests.push((row) => plan.change(row) !== "" && texts[plan.columns.change[row]]);
  }
  return tests;
}

function textTests(plan, filters) {
  const tests = [];
  if (filters.reason !== "") tests.push(reasonTest(plan, filters.reason.toLowerCase()));
  if (filters.search !== "") {
    const needle = filters.search.toLowerCase();
    const holds = (text) => text !== null && text.toLowerCase().includes(needle);
    const inReason = reasonTest(plan, needle);
    const targets = plan.targets.map(holds);
    const symbols = plan.symbols.map(holds);
    const lists = plan.familyLists.map((list) => list.some(holds));
    tests.push(
      (row) =>
        targets[plan.targetOf[row]] ||
        symbols[plan.symbolOf[row]] ||
        lists[plan.familiesOf[row]] ||
        holds(plan.id(row)) ||
        inReason(row),
    );
  }
  return tests;
}

/** Return a test of a job's reason; where a template alone has the text, no reason is put together. */
function reasonTest(plan, needle) {
  if (plan.slotStarts === null) return () => false;
  const { reason, reason_templates: templates } = plan.columns;
  const alone = templates.map((texts) => texts.some((text) => text.toLowerCase().includes(needle)));
  return (row) => alone[reason[row]] || plan.reason(row).toLowerCase().includes(needle);
}
