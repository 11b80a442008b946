// Jobs as CSV (RFC 4180), safe to open in a spreadsheet.

import { POOLED } from "./plan.js";

const ROWS_OF_A_PART = 10_000;
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

const COLUMNS = {
  priority: (plan, row) => String(plan.priority(row)),
  job_id: (plan, row) => textCell(plan.id(row)),
  target: (plan, row) => textCell(plan.target(row)),
  symbol: (plan, row) => textCell(plan.symbolOf[row] === POOLED ? "" : plan.symbol(row)),
  route: (plan, row) => plan.routes[plan.routeOf[row]],
  training_type: (plan, row) => plan.trainingType(row),
  model_families: (plan, row) => textCell(plan.families(row).join(",")),
  score: (plan, row) => numberCell(plan.score(row)),
  sample_size: (plan, row) => numberCell(plan.sampleSize(row)),
  reason: (plan, row) => textCell(plan.reason(row)),
};

/** Return jobs as CSV in parts, which a file can take where one text would be too long. */
export function csvParts(plan, rows) {
  const parts = [`${Object.keys(COLUMNS).join(",")}\r\n`];
  const cells = Object.values(COLUMNS);
  for (let start = 0; start < rows.length; start += ROWS_OF_A_PART) {
    const lines = Array.from(rows.subarray(start, start + ROWS_OF_A_PART), (row) => {
      return `${cells.map((cell) => cell(plan, row)).join(",")}\r\n`;
    });
    parts.push(lines.join(""));
  }
  return parts;
}

/** Return a text as a cell; one that a spreadsheet would take for a formula gets an apostrophe in front. */
function textCell(text) {
  const safe = FORMULA.test(text ?? "") ? `'${text}` : (text ?? "");
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function numberCell(number) {
  return Number.isNaN(number) ? "" : String(number);
}
