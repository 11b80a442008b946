// The pairs of the map as a grid of cells. It scrolls over any number of targets and symbols with as few cells as fit.

import { COVERED, NONE, STANDINGS } from "./standings.js";
import { POOLED } from "./plan.js";
import { element, mark, name } from "./elements.js";
import { jobTip } from "./job_card.js";
import { hideTip, showTip } from "./tooltip.js";
import { plural, visible } from "./text.js";

const CELL_HEIGHT = 28;
const NARROWEST = 30;
const WIDEST = 110;
const MOST_SHOWN_ROWS = 18;
const BELOW = 8;
const NARROW_PAGE = 600;
const LETTER_WIDTH = 7.5;
const PAGE_KEYS = { PageUp: -10, PageDown: 10 };
const ARROW_KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Shows cells in a place; open is called with a job, moved with the window whenever it moves. */
export class MapGrid {
  constructor(place, plan, { open, moved }) {
    Object.assign(this, { plan, open, moved, active: { row: 0, column: 0 } });
    this.table = element("table", { role: "grid", class: "grid", "aria-labelledby": "map-title" });
    this.sizer = element("div", { class: "grid-sizer" }, this.table);
    this.view = element("div", { class: "grid-view" }, this.sizer);
    place.append(this.view);
    this.view.addEventListener("scroll", () => requestAnimationFrame(() => this.scrolled()), { passive: true });
    this.table.addEventListener("keydown", (event) => this.pressed(event));
    this.table.addEventListener("click", (event) => this.chosen(event));
    for (const kind of ["pointerover", "focusin"]) this.table.addEventListener(kind, (event) => this.tell(event));
    for (const kind of ["pointerout", "focusout"]) this.table.addEventListener(kind, hideTip);
  }

  /** Show a selection along axes. */
  show(selection, axes) {
    Object.assign(this, { selection, axes });
    this.active = {
      row: Math.min(this.active.row, axes.targets.length - 1),
      column: Math.min(this.active.column, axes.symbols.length - 1),
    };
    this.layOut();
  }

  /** Build as many cells as fit. */
  layOut() {
    const { targets, symbols } = this.axes;
    this.view.classList.add("whole");
    this.measure();
    const isWhole = symbols.length === this.shownColumns && targets.length === this.shownRows;
    // Scroll bars may take room of their own: what fits is measured again beside them.
    this.view.classList.toggle("whole", isWhole);
    if (!isWhole) this.measure();
    this.buildCells();
    this.scrolled();
    const { width, height } = this.table.getBoundingClientRect();
    this.view.style.height = isWhole ? "auto" : `${height + BELOW + this.view.offsetHeight - this.view.clientHeight}px`;
    // Scrolled to its end, the view starts at the last position from which all is full.
    const further = isWhole ? [width, height] : [this.view.clientWidth, height + BELOW];
    this.sizer.style.width = `${further[0] + (symbols.length - this.shownColumns) * this.cellWidth}px`;
    this.sizer.style.height = `${further[1] + (targets.length - this.shownRows) * CELL_HEIGHT}px`;
    this.scrolled();
  }

  /** Find out how large cells are and how many are shown. */
  measure() {
    const { targets, symbols } = this.axes;
    const width = this.view.clientWidth;
    this.headWidth = width < NARROW_PAGE ? 104 : Math.min(250, Math.max(90, longest(targets, this.plan.targets)));
    const room = width - this.headWidth;
    this.cellWidth = Math.max(NARROWEST, Math.min(WIDEST, Math.floor(room / symbols.length)));
    this.shownRows = Math.min(targets.length, MOST_SHOWN_ROWS);
    this.shownColumns = Math.min(symbols.length, Math.max(1, Math.floor(room / this.cellWidth)));
    this.cellWidth = Math.max(this.cellWidth, Math.min(WIDEST, Math.floor(room / this.shownColumns)));
    this.table.classList.toggle("upright", longest(symbols.slice(1), this.plan.symbols) + 8 > this.cellWidth);
    this.table.setAttribute("aria-rowcount", targets.length + 1);
    this.table.setAttribute("aria-colcount", symbols.length + 1);
    const sizes = { "--cell-width": this.cellWidth, "--cell-height": CELL_HEIGHT, "--head-width": this.headWidth };
    for (const [size, pixels] of Object.entries(sizes)) this.table.style.setProperty(size, `${pixels}px`);
  }

