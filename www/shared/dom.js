// One helper to build elements without innerHTML, and one for icons, which live in another namespace.

/**
 * `h("a", {href: "/"}, "Home")`. Properties that start with "on" become listeners, `class` sets the class,
 * `true` sets an empty attribute, `false`, `null` and `undefined` set nothing. Children may be nested arrays.
 */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG elements. */
export function s(tag, properties = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A 20 px line icon from its path data, hidden from assistive technology: the text beside it speaks. */
export function icon(path, size = 20) {
  return s(
    "svg",
    { viewBox: "0 0 20 20", width: size, height: size, fill: "none", stroke: "currentColor", "stroke-width": 1.6,
      "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false" },
    s("path", { d: path }),
  );
}
