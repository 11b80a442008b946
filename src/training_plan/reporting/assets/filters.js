// What a person asks for, and how it stands in the address of the page.

/** Filters that ask for nothing. */
export const NO_FILTERS = Object.freeze({
  search: "",
  target: "",
  symbol: "",
  routes: Object.freeze([]),
  type: "",
  family: "",
  lowest: null,
  highest: null,
  reason: "",
  change: "",
});

const TEXTS = ["search", "target", "symbol", "type", "family", "reason", "change"];
const PRIORITY = /^(-?\d+)?\.\.(-?\d+)?$/;

/** Return the fragment of an address that asks for filters and an order of the table; empty for none. */
export function fragmentOf(filters, order) {
  const parts = new URLSearchParams();
  for (const key of TEXTS) if (filters[key] !== "") parts.set(key, filters[key]);
  if (filters.routes.length > 0) parts.set("route", filters.routes.join(","));
  if (filters.lowest !== null || filters.highest !== null) {
    parts.set("priority", `${filters.lowest ?? ""}..${filters.highest ?? ""}`);
  }
  if (order.column !== "") parts.set("sort", `${order.descending ? "-" : ""}${order.column}`);
  return parts.toString();
}

/** Return the filters and the order that a fragment asks for; what it misspells is left out. */
export function parsedFragment(fragment, routes, sortable) {
  const parts = new URLSearchParams(fragment.replace(/^#/, ""));
  const filters = { ...NO_FILTERS };
  for (const key of TEXTS) filters[key] = parts.get(key) ?? "";
  filters.routes = (parts.get("route") ?? "").split(",").filter((route) => routes.includes(route));
  const [, lowest, highest] = PRIORITY.exec(parts.get("priority") ?? "") ?? [];
  filters.lowest = lowest === undefined ? null : Number(lowest);
  filters.highest = highest === undefined ? null : Number(highest);
  const [, minus, column] = /^(-?)(\w*)$/.exec(parts.get("sort") ?? "") ?? [];
  const order = sortable.includes(column) ? { column, descending: minus === "-" } : { column: "", descending: false };
  return { filters, order };
}

/** Return whether two filters ask for the same. */
export function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
