// How a number is spread over the jobs of each route: a histogram a route, all on one axis.

import { ROUTES } from "./standings.js";
import { counted, measured, plural } from "./text.js";
import { drawing, element, mark } from "./elements.js";

const BINS = 48;
const HEIGHT = 34;
const MOST_GROUPS = 4;
const LOGARITHMIC_FROM = 30;

/** Show the scores of the selected jobs, for each metric on an axis of its own. */
export function showScores(section, plan, selection) {
  const groups = new Map();
  for (const row of selection.rows) {
    if (Number.isNaN(plan.score(row))) continue;
    const metric = plan.metric(row) ?? "score";
    if (!groups.has(metric))
      groups.set(
        metric,
        ROUTES.map(() => []),
      );
    groups.get(metric)[plan.routeOf[row]].push(plan.score(row));
  }
  const largest = [...groups].map(([metric, values]) => ({ metric, values, size: values.flat().length }));
  largest.sort((a, b) => b.size - a.size || (a.metric < b.metric ? -1 : 1));
  const hidden = largest.length - MOST_GROUPS;
  section.replaceChildren(
    element("h2", { id: "scores-title" }, "Scores by route"),
    ...(largest.length === 0 ? [unknown("score")] : []),
    ...largest
      .slice(0, MOST_GROUPS)
      .flatMap(({ metric, values }) => [element("h3", {}, metric), histograms(values, "score")]),
    hidden > 0 ? element("p", { class: "quiet" }, `and ${plural(hidden, "further metric")}`) : "",
  );
}

/** Show the sample sizes of the selected jobs. */
export function showSamples(section, plan, selection) {
  const values = ROUTES.map(() => []);
  for (const row of selection.rows) {
    if (!Number.isNaN(plan.sampleSize(row))) values[plan.routeOf[row]].push(plan.sampleSize(row));
  }
  const isKnown = values.some((some) => some.length > 0);
  section.replaceChildren(
    element("h2", { id: "samples-title" }, "Sample sizes by route"),
    isKnown ? histograms(values, "samples") : unknown("sample size"),
  );
}

function unknown(what) {
  return element("p", { class: "quiet" }, `No ${what} is known of these jobs.`);
}

/** Return the histograms of lists of numbers, one for each route that has any. */
function histograms(values, noun) {
  const axis = axisOf(values);
  const rows = values.flatMap((some, route) =>
    some.length === 0 ? [] : [histogramRow(some, ROUTES[route], axis, noun)],
  );
  const scale = element(
    "tr",
    { class: "axis" },
    element("td"),
    element(
      "td",
      {},
      element("span", {}, measured(axis.low)),
      element("span", {}, axis.isLog ? "logarithmic" : ""),
      element("span", {}, measured(axis.high)),
    ),
    element("td"),
  );
  const head = element(
    "tr",
    { class: "unseen" },
    ...["route", "spread", "median"].map((text) => element("th", { scope: "col" }, text)),
  );
  return element("table", { class: "histograms" }, element("thead", {}, head), element("tbody", {}, ...rows, scale));
}

function axisOf(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const some of values) {
    for (const value of some) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const isLog = low > 0 && high / low >= LOGARITHMIC_FROM;
  const place = isLog ? Math.log : (value) => value;
  const [start, end] = [place(low), place(high)];
  const binOf = (value) =>
    end === start ? 0 : Math.min(BINS - 1, Math.floor((BINS * (place(value) - start)) / (end - start)));
  const edge = (bin) => (isLog ? Math.exp(start + ((end - start) * bin) / BINS) : start + ((end - start) * bin) / BINS);
  return { low, high, isLog, binOf, edge };
}

function histogramRow(values, standing, axis, noun) {
  const counts = new Uint32Array(BINS);
  for (const value of values) counts[axis.binOf(value)] += 1;
  const middle = median(values);
  const words = `${standing.label}: ${plural(values.length, "job")}, median ${measured(middle)}`;
  const tallest = Math.max(...counts);
  const shape = drawing("svg", {
    viewBox: `0 0 ${BINS} ${HEIGHT}`,
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": words,
    class: `histogram ${standing.style}`,
  });
  counts.forEach((count, bin) => {
    if (count === 0) return;
    const height = Math.max(2, (HEIGHT * count) / tallest);
    const range = `${measured(axis.edge(bin))} to ${measured(axis.edge(bin + 1))}`;
    const told = drawing("title", {}, `${standing.label}, ${noun} ${range}: ${plural(count, "job")}`);
    shape.append(drawing("rect", { x: bin + 0.08, y: HEIGHT - height, width: 0.84, height }, told));
  });
  const place = axis.binOf(middle) + 0.5;
  shape.append(drawing("line", { x1: place, x2: place, y1: 0, y2: HEIGHT, class: "median" }));
  return element(
    "tr",
    {},
    element(
      "th",
      { scope: "row" },
      mark(standing),
      ` ${standing.label}`,
      element("span", { class: "quiet" }, ` ${counted(values.length)}`),
    ),
    element("td", {}, shape),
    element("td", { class: "figure" }, measured(middle)),
  );
}

function median(values) {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
