// One tooltip for the whole page, shown for what the pointer is on or what has the focus.

const GAP = 10;

let shown = null;

/** Show what makeContent returns while the pointer is on the element or it has the focus. */
export function describe(element, makeContent) {
  element.addEventListener("pointerenter", () => showTip(element.getBoundingClientRect(), makeContent()));
  element.addEventListener("pointerleave", hideTip);
  element.addEventListener("focus", () => showTip(element.getBoundingClientRect(), makeContent()));
  element.addEventListener("blur", hideTip);
}

/** Show elements beside a rectangle of the window: below it, or above where there is no room. */
export function showTip(box, content) {
  const tip = document.getElementById("tip");
  tip.replaceChildren(...content);
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.min(Math.max(GAP, box.left + box.width / 2 - width / 2), window.innerWidth - width - GAP);
  const below = box.bottom + GAP;
  const top = below + height > window.innerHeight ? Math.max(GAP, box.top - GAP - height) : below;
  tip.style.left = `${Math.max(GAP, left)}px`;
  tip.style.top = `${top}px`;
  shown = tip;
}

/** Hide the tooltip. */
export function hideTip() {
  if (shown !== null) shown.hidden = true;
  shown = null;
}

/** Let the Escape key and scrolling hide the tooltip. */
export function startTips() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
  });
  window.addEventListener("scroll", hideTip, { passive: true, capture: true });
}
