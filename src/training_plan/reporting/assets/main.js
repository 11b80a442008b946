// The page: read the jobs, and show what the filters and the address ask for.

import { Coverage, showPriorities } from "./bars.js";
import { FilterForm } from "./filter_form.js";
import { JobTable } from "./job_table.js";
import { NO_FILTERS, fragmentOf, isSame, parsedFragment } from "./filters.js";
import { Plan } from "./plan.js";
import { PlanMap } from "./map.js";
import { SORT_KEYS } from "./sorting.js";
import { openCard } from "./job_card.js";
import { readColumns } from "./columns.js";
import { select } from "./selection.js";
import { showSamples, showScores } from "./histograms.js";
import { startTips } from "./tooltip.js";

const place = (id) => document.getElementById(id);

class Explorer {
  constructor(plan) {
    this.plan = plan;
    this.newest = 0;
    this.selected = null;
    const open = (row) => openCard(plan, row, (filters) => this.ask({ ...NO_FILTERS, ...filters }));
    const narrow = (filters) => this.ask({ ...this.filters, ...filters });
    this.narrow = narrow;
    this.form = new FilterForm(place("filters"), plan, routeCounts(plan), (filters) => this.ask(filters));
    this.map = new PlanMap(place("map"), plan, open);
    this.coverage = new Coverage(place("coverage"), plan, narrow);
    this.table = new JobTable(place("jobs"), plan, { open, reorder: (order) => this.ask(this.filters, order) });
    addEventListener("hashchange", () => this.followAddress());
  }

  /** Show what the address asks for. */
  async followAddress() {
    const { filters, order } = parsedFragment(location.hash, this.plan.routes, Object.keys(SORT_KEYS));
    await this.show(filters, order);
  }

  /** Show filters and order, and put them into the address. */
  ask(filters, order = this.order) {
    const fragment = fragmentOf(filters, order);
    history.replaceState(null, "", fragment === "" ? location.pathname + location.search : `#${fragment}`);
    this.show(filters, order);
  }

  async show(filters, order) {
    const ticket = ++this.newest;
    place("explorer").setAttribute("aria-busy", "true");
    this.form.show(filters);
    Object.assign(this, { filters, order });
    if (this.selected === null || !isSame(filters, this.selected)) {
      const selection = await select(this.plan, filters, () => ticket !== this.newest);
      if (selection === null) return;
      Object.assign(this, { selection, selected: filters });
      this.showPictures();
    }
    this.table.show(this.selection, order);
    place("explorer").setAttribute("aria-busy", "false");
  }

  showPictures() {
    const { plan, selection } = this;
    this.form.showFound(selection.rows.length, plan.rows);
    this.map.show(selection);
    showPriorities(place("priorities"), plan, selection, this.narrow);
    this.coverage.show(selection);
    showScores(place("scores"), plan, selection);
    showSamples(place("samples"), plan, selection);
  }
}

function routeCounts(plan) {
  const counts = Object.fromEntries(plan.routes.map((route) => [route, 0]));
  for (const route of plan.routeOf) counts[plan.routes[route]] += 1;
  return counts;
}

async function start() {
  const facts = JSON.parse(place("plan-data").textContent);
  const plan = new Plan(facts, await readColumns(facts.columns));
  place("explorer").hidden = false;
  startTips();
  await new Explorer(plan).followAddress();
  place("loading").remove();
  document.documentElement.dataset.ready = "true";
}

start().catch((error) => {
  place("loading").textContent = `The jobs of this page cannot be shown: ${error.message}`;
  throw error;
});
