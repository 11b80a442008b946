// The whole map at a glance, for plans too large to see every pair: a block is many pairs, split by their standings.

import { COVERED, NONE, STANDINGS } from "./standings.js";
import { counted, percent } from "./text.js";
import { element, mark, name } from "./elements.js";
import { hideTip, showTip } from "./tooltip.js";
import { POOLED } from "./plan.js";

const BLOCK_WIDTH = 38;
const BLOCK_GAP = 3;
const BLOCK_HEIGHT = 8;
const MOST_ROWS = 40;

/** Draws into a canvas; goTo is called with target and symbol positions on the axes that the person points at. */
export class MapOverview {
  constructor(place, plan, goTo) {
    this.plan = plan;
    this.canvas = element("canvas", { class: "overview", "aria-hidden": "true" });
    this.frame = element("div", { class: "overview-frame" }, this.canvas);
    this.canvas.addEventListener("click", (event) => {
      const block = this.blockAt(event);
      goTo(block.row * this.rowStep, block.column * this.columnStep);
    });
    this.canvas.addEventListener("pointermove", (event) => this.tell(event));
    this.canvas.addEventListener("pointerleave", hideTip);
    place.append(this.frame);
  }

  /** Show a selection along axes; window is what the grid shows of it, in positions. */
  show(selection, axes) {
    this.axes = axes;
    const width = this.frame.clientWidth;
    this.columns = Math.max(1, Math.min(axes.symbols.length, Math.floor(width / BLOCK_WIDTH)));
    this.columnStep = Math.ceil(axes.symbols.length / this.columns);
    this.columns = Math.ceil(axes.symbols.length / this.columnStep);
    this.rowStep = Math.ceil(axes.targets.length / MOST_ROWS) || 1;
    this.rows = Math.ceil(axes.targets.length / this.rowStep);
    this.blocks = countedBlocks(this.plan, selection, axes, this);
    this.blockWidth = width / this.columns;
    this.draw();
  }

  /** Frame the part that the grid shows. */
  frameWindow(window) {
    this.window = window;
    if (this.blocks) this.draw();
  }

  draw() {
    const scale = globalThis.devicePixelRatio || 1;
    const [width, height] = [this.frame.clientWidth, this.rows * BLOCK_HEIGHT];
    Object.assign(this.canvas, { width: width * scale, height: height * scale });
    this.canvas.style.height = `${height}px`;
    const pen = this.canvas.getContext("2d");
    pen.scale(scale, scale);
    const colours = coloursOf(this.canvas);
    for (let row = 0; row < this.rows; row++) {
      for (let column = 0; column < this.columns; column++) this.drawBlock(pen, colours, row, column);
    }
    this.drawWindow(pen, colours);
  }

  drawBlock(pen, colours, row, column) {
    const block = this.block(row, column);
    const pairs = block.reduce((sum, count) => sum + count, 0);
    let left = column * this.blockWidth;
    block.forEach((count, standing) => {
      const width = (count / pairs) * (this.blockWidth - BLOCK_GAP);
      pen.fillStyle = colours[standing];
      if (count > 0) pen.fillRect(left, row * BLOCK_HEIGHT, width, BLOCK_HEIGHT - 1.5);
      left += width;
    });
  }

  drawWindow(pen, colours) {
    if (!this.window) return;
    const { top, left, height, width } = this.window;
    const x = (left / this.columnStep) * this.blockWidth;
    const y = (top / this.rowStep) * BLOCK_HEIGHT;
    const w = Math.max(4, (width / this.columnStep) * this.blockWidth);
    const h = Math.max(4, (height / this.rowStep) * BLOCK_HEIGHT);
    pen.lineWidth = 4;
    pen.strokeStyle = colours.paper;
    pen.strokeRect(x, y, w, h);
    pen.lineWidth = 2;
    pen.strokeStyle = colours.ink;
    pen.strokeRect(x, y, w, h);
  }