  buildCells() {
    this.heads = Array.from({ length: this.shownColumns }, () => element("th", { scope: "col", role: "columnheader" }));
    const corner = element("td", { role: "columnheader" }, element("span", { class: "unseen" }, "target"));
    this.lines = Array.from({ length: this.shownRows }, () => ({
      line: element("tr", { role: "row" }),
      head: element("th", { scope: "row", role: "rowheader" }),
      cells: Array.from({ length: this.shownColumns }, () => element("td", { role: "gridcell", tabindex: "-1" })),
    }));
    for (const { line, head, cells } of this.lines) line.append(head, ...cells);
    this.table.replaceChildren(
      element("thead", {}, element("tr", { role: "row", "aria-rowindex": "1" }, corner, ...this.heads)),
      element("tbody", {}, ...this.lines.map(({ line }) => line)),
    );
  }

  /** Return how much of the map the grid shows at once, from 0 to 1. */
  shareShown() {
    const { targets, symbols } = this.axes;
    return (this.shownRows * this.shownColumns) / (targets.length * symbols.length);
  }

  /** Return the first position that the grid shows. */
  start() {
    const { targets, symbols } = this.axes;
    return {
      top: Math.min(targets.length - this.shownRows, Math.round(this.view.scrollTop / CELL_HEIGHT)),
      left: Math.min(symbols.length - this.shownColumns, Math.round(this.view.scrollLeft / this.cellWidth)),
    };
  }

  scrolled() {
    const { top, left } = this.start();
    this.heads.forEach((head, index) => this.fillHead(head, left + index));
    this.lines.forEach(({ line, head, cells }, index) => {
      const target = this.axes.targets[top + index];
      line.setAttribute("aria-rowindex", top + index + 2);
      head.replaceChildren(name(this.plan.targets[target]));
      head.title = visible(this.plan.targets[target]);
      cells.forEach((cell, place) => this.fillCell(cell, top + index, left + place));
    });
    this.moved({ top, left, height: this.shownRows, width: this.shownColumns });
  }

  fillHead(head, column) {
    const symbol = this.axes.symbols[column];
    const label = symbol === POOLED ? element("i", {}, "pooled") : name(this.plan.symbols[symbol]);
    head.setAttribute("aria-colindex", column + 2);
    head.replaceChildren(element("span", {}, label));
    head.title = symbol === POOLED ? "the pooled job of the target" : visible(this.plan.symbols[symbol]);
  }

  fillCell(cell, row, column) {
    const { standing, isAskedFor, others } = this.standingAt(row, column);
    const { style, letter } = STANDINGS[standing];
    const isPooled = this.axes.symbols[column] === POOLED;
    cell.className = `cell ${style}${isAskedFor ? "" : " dim"}${isPooled ? " pooled" : ""}`;
    cell.textContent = others.length > 0 ? `${letter}+` : letter;
    cell.setAttribute("aria-colindex", column + 2);
    cell.setAttribute("aria-label", this.words(row, column));
    cell.tabIndex = row === this.active.row && column === this.active.column ? 0 : -1;
    Object.assign(cell.dataset, { row, column });
  }

  standingAt(row, column) {
    const pair = this.plan.pair(this.axes.targets[row], this.axes.symbols[column]);
    if (pair.row !== null) {
      const isAskedFor = [pair.row, ...pair.others].some((job) => this.selection.has[job]);
      return { ...pair, standing: this.plan.routeOf[pair.row], isAskedFor };
    }
    if (pair.covering !== null) return { ...pair, standing: COVERED, isAskedFor: this.selection.onlyNames };
    return { ...pair, standing: NONE, isAskedFor: true };
  }

