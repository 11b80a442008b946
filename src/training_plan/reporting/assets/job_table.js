// The table of jobs, a page of it at a time, and its way out as CSV.

import { STANDINGS } from "./standings.js";
import { button, element, mark, name } from "./elements.js";
import { counted, measured } from "./text.js";
import { csvParts } from "./csv.js";
import { sorted } from "./sorting.js";
import { symbolOrPooled } from "./job_card.js";

const ROWS_OF_A_PAGE = 50;
const MOST_COPIED = 100_000;

const COLUMNS = [
  { key: "priority", label: "Priority", isNumber: true, cell: (plan, row) => String(plan.priority(row)) },
  { key: "target", label: "Target", cell: (plan, row) => name(plan.target(row)) },
  { key: "symbol", label: "Symbol", cell: symbolOrPooled },
  { key: "route", label: "Route", cell: routeCell },
  { key: "families", label: "Families", cell: (plan, row) => plan.families(row).join(", ") },
  { key: "score", label: "Score", isNumber: true, cell: (plan, row) => numberText(plan.score(row)) },
  { key: "samples", label: "Samples", isNumber: true, cell: (plan, row) => numberText(plan.sampleSize(row)) },
  { key: "change", label: "Change", cell: (plan, row) => plan.change(row) },
  { key: null, label: "Reason", cell: (plan, row) => plan.reason(row) ?? "" },
];

/** Shows the table in a section; open is called with the job chosen, reorder with the order asked for. */
export class JobTable {
  constructor(section, plan, { open, reorder }) {
    Object.assign(this, { plan, open, reorder, page: 0, order: { column: "", descending: false } });
    const isHeld = {
      score: plan.scoreOf !== null,
      samples: plan.sampleSizeOf !== null,
      change: plan.changeTexts.length > 1,
    };
    this.columns = COLUMNS.filter(({ key }) => isHeld[key] ?? true);
    this.heads = this.columns.map((column) => this.head(column));
    this.body = element("tbody");
    this.body.addEventListener("click", (event) => this.clicked(event));
    this.said = element("output", { class: "quiet", "aria-live": "polite" });
    this.pager = element("nav", { class: "pager", "aria-label": "Pages of the table" });
    const table = element(
      "table",
      { class: "jobs" },
      element("thead", {}, element("tr", {}, ...this.heads)),
      this.body,
    );
    section.append(
      element(
        "div",
        { class: "title" },
        element("h2", { id: "jobs-title" }, "Jobs"),
        element(
          "div",
          { class: "actions" },
          this.said,
          button("Copy link", () => this.copyLink()),
          button("Copy CSV", () => this.copyCsv()),
          button("Save CSV", () => this.saveCsv()),
        ),
      ),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of jobs" }, table),
      this.pager,
    );
  }

  /** Show a selection in an order, from its first page. */
  show(selection, order) {
    Object.assign(this, { order, page: 0, rows: sorted(this.plan, selection.rows, order) });
    this.columns.forEach(({ key }, index) => {
      const direction = order.descending ? "descending" : "ascending";
      if (key !== null) this.heads[index].setAttribute("aria-sort", key === order.column ? direction : "none");
    });
    this.said.value = "";
    this.draw();
  }

  draw() {
    const start = this.page * ROWS_OF_A_PAGE;
    const rows = this.rows.subarray(start, start + ROWS_OF_A_PAGE);
    this.body.replaceChildren(...Array.from(rows, (row) => this.line(row)));
    if (rows.length === 0) {
      const words = this.plan.rows === 0 ? "The plan has no job." : "No job passes the filters.";
      this.body.append(element("tr", {}, element("td", { colspan: this.columns.length, class: "quiet" }, words)));
    }
    this.drawPager(start, rows.length);
  }

  line(row) {
    const cells = this.columns.map(({ key, isNumber, cell }) => {
      const made = element("td", { class: isNumber ? "figure" : key === null ? "reason" : null });
      if (key === "target") {
        const opener = button("", () => this.open(row), { class: "plain", "aria-haspopup": "dialog" });
        opener.append(cell(this.plan, row));
        made.append(opener);
      } else {
        made.append(
          ...[cell(this.plan, row)].flat().map((part) => (typeof part === "string" ? element("span", {}, part) : part)),
        );
      }
      return made;
    });
    return element("tr", { "data-row": row, class: this.plan.isTrainable(row) ? null : "is-blocked" }, ...cells);
  }

  drawPager(start, count) {
    const last = Math.max(0, Math.ceil(this.rows.length / ROWS_OF_A_PAGE) - 1);
    const goTo = (label, page, isOff) => button(label, () => this.goTo(page), isOff ? { disabled: "" } : {});
    const range =
      count === 0 ? "0 jobs" : `${counted(start + 1)} to ${counted(start + count)} of ${counted(this.rows.length)}`;
    this.pager.replaceChildren(
      goTo("First", 0, this.page === 0),
      goTo("Previous", this.page - 1, this.page === 0),
      element("span", { class: "page-range" }, range),
      goTo("Next", this.page + 1, this.page >= last),
      goTo("Last", last, this.page >= last),
    );
    this.pager.hidden = last === 0;
  }

  goTo(page) {
    this.page = page;
    this.draw();
  }

  head({ key, label, isNumber }) {
    const head = element("th", { scope: "col", class: isNumber ? "figure" : null });
    head.append(key === null ? label : button(label, () => this.sortBy(key), { class: "plain sort" }));
    return head;
  }

  /** Sort by a column; asked again the other way round, then in plan order. */
  sortBy(column) {
    const isLargestFirst = ["priority", "score", "samples"].includes(column);
    if (this.order.column !== column) this.reorder({ column, descending: isLargestFirst });
    else if (this.order.descending === isLargestFirst) this.reorder({ column, descending: !isLargestFirst });
    else this.reorder({ column: "", descending: false });
  }

  clicked(event) {
    const line = event.target.closest("tr[data-row]");
    if (line !== null && event.target.closest("button") === null && String(getSelection()) === "") {
      this.open(Number(line.dataset.row));
    }
  }

  async copyLink() {
    this.say((await copied(location.href)) ? "Link copied." : "The browser does not allow to copy.");
  }

  async copyCsv() {
    const rows = this.rows.subarray(0, MOST_COPIED);
    const isDone = await copied(csvParts(this.plan, rows).join(""));
    const rest = rows.length < this.rows.length ? ` of ${counted(this.rows.length)}; Save CSV takes all` : "";
    this.say(
      isDone ? `${counted(rows.length)} jobs copied${rest}.` : "The browser does not allow to copy; save the CSV.",
    );
  }

  saveCsv() {
    const address = URL.createObjectURL(new Blob(csvParts(this.plan, this.rows), { type: "text/csv" }));
    const link = element("a", { href: address, download: "training_plan_jobs.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    this.say(`${counted(this.rows.length)} jobs saved.`);
  }

  say(words) {
    this.said.value = words;
  }
}

function routeCell(plan, row) {
  const standing = STANDINGS[plan.routeOf[row]];
  return [mark(standing), ` ${standing.label}`];
}

function numberText(number) {
  return Number.isNaN(number) ? "" : measured(number);
}

/** Copy a text, on an old way where the new one is closed; return whether it worked. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element("textarea", { class: "unseen", "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    return isDone;
  }
}