  /** Return how many pairs of a block have each standing; the last place is for pairs that are not selected. */
  block(row, column) {
    const start = (row * this.columns + column) * KINDS;
    return this.blocks.subarray(start, start + KINDS);
  }

  blockAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const within = (value, count) => Math.min(count - 1, Math.max(0, Math.floor(value)));
    return {
      row: within((event.clientY - box.top) / BLOCK_HEIGHT, this.rows),
      column: within((event.clientX - box.left) / this.blockWidth, this.columns),
    };
  }

  tell(event) {
    const { row, column } = this.blockAt(event);
    const block = this.block(row, column);
    const pairs = block.reduce((sum, count) => sum + count, 0);
    const lines = STANDINGS.map((standing, kind) =>
      block[kind] === 0
        ? ""
        : element(
            "p",
            {},
            mark(standing),
            ` ${counted(block[kind])} ${standing.label} (${percent(block[kind], pairs)})`,
          ),
    );
    const others =
      block[OTHERS] === 0 ? "" : element("p", { class: "quiet" }, `${counted(block[OTHERS])} not asked for`);
    const box = new DOMRect(event.clientX, event.clientY, 1, 1);
    showTip(box, [element("p", { class: "tip-title" }, ...this.title(row, column)), ...lines, others]);
  }

  title(row, column) {
    const targets = this.axes.targets.slice(row * this.rowStep, (row + 1) * this.rowStep);
    const symbols = this.axes.symbols.slice(column * this.columnStep, (column + 1) * this.columnStep);
    const symbolName = (place) => (place === POOLED ? "pooled" : this.plan.symbols[place]);
    return [...span(targets.map((place) => this.plan.targets[place])), " × ", ...span(symbols.map(symbolName))];
  }
}

const OTHERS = STANDINGS.length;
const KINDS = STANDINGS.length + 1;

function span(names) {
  const ends = [name(names[0])];
  return names.length === 1 ? ends : [...ends, " … ", name(names.at(-1)), ` (${counted(names.length)})`];
}

/** Return for every block how many of its pairs have each standing. */
function countedBlocks(plan, selection, axes, { columns, columnStep, rows, rowStep }) {
  const rowOf = positions(axes.targets, plan.targets.length, rowStep);
  const columnOf = positions(axes.symbols, plan.symbols.length, columnStep);
  const blocks = new Int32Array(rows * columns * KINDS);
  const add = (target, symbol, kind) => {
    if (rowOf[target] < 0 || columnOf[symbol] < 0) return;
    blocks[(rowOf[target] * columns + columnOf[symbol]) * KINDS + kind] += 1;
  };
  for (let row = 0; row < plan.rows; row++) {
    add(plan.targetOf[row], plan.symbolOf[row], selection.has[row] ? plan.routeOf[row] : OTHERS);
  }
  plan.coverage.forEach((covers, target) => {
    for (const { symbols } of covers) {
      for (const symbol of symbols) add(target, symbol, selection.onlyNames ? COVERED : OTHERS);
    }
  });
  for (let row = 0; row < rows; row++) {
    const targets = Math.min(rowStep, axes.targets.length - row * rowStep);
    for (let column = 0; column < columns; column++) {
      const symbols = Math.min(columnStep, axes.symbols.length - column * columnStep);
      const start = (row * columns + column) * KINDS;
      const told = blocks.subarray(start, start + KINDS).reduce((sum, count) => sum + count, 0);
      blocks[start + NONE] = Math.max(0, targets * symbols - told);
    }
  }
  return blocks;
}

function positions(places, length, step) {
  const found = new Int32Array(length).fill(-1);
  places.forEach((place, position) => {
    found[place] = Math.floor(position / step);
  });
  return found;
}

function coloursOf(canvas) {
  const style = getComputedStyle(canvas);
  const colour = (variable) => style.getPropertyValue(variable).trim();
  const found = STANDINGS.map((standing) => colour(`--${standing.style}`));
  return Object.assign(found, { [OTHERS]: colour("--line"), ink: colour("--ink"), paper: colour("--paper") });
}
