// The form of the filters; it stays in sight while the person scrolls.

import { button, element, mark } from "./elements.js";
import { NO_FILTERS, isSame } from "./filters.js";
import { ROUTES } from "./standings.js";
import { counted } from "./text.js";

const TYPING_MILLISECONDS = 150;
const MOST_SUGGESTIONS = 2000;

/** Builds the form into its place; change is called with new filters whenever the person asks for something else. */
export class FilterForm {
  constructor(form, plan, routeCounts, change) {
    this.form = form;
    this.change = change;
    this.filters = NO_FILTERS;
    this.status = element("output", { class: "found", "aria-live": "polite" });
    this.routeButtons = new Map(ROUTES.map((standing) => [standing.route, this.routeButton(standing, routeCounts)]));
    this.clear = button("Clear filters", () => this.ask(NO_FILTERS), { class: "plain" });
    form.append(
      element("div", { class: "fields" }, ...this.fields(plan)),
      element(
        "div",
        { class: "routes" },
        element("div", { role: "group", "aria-label": "Routes", class: "chips" }, ...this.routeButtons.values()),
        this.clear,
        this.status,
      ),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.ask(this.written()), TYPING_MILLISECONDS);
    });
  }

  fields(plan) {
    const families = [...new Set(plan.familyLists.flat())].sort();
    const changes = [
      ...new Set(plan.changeTexts.filter((text) => text !== "").map((text) => text.split(":")[0])),
    ].sort();
    return [
      field("Search", textInput("search", "any text")),
      field("Target", textInput("target", "name or part", "all-targets"), suggestions("all-targets", plan.targets)),
      field(
        "Symbol",
        textInput("symbol", "name or part", "all-symbols"),
        suggestions("all-symbols", plan.symbols.slice(1)),
      ),
      field("Reason", textInput("reason", "text in it")),
      field("Type", choice("type", ["cross_sectional", "symbol_specific"])),
      field("Family", choice("family", families)),
      element(
        "fieldset",
        { class: "range" },
        element("legend", {}, "Priority"),
        element(
          "div",
          {},
          numberInput("lowest", "Lowest priority"),
          element("span", { "aria-hidden": "true" }, "–"),
          numberInput("highest", "Highest priority"),
        ),
      ),
      changes.length > 0
        ? field("Change", choice("change", changes))
        : element("input", { type: "hidden", name: "change" }),
    ];
  }

  routeButton(standing, counts) {
    const act = () => {
      const { routes, ...others } = this.written();
      const chosen = routes.includes(standing.route)
        ? routes.filter((route) => route !== standing.route)
        : [...routes, standing.route];
      this.ask({ ...others, routes: chosen });
    };
    const count = counts[standing.route] ?? 0;
    const made = button("", act, { class: "chip", "aria-pressed": "false", "data-route": standing.route });
    made.append(mark(standing), ` ${standing.label} `, element("span", { class: "quiet" }, counted(count)));
    return made;
  }

  /** Show filters and how many jobs they find. */
  show(filters) {
    this.filters = filters;
    for (const input of this.form.elements) {
      const wanted = String(filters[input.name] ?? "");
      if (input.name in filters && input.value !== wanted) input.value = wanted;
    }
    for (const [route, chip] of this.routeButtons)
      chip.setAttribute("aria-pressed", String(filters.routes.includes(route)));
    this.clear.hidden = isSame(filters, NO_FILTERS);
  }

  /** Show how many jobs were found. */
  showFound(found, all) {
    this.status.value = found === all ? `${counted(all)} jobs` : `${counted(found)} of ${counted(all)} jobs`;
  }

  written() {
    const value = (key) => this.form.elements[key].value;
    const number = (key) => (value(key) === "" || Number.isNaN(Number(value(key))) ? null : Number(value(key)));
    return {
      ...this.filters,
      ...Object.fromEntries(
        ["search", "target", "symbol", "reason", "type", "family", "change"].map((key) => [key, value(key)]),
      ),
      lowest: number("lowest"),
      highest: number("highest"),
    };
  }

  ask(filters) {
    clearTimeout(this.waiting);
    this.change(filters);
  }
}

function field(label, input, ...others) {
  return element("label", { class: "field" }, element("span", {}, label), input, ...others);
}

function textInput(key, hint, list = null) {
  return element("input", {
    type: "search",
    name: key,
    placeholder: hint,
    list,
    autocomplete: "off",
    spellcheck: "false",
  });
}

function numberInput(key, label) {
  return element("input", { type: "number", name: key, "aria-label": label, step: "1" });
}

function choice(key, values) {
  const options = values.map((value) => element("option", { value }, value));
  return element("select", { name: key }, element("option", { value: "" }, "any"), ...options);
}

function suggestions(id, names) {
  return element(
    "datalist",
    { id },
    ...names.slice(0, MOST_SUGGESTIONS).map((name) => element("option", { value: name })),
  );
}