  words(row, column) {
    const { standing, row: job } = this.standingAt(row, column);
    const symbol = this.axes.symbols[column];
    const symbolName = symbol === POOLED ? "pooled" : this.plan.symbols[symbol];
    const pair = `${this.plan.targets[this.axes.targets[row]]}, ${symbolName}`;
    const priority = job === null ? "" : `, priority ${this.plan.priority(job)}`;
    return visible(`${pair}: ${STANDINGS[standing].label}${priority}`);
  }

  tell(event) {
    const place = placeOf(event);
    if (place === null) return;
    const { standing, row, others, covering } = this.standingAt(place.row, place.column);
    const symbol = this.axes.symbols[place.column];
    const title = element(
      "p",
      { class: "tip-title" },
      name(this.plan.targets[this.axes.targets[place.row]]),
      " × ",
      symbol === POOLED ? element("i", {}, "pooled") : name(this.plan.symbols[symbol]),
    );
    const told = element("p", {}, mark(STANDINGS[standing]), ` ${STANDINGS[standing].label}`);
    const content = row === null ? [title, told] : jobTip(this.plan, row);
    if (others.length > 0) content.push(element("p", {}, `and ${plural(others.length, "more job")} of this pair`));
    if (row === null && covering !== null) content.push(...jobTip(this.plan, covering).slice(2));
    showTip(event.target.getBoundingClientRect(), content);
  }

  chosen(event) {
    const place = placeOf(event);
    if (place === null) return;
    this.activate(place);
    const { row, covering } = this.standingAt(place.row, place.column);
    if (row !== null || covering !== null) this.open(row ?? covering);
  }

  pressed(event) {
    const place = placeOf(event);
    if (place === null) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.chosen(event);
      return;
    }
    const next = this.nextPlace(event, place);
    if (next === null) return;
    event.preventDefault();
    this.activate(next);
  }

  nextPlace({ key, ctrlKey }, { row, column }) {
    const [lastRow, lastColumn] = [this.axes.targets.length - 1, this.axes.symbols.length - 1];
    const within = (value, last) => Math.min(last, Math.max(0, value));
    if (key in ARROW_KEYS) {
      const [down, right] = ARROW_KEYS[key];
      return { row: within(row + down, lastRow), column: within(column + right, lastColumn) };
    }
    if (key in PAGE_KEYS) return { row: within(row + PAGE_KEYS[key], lastRow), column };
    if (key === "Home") return { row: ctrlKey ? 0 : row, column: 0 };
    if (key === "End") return { row: ctrlKey ? lastRow : row, column: lastColumn };
    return null;
  }

  /** Make a cell the active one, scroll it into sight, and give it the focus. */
  activate({ row, column }) {
    this.active = { row, column };
    this.bringIntoSight(row, column);
    this.scrolled();
    const { top, left } = this.start();
    this.lines[row - top].cells[column - left].focus({ preventScroll: true });
  }

  bringIntoSight(row, column) {
    const { top, left } = this.start();
    if (row < top) this.view.scrollTop = row * CELL_HEIGHT;
    if (row >= top + this.shownRows) this.view.scrollTop = (row - this.shownRows + 1) * CELL_HEIGHT;
    if (column < left) this.view.scrollLeft = column * this.cellWidth;
    if (column >= left + this.shownColumns) this.view.scrollLeft = (column - this.shownColumns + 1) * this.cellWidth;
  }

  /** Scroll so that a position is in the middle. */
  goTo(row, column) {
    this.view.scrollTop = (row - this.shownRows / 2) * CELL_HEIGHT;
    this.view.scrollLeft = (column - this.shownColumns / 2) * this.cellWidth;
  }
}

function placeOf(event) {
  const cell = event.target.closest?.("td[data-row]");
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : null;
}

/** Return about how wide the longest of some names is, in pixels. */
function longest(places, names) {
  return LETTER_WIDTH * places.slice(0, 200).reduce((most, place) => Math.max(most, names[place].length), 0) + 16;
}
