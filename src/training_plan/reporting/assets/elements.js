// Elements of the page. Text only ever becomes text nodes and attributes that hold no code.

import { visible } from "./text.js";

const SVG = "http://www.w3.org/2000/svg";

/** Return an HTML element; content is elements and texts, null is left out. */
export function element(tag, attributes = {}, ...content) {
  return filled(document.createElement(tag), attributes, content);
}

/** Return an SVG element. */
export function drawing(tag, attributes = {}, ...content) {
  return filled(document.createElementNS(SVG, tag), attributes, content);
}

/** Return a name, whose direction of writing does not touch what stands around it. */
export function name(text) {
  return element("bdi", { class: "name" }, text);
}

/** Return a button that does something. */
export function button(label, act, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/** Return the mark of a standing: its colour and letter; text beside it says what it means. */
export function mark(standing) {
  return element("span", { class: `mark ${standing.style}`, "aria-hidden": "true" }, standing.letter);
}

/** Return a term and its description for a list of them, whose parent groups the two. */
export function term(label, ...content) {
  return element("div", {}, element("dt", {}, label), element("dd", {}, ...content));
}

function filled(made, attributes, content) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null) made.setAttribute(key, value);
  }
  for (const part of content) {
    if (part !== null) made.append(typeof part === "string" ? visible(part) : part);
  }
  return made;
}
