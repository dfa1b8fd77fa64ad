/** Elements made by hand: text is text and never HTML, whatever a product is called. */

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  chat: "M4 5h16v11H9l-5 4z",
  down: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  cart: "M3 4h3l2 11h10l2-8H7M9 20h.01M17 20h.01",
  send: "M12 19V5M6 11l6-6 6 6",
  stop: "M8 8h8v8H8z",
  save: "M12 4v11M7 11l5 5 5-5M5 20h14",
  back: "M15 5l-7 7 7 7",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  check: "M5 12l5 5 9-10",
  bag: "M6 8h12l1 12H5zM9 8a3 3 0 016 0",
};

/** An element; properties that begin with `on` are listeners, absent children are left out. */
export function el(name, props = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (!isThere(value)) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter(isThere));
  return node;
}

/** A button; with no words of its own `label` names it. */
export function button(classes, onclick, { label = null, ...props } = {}, ...children) {
  const given = { type: "button", class: classes, "aria-label": label, title: label };
  return el("button", { ...given, onclick, ...props }, ...children);
}

/** A drawn sign, which a screen reader passes over. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const drawn = { viewBox: "0 0 24 24", "aria-hidden": "true", class: `icon icon-${name}` };
  for (const [key, value] of Object.entries(drawn)) svg.setAttribute(key, value);
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A picture of the shop's, or a bag where there is none or it does not come. */
export function picture(address, api) {
  const bag = () => el("span", { class: "picture" }, icon("bag"));
  const url = webAddress(address, api);
  if (!url) return bag();
  const image = el("img", { class: "picture", src: url, alt: "", loading: "lazy" });
  image.addEventListener("error", () => image.replaceWith(bag()), { once: true });
  return image;
}

/** An address that a page may be sent to, whole; null when it is none of the web's. */
export function webAddress(address, api) {
  if (!address) return null;
  try {
    const url = new URL(address, api);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Words as nodes: `**so**` is strong, everything else is what it is. */
export function words(text) {
  return split(text, /\*\*([^*\n]+)\*\*/, (part) => el("strong", {}, part));
}

/** Words in which a path of this very site, such as /pages/returns#fees, leads there. */
export function wordsWithPaths(text) {
  const path = /(?<=^|[\s(])(\/[\w-]+(?:\/[\w-]+(?:\.\w+)*)*(?:#[\w-]+)?)(?=$|[\s),.;])/;
  const link = (href) => el("a", { href }, href);
  return words(text).flatMap((node) => (typeof node === "string" ? split(node, path, link) : node));
}

function split(text, pattern, drawn) {
  return text.split(pattern).map((part, index) => (index % 2 ? drawn(part) : part));
}

function isThere(given) {
  return (given ?? false) !== false;
}
