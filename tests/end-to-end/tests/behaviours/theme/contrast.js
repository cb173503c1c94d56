(() => {
  // Random, and the same each time.
  let seed = 20261127;
  const random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const hex = (from, to) =>
    "#" + [0, 0, 0].map(() => Math.round(from + random() * (to - from)).toString(16).padStart(2, "0")).join("");

  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  // What one sees of colours that lie on each other, the lowest first.
  const paint = (...colors) => {
    pen.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
    }
    return pen.getImageData(0, 0, 1, 1).data;
  };
  const luminance = (pixel) => {
    const [red, green, blue] = [...pixel].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  const css = root.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join("\n");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${css.replaceAll(":hover", ".over").replaceAll(":focus-visible", ".focused")} * { transition: none !important }`);
  const host = document.body.appendChild(document.createElement("div"));
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  const add = (parent, name, className = "", part = "") => {
    const element = parent.appendChild(document.createElement(name));
    element.className = className;
    if (part) element.setAttribute("part", part);
    return element;
  };
  const frame = add(shadow, "div", "frame");
  const card = add(frame, "div", "card");
  const cell = (state) => {
    const label = add(card, "label", "cell");
    Object.assign(add(label, "input", state), { type: "radio", checked: state === "chosen" });
    return add(label, "span");
  };
  const [resting, over, focused, chosen] = ["", "over", "focused", "chosen"].map(cell);
  const primary = add(card, "button", "primary");
  const primaryOver = add(card, "button", "primary over");
  const quiet = add(card, "button", "quiet");
  const pill = add(card, "p", "given");
  const change = add(pill, "button", "link");
  const wrong = add(card, "p", "note wrong");
  const field = add(card, "input", "", "field");

  const low = [];
  let pairs = 0;
  for (let index = 0; index < 500; index++) {
    const dark = index % 2 === 1;
    const accent = index < 16 ? ["#000000", "#ffffff", "#ffff00", "#00ff00", "#0000ff", "#ff00ff", "#00ffff", "#808080"][index >> 1] : hex(0, 255);
    const surface = index < 32 ? (dark ? "#171a21" : "#ffffff") : dark ? hex(0, 40) : hex(240, 255);
    frame.dataset.theme = dark ? "dark" : "light";
    host.style.setProperty("--askwell-accent", accent);
    host.style.setProperty("--askwell-surface", surface);
    const style = (element) => getComputedStyle(element);
    const base = style(card).backgroundColor;
    const seen = paint(base);
    const text = (name, element, ...under) => {
      const layers = [base, ...under.map((below) => style(below).backgroundColor)];
      check(name, contrast(paint(...layers, style(element).color), paint(...layers)), 4.5);
    };
    const check = (name, found, least) => {
      pairs += 1;
      if (!(found >= least)) low.push(`${index} ${accent} ${surface}: ${name} ${found.toFixed(2)}`);
    };
    const line = (element) => paint(base, style(element).borderTopColor);
    const stands = (element) => Math.max(contrast(paint(base, style(element).backgroundColor), seen), contrast(line(element), seen));
    text("cell", resting, resting);
    check("line of a cell", contrast(line(resting), seen), 3);
    text("cell under the pointer", over, over);
    check("ring", contrast(paint(base, style(focused).outlineColor), seen), 3);
    text("chosen cell", chosen, chosen);
    check("chosen cell on the card", stands(chosen), 3);
    text("primary", primary, primary);
    check("primary on the card", stands(primary), 3);
    text("primary under the pointer", primaryOver, primaryOver);
    text("quiet", quiet);
    text("score", pill, pill);
    text("change", change, pill);
    text("error", wrong);
    check("line of a field", contrast(line(field), seen), 3);
  }
  host.remove();
  return { pairs, low: low.slice(0, 20), count: low.length };
})()
