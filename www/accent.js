// The shades of a site's accent that can be read on either surface, each with the color of text that stands on it: what
// `Accent` of the application computes, for a first question that is shown without it.
const WHITE = [255, 255, 255], BLACK = [0, 0, 0];
const SURFACES = { light: WHITE, dark: [23, 26, 33] };
const READABLE = 4.75;

const luminance = (color) => {
  const [red, green, blue] = color.map((channel) => channel / 255).map((x) => x * (x * (x * 0.305306 + 0.6821711) + 0.0125229));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (left, right) => {
  const [darker, lighter] = [luminance(left), luminance(right)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
};

const on = (color) => contrast(WHITE, color) >= contrast(BLACK, color) ? WHITE : BLACK;

const readable = (accent, surface) => {
  const goal = on(surface);
  let color = accent;
  for (let step = 1; step <= 20 && contrast(color, surface) < READABLE; step++) {
    color = accent.map((channel, index) => Math.trunc((channel * (20 - step) + goal[index] * step) / 20));
  }
  return color;
};

// `#4f46e5` as custom properties of the card. What is no color gives none.
export const shades = (accent) => {
  const given = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(accent);
  if (!given) return {};
  const css = (color) => `rgb(${color.join(" ")})`;
  return Object.fromEntries(Object.entries(SURFACES).flatMap(([scheme, surface]) => {
    const shade = readable(given.slice(1).map((digits) => parseInt(digits, 16)), surface);
    return [[`--accent-${scheme}`, css(shade)], [`--on-accent-${scheme}`, css(on(shade))]];
  }));
};
