// Numbers and names as a person reads them; the same on every machine.

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const WHOLE = new Intl.NumberFormat("en-US");

/** Return a text in which a character that nobody sees is shown as its number, as the Markdown reports do. */
export function visible(text) {
  return text.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Return a whole number with commas. */
export function counted(number) {
  return WHOLE.format(number);
}

/** Return a number with its noun. */
export function plural(number, one, many = `${one}s`) {
  return `${counted(number)} ${number === 1 ? one : many}`;
}

/** Return a share of a whole in percent; "under 1%" and "over 99%" where rounding would say none or all. */
export function percent(part, whole) {
  if (part === 0 || whole === 0) return "0%";
  const share = (100 * part) / whole;
  if (share < 1) return "under 1%";
  return part < whole && share > 99 ? "over 99%" : `${Math.round(share)}%`;
}

/** Return a number with four digits that count; large numbers whole, with commas. */
export function measured(number) {
  if (Math.abs(number) >= 1000) return Math.abs(number) < 1e15 ? counted(Math.round(number)) : String(number);
  return String(Number(number.toPrecision(4)));
}
