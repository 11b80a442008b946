// The jobs of the plan: a row is a job, in plan order; the values of a job come from columns.

import { BLOCKED } from "./standings.js";

/** Symbol 0 of every plan: the pooled job of a target. */
export const POOLED = 0;

const KEPT_TARGETS = 64;

const TEXT_FACTS = { cs_state: "CS state", local_state: "local state", stability: "stability", metric_name: "metric" };

export class Plan {
  constructor({ jobs, routes, left_out: leftOut }, columns) {
    this.rows = jobs;
    this.routes = routes;
    this.holdsIds = !("ids" in leftOut);
    this.columns = columns;
    this.targets = columns.targets;
    this.symbols = columns.symbols;
    this.priorities = columns.priorities;
    this.familyLists = columns.family_lists;
    this.targetOf = columns.target;
    this.symbolOf = columns.symbol;
    this.routeOf = columns.route;
    this.priorityOf = columns.priority;
    this.familiesOf = columns.families;
    this.scoreOf = columns.score ?? null;
    this.sampleSizeOf = columns.sample_size ?? null;
    this.changeTexts = columns.change_texts ?? [""];
    this.oddIds = new Map(Array.from(columns.odd_id_job ?? [], (row, index) => [row, columns.odd_ids[index]]));
    this.rowsByTarget = grouped(this.targetOf, this.targets.length);
    this.coverage = coverageByTarget(this, columns);
    this.slotStarts = columns.reason ? slotStarts(columns) : null;
    this.pairs = new Map();
  }

  target(row) {
    return this.targets[this.targetOf[row]];
  }

  /** Return the symbol of a job; null of a pooled one. */
  symbol(row) {
    return this.symbols[this.symbolOf[row]];
  }

  priority(row) {
    return this.priorities[this.priorityOf[row]];
  }

  families(row) {
    return this.familyLists[this.familiesOf[row]];
  }

  trainingType(row) {
    return this.symbolOf[row] === POOLED ? "cross_sectional" : "symbol_specific";
  }

  isTrainable(row) {
    return this.routeOf[row] !== BLOCKED;
  }

  /** Return the id of a job: most are made of target and symbol, the others are held as they are; null if not held. */
  id(row) {
    if (!this.holdsIds) return null;
    const odd = this.oddIds.get(row);
    if (odd !== undefined) return odd;
    return this.symbolOf[row] === POOLED ? `cs_${this.target(row)}` : `sym_${this.target(row)}_${this.symbol(row)}`;
  }

  score(row) {
    return this.scoreOf === null ? NaN : this.scoreOf[row];
  }

  sampleSize(row) {
    return this.sampleSizeOf === null ? NaN : this.sampleSizeOf[row];
  }

  /** Return the reason of a job; null if the page does not hold reasons. */
  reason(row) {
    if (this.slotStarts === null) return null;
    const { reason, reason_templates: templates, reason_numbers: numbers, reason_slots: slots } = this.columns;
    const texts = templates[reason[row]];
    let whole = texts[0];
    for (let index = 1; index < texts.length; index++) {
      whole += numbers[slots[this.slotStarts[row] + index - 1]] + texts[index];
    }
    return whole;
  }

  /** Return what changed of a job since the other plan; empty if nothing did, or there is none. */
  change(row) {
    return this.columns.change ? this.changeTexts[this.columns.change[row]] : "";
  }

  /** Return label and text of each fact that is known of a job and has a column. */
  facts(row) {
    return Object.entries(TEXT_FACTS)
      .map(([name, label]) => [
        label,
        this.columns[name] ? this.columns[`${name}_texts`][this.columns[name][row]] : null,
      ])
      .filter(([, text]) => text !== null);
  }

  /** Return the metric of a job's score; null if it is not known. */
  metric(row) {
    return this.columns.metric_name ? this.columns.metric_name_texts[this.columns.metric_name[row]] : null;
  }

  /** Return name and JSON of everything else in the metadata of a job. */
  details(row) {
    const text = this.columns.details ? this.columns.detail_texts[this.columns.details[row]] : "";
    if (text === "") return [];
    return text.split("\n").map((line) => {
      const [key, value] = line.split("\t");
      return [JSON.parse(key), value];
    });
  }

  /** Return places of the symbols that the job alone serves. */
  coveredBy(row) {
    return this.coverage[this.targetOf[row]].flatMap((cover) => (cover.row === row ? Array.from(cover.symbols) : []));
  }

  /** Return the most important job of a pair, the others of it, and the pooled job that covers it; null for none. */
  pair(target, symbol) {
    const { first, further, covering } = this.pairsOf(target);
    return {
      row: first.get(symbol) ?? null,
      others: further.get(symbol) ?? [],
      covering: covering.get(symbol) ?? null,
    };
  }

  /** Return jobs and covering job of every pair of a target, by symbol; the targets asked for last are kept. */
  pairsOf(target) {
    let found = this.pairs.get(target);
    if (found === undefined) {
      found = { first: new Map(), further: new Map(), covering: new Map() };
      for (const row of this.rowsByTarget(target)) this.addToPair(found, row);
      for (const { row, symbols } of this.coverage[target]) {
        for (const symbol of symbols) found.covering.set(symbol, row);
      }
      if (this.pairs.size >= KEPT_TARGETS) this.pairs.delete(this.pairs.keys().next().value);
      this.pairs.set(target, found);
    }
    return found;
  }

  addToPair({ first, further }, row) {
    const symbol = this.symbolOf[row];
    const known = first.get(symbol);
    if (known === undefined) {
      first.set(symbol, row);
      return;
    }
    const isFirst = this.priority(row) > this.priority(known);
    if (isFirst) first.set(symbol, row);
    further.set(symbol, [...(further.get(symbol) ?? []), isFirst ? known : row]);
  }
}

/** Return a function from a place to the rows that have it, ascending. */
function grouped(places, count) {
  const starts = new Uint32Array(count + 1);
  for (const place of places) starts[place + 1] += 1;
  for (let place = 0; place < count; place++) starts[place + 1] += starts[place];
  const next = starts.slice();
  const rows = new Uint32Array(places.length);
  for (let row = 0; row < places.length; row++) rows[next[places[row]]++] = row;
  return (place) => rows.subarray(starts[place], starts[place + 1]);
}

/** Return for each target its covering jobs with the symbols they cover. */
function coverageByTarget(plan, { covering_job: jobs, covered_count: counts, covered_symbol: symbols }) {
  const found = plan.targets.map(() => []);
  let start = 0;
  jobs.forEach((row, index) => {
    found[plan.targetOf[row]].push({ row, symbols: symbols.subarray(start, start + counts[index]) });
    start += counts[index];
  });
  return found;
}

/** Return where the numbers of each job's reason start. */
function slotStarts({ reason, reason_templates: templates }) {
  const starts = new Uint32Array(reason.length);
  let start = 0;
  for (let row = 0; row < reason.length; row++) {
    starts[row] = start;
    start += templates[reason[row]].length - 1;
  }
  return starts;
}
