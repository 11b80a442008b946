// The map of targets and symbols: a legend, an overview where a plan is large, and the grid of pairs.

import { AXIS_ORDERS, axesOf } from "./map_axes.js";
import { MapGrid } from "./map_grid.js";
import { MapOverview } from "./map_overview.js";
import { STANDINGS } from "./standings.js";
import { counted, plural } from "./text.js";
import { element, mark } from "./elements.js";

/** Share of the cells that the grid shows at once below which an overview helps. */
const LARGE_BELOW = 0.25;

/** Shows the map in a section; open is called with the job of a pair that the person chooses. */
export class PlanMap {
  constructor(section, plan, open) {
    Object.assign(this, { plan, section });
    this.order = element(
      "select",
      {},
      ...Object.entries(AXIS_ORDERS).map(([value, label]) => element("option", { value }, label)),
    );
    this.order.addEventListener("change", () => this.show(this.selection));
    this.note = element("p", { class: "quiet" });
    this.blocks = element("p", { class: "quiet" });
    const body = element("div", { class: "map-body" }, this.blocks);
    section.append(
      element(
        "div",
        { class: "title" },
        element("h2", { id: "map-title" }, "Map of targets and symbols"),
        element("label", { class: "field inline" }, element("span", {}, "Order"), this.order),
      ),
      this.note,
      legend(),
      body,
    );
    this.overview = new MapOverview(body, plan, (row, column) => this.grid.goTo(row, column));
    this.grid = new MapGrid(body, plan, { open, moved: (window) => this.moved(window) });
    this.body = body;
    new ResizeObserver(() => this.resized(section.clientWidth)).observe(section);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.resized(NaN));
  }

  /** Show all again if the width is another one, as NaN always is. */
  resized(width) {
    if (this.selection && width !== this.width) this.show(this.selection);
  }

  /** Show a selection. */
  show(selection) {
    this.selection = selection;
    this.width = this.section.clientWidth;
    this.axes = axesOf(this.plan, selection, this.order.value);
    const isEmpty = this.axes.targets.length === 0;
    this.body.hidden = isEmpty;
    this.note.textContent = isEmpty ? "No target passes the filters." : this.words();
    if (isEmpty) return;
    this.grid.show(selection, this.axes);
    const isLarge = this.grid.shareShown() < LARGE_BELOW;
    this.overview.frame.hidden = !isLarge;
    this.blocks.hidden = !isLarge;
    if (!isLarge) return;
    this.overview.show(selection, this.axes);
    const { rowStep, columnStep } = this.overview;
    const size = `${plural(rowStep, "target")} × ${plural(columnStep, "symbol")}`;
    this.blocks.textContent = `Each block is ${size}, split by how they stand; choose one to see its cells.`;
  }

  moved(window) {
    if (!this.overview.frame.hidden) this.overview.frameWindow(window);
  }

  words() {
    const { targets, symbols, hiddenTargets, hiddenSymbols } = this.axes;
    const hidden = [
      hiddenTargets > 0 ? plural(hiddenTargets, "further target") : "",
      hiddenSymbols > 0 ? plural(hiddenSymbols, "further symbol") : "",
    ].filter((text) => text !== "");
    const size = `${plural(targets.length, "target")} × ${plural(symbols.length - 1, "symbol")}, ${counted(
      targets.length * symbols.length,
    )} cells with the pooled jobs.`;
    const more = hidden.length > 0 ? ` Filter to see ${hidden.join(" and ")}.` : "";
    return `${size}${more} Point at a cell for its job; arrow keys move, Enter opens it.`;
  }
}

function legend() {
  const items = STANDINGS.map((standing) => element("li", {}, mark(standing), ` ${standing.label}`));
  return element("ul", { class: "legend", "aria-label": "Legend" }, ...items);
}
