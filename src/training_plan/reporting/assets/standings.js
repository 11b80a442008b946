// What a plan makes of a pair: one of the five routes, covered by the pooled job, or nothing.

/** The routes in the contract's order, then what has no job. A letter tells them apart where colours do not. */
export const STANDINGS = [
  { route: "ROUTE_CROSS_SECTIONAL", letter: "C", style: "cross", label: "cross-sectional" },
  { route: "ROUTE_SYMBOL_SPECIFIC", letter: "S", style: "symbol", label: "symbol-specific" },
  { route: "ROUTE_BOTH", letter: "B", style: "both", label: "both" },
  { route: "ROUTE_EXPERIMENTAL_ONLY", letter: "E", style: "experimental", label: "experimental" },
  { route: "ROUTE_BLOCKED", letter: "X", style: "blocked", label: "blocked" },
  { route: null, letter: "·", style: "covered", label: "covered by the pooled job" },
  { route: null, letter: "", style: "none", label: "no job" },
];

export const ROUTES = STANDINGS.filter((standing) => standing.route !== null);
export const BLOCKED = STANDINGS.findIndex((standing) => standing.style === "blocked");
export const BOTH = STANDINGS.findIndex((standing) => standing.style === "both");
export const COVERED = STANDINGS.findIndex((standing) => standing.style === "covered");
export const NONE = STANDINGS.findIndex((standing) => standing.style === "none");
