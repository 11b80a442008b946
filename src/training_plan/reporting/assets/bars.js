// Bars of jobs: by priority and route, and for each target how its symbols are served.

import { BLOCKED, COVERED, NONE, ROUTES, STANDINGS } from "./standings.js";
import { POOLED } from "./plan.js";
import { button, element, mark, name } from "./elements.js";
import { counted, percent } from "./text.js";
import { describe } from "./tooltip.js";

const MOST_BARS = 14;
const SHOWN_TARGETS = 12;
const FIGURE_COLUMN = 2;

/** Show the selected jobs by priority and route; ask is called with the priorities that a person chooses. */
export function showPriorities(section, plan, selection, ask) {
  const bars = priorityBars(plan, selection);
  const longest = Math.max(1, ...bars.map(({ counts }) => sum(counts)));
  const rows = bars.map(({ lowest, highest, counts }) => {
    const label = lowest === highest ? String(lowest) : `${lowest} to ${highest}`;
    const filter = button(label, () => ask({ lowest, highest }), {
      class: "plain",
      "aria-label": `Filter by priority ${label}`,
    });
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, filter),
      element("td", { class: "track" }, bar(`priority ${label}`, counts, longest)),
      element("td", { class: "figure" }, counted(sum(counts))),
    );
  });
  section.replaceChildren(
    element("h2", { id: "priorities-title" }, "Jobs by priority and route"),
    rows.length === 0 ? element("p", { class: "quiet" }, "No job.") : barTable(["priority", "routes", "jobs"], rows),
  );
}

/** Return bars from the highest priority to the lowest, each of one priority or, where there are many, of a range. */
function priorityBars(plan, selection) {
  const counts = plan.priorities.map(() => new Uint32Array(ROUTES.length));
  for (const row of selection.rows) counts[plan.priorityOf[row]][plan.routeOf[row]] += 1;
  const occurring = plan.priorities
    .map((priority, place) => ({ priority, counts: counts[place] }))
    .filter(({ counts: some }) => sum(some) > 0);
  const step = Math.ceil(occurring.length / MOST_BARS) || 1;
  const bars = [];
  for (let start = 0; start < occurring.length; start += step) {
    const some = occurring.slice(start, start + step);
    bars.push({
      highest: some[0].priority,
      lowest: some.at(-1).priority,
      counts: ROUTES.map((_, route) => some.reduce((total, { counts: each }) => total + each[route], 0)),
    });
  }
  return bars;
}

/** Shows how the symbols of each target are served, worst served first; ask is called with the target chosen. */
export class Coverage {
  constructor(section, plan, ask) {
    Object.assign(this, { section, plan, ask, shown: SHOWN_TARGETS });
  }

  show(selection) {
    this.selection = selection;
    this.shown = SHOWN_TARGETS;
    this.targets = coverageOf(this.plan, selection);
    this.draw();
  }

  draw() {
    const rows = this.targets.slice(0, this.shown).map((told) => this.row(told));
    const rest = this.targets.length - rows.length;
    const more = () => {
      this.shown += 100;
      this.draw();
    };
    this.section.replaceChildren(
      element("h2", { id: "coverage-title" }, "Coverage of each target"),
      element(
        "p",
        { class: "quiet" },
        "How a target serves its symbols, those that serve the fewest first; of the filters, names alone count here.",
      ),
      rows.length === 0
        ? element("p", { class: "quiet" }, "No target.")
        : barTable(["target", "symbols", "served", "pooled"], rows),
      rest > 0 ? button(`Show ${counted(Math.min(100, rest))} more of ${counted(rest)}`, more) : element("span"),
    );
  }

  row({ target, counts, served, symbols, pooled }) {
    const label = this.plan.targets[target];
    const filter = button("", () => this.ask({ target: label }), { class: "plain", title: label });
    filter.append(name(label));
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, filter),
      element("td", { class: "track" }, bar(label, counts, Math.max(1, sum(counts)))),
      element("td", { class: "figure" }, percent(served, symbols)),
      element(
        "td",
        {},
        pooled === null ? "none" : mark(STANDINGS[pooled]),
        pooled === null ? "" : element("span", { class: "unseen" }, STANDINGS[pooled].label),
      ),
    );
  }
}

/** Return for each selected target the counts of its symbols by standing, worst served first. */
function coverageOf(plan, selection) {
  const symbols = selection.symbols.subarray(1).reduce((total, passes) => total + passes, 0);
  const best = new Int32Array(plan.symbols.length).fill(-1);
  const found = [];
  for (let target = 0; target < plan.targets.length; target++) {
    if (!selection.targets[target]) continue;
    const { counts, pooled } = standingsOf(plan, target, selection.symbols, best);
    counts[NONE] = symbols - sum(counts);
    const served = symbols - counts[NONE] - counts[BLOCKED];
    found.push({ target, counts, served, symbols, pooled });
  }
  return found.sort((a, b) => a.served - b.served || a.target - b.target);
}

/** Return how many symbols of a target stand how, and how its pooled job stands (null for none). */
function standingsOf(plan, target, symbols, best) {
  const counts = new Uint32Array(STANDINGS.length);
  const rows = plan.rowsByTarget(target);
  const covered = new Set(plan.coverage[target].flatMap((cover) => Array.from(cover.symbols)));
  keepBest(plan, rows, best);
  for (const row of rows) {
    const symbol = plan.symbolOf[row];
    if (symbol !== POOLED && symbols[symbol] && best[symbol] === row) counts[plan.routeOf[row]] += 1;
  }
  for (const symbol of covered) {
    if (symbols[symbol] && best[symbol] < 0) counts[COVERED] += 1;
  }
  const pooled = best[POOLED] < 0 ? null : plan.routeOf[best[POOLED]];
  // The next target finds all as it was; there may be many more symbols than this one has.
  for (const row of rows) best[plan.symbolOf[row]] = -1;
  return { counts, pooled };
}

/** Put the most important of some jobs into best, for each of their symbols. */
function keepBest(plan, rows, best) {
  for (const row of rows) {
    const known = best[plan.symbolOf[row]];
    if (known < 0 || plan.priority(row) > plan.priority(known)) best[plan.symbolOf[row]] = row;
  }
}

/** Return a bar split by standing; counts that make up the whole length of the track come to longest. */
function bar(label, counts, longest) {
  const parts = Array.from(counts, (count, kind) => ({ count, standing: STANDINGS[kind] })).filter(
    ({ count }) => count > 0,
  );
  const made = element("div", { class: "bar", role: "img", "aria-label": barWords(parts) });
  for (const { count, standing } of parts) {
    const segment = element("span", { class: `segment ${standing.style}` });
    segment.style.width = `${(100 * count) / longest}%`;
    made.append(segment);
  }
  describe(made, () => [
    element("p", { class: "tip-title" }, name(label)),
    ...parts.map(({ count, standing }) => element("p", {}, mark(standing), ` ${counted(count)} ${standing.label}`)),
  ]);
  return made;
}

function barWords(parts) {
  return parts.map(({ count, standing }) => `${counted(count)} ${standing.label}`).join(", ");
}

function barTable(heads, rows) {
  const cells = heads.map((text, place) =>
    element("th", { scope: "col", class: place === FIGURE_COLUMN ? "figure" : null }, text),
  );
  const head = element("tr", {}, ...cells);
  return element("table", { class: "bars" }, element("thead", {}, head), element("tbody", {}, ...rows));
}

function sum(counts) {
  return counts.reduce((total, count) => total + count, 0);
}
