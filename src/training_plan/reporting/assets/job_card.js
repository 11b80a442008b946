// Everything about one job: a few lines for the tooltip, all of it for the card.

import { button, element, mark, name, term } from "./elements.js";
import { STANDINGS } from "./standings.js";
import { counted, measured, plural } from "./text.js";
import { hideTip } from "./tooltip.js";

const TIP_REASON = 220;

/** Return what the tooltip says of a job. */
export function jobTip(plan, row) {
  const facts = [`priority ${plan.priority(row)}`];
  if (plan.families(row).length > 0) facts.push(plan.families(row).join(", "));
  if (!Number.isNaN(plan.score(row))) facts.push(`score ${measured(plan.score(row))}`);
  if (!Number.isNaN(plan.sampleSize(row))) facts.push(`${counted(plan.sampleSize(row))} samples`);
  const reason = plan.reason(row) ?? "";
  return [
    element("p", { class: "tip-title" }, name(plan.target(row)), " × ", symbolOrPooled(plan, row)),
    element("p", {}, mark(STANDINGS[plan.routeOf[row]]), ` ${plan.routes[plan.routeOf[row]]}`),
    element("p", {}, facts.join(" · ")),
    plan.change(row) === "" ? "" : element("p", {}, plan.change(row)),
    element("p", { class: "quiet" }, reason.length > TIP_REASON ? `${reason.slice(0, TIP_REASON)} …` : reason),
  ];
}

/** Return the symbol of a job, or that it is pooled. */
export function symbolOrPooled(plan, row) {
  return plan.symbol(row) === null ? element("i", {}, "pooled") : name(plan.symbol(row));
}

/** Open the card of a job; ask is called with filters that the person chooses there. */
export function openCard(plan, row, ask) {
  hideTip();
  const card = document.getElementById("card");
  const close = () => card.close();
  const only = (label, filters) =>
    button(label, () => {
      close();
      ask(filters);
    });
  const symbol = plan.symbol(row);
  card.replaceChildren(
    element(
      "header",
      {},
      element("h2", { id: "card-title" }, name(plan.id(row) ?? plan.target(row))),
      button("Close", close, { class: "plain" }),
    ),
    element("dl", { class: "facts" }, ...jobTerms(plan, row)),
    element(
      "p",
      { class: "actions" },
      only("Jobs of this target", { target: plan.target(row) }),
      symbol === null ? null : only("Jobs of this symbol", { symbol }),
    ),
  );
  card.showModal();
}

function jobTerms(plan, row) {
  const standing = STANDINGS[plan.routeOf[row]];
  const families = plan.families(row);
  const covered = plan.coveredBy(row).map((symbol) => plan.symbols[symbol]);
  return [
    term("target", name(plan.target(row))),
    term("symbol", symbolOrPooled(plan, row)),
    term("route", mark(standing), ` ${plan.routes[plan.routeOf[row]]}`),
    term("training type", plan.trainingType(row)),
    term("model families", families.length > 0 ? families.join(", ") : "none"),
    term("priority", String(plan.priority(row))),
    term("reason", plan.reason(row) ?? "left out of this page; the views have it"),
    ...numberTerms(plan, row),
    ...plan.facts(row).map(([label, text]) => term(label, text)),
    ...(plan.change(row) === "" ? [] : [term("since the other plan", plan.change(row))]),
    ...(covered.length === 0 ? [] : [term(`covers ${plural(covered.length, "symbol")}`, covered.join(", "))]),
    ...plan.details(row).map(([key, json]) => term(key, element("code", {}, json))),
  ];
}

function numberTerms(plan, row) {
  const terms = [];
  if (!Number.isNaN(plan.score(row))) terms.push(term("score", String(plan.score(row))));
  if (!Number.isNaN(plan.sampleSize(row))) terms.push(term("sample size", counted(plan.sampleSize(row))));
  return terms;
}
