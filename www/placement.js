// Where the first question stands if that is not the usual corner, and how it makes way for what has the focus. As in
// src/placement.rs, for the application's card.

// How long a page may take to scroll to what has the focus, in milliseconds.
const SCROLLED = 400;

const sheet = new CSSStyleSheet();
sheet.replaceSync(__ASKWELL_PLACEMENT__);

// Whether the middle of an element lies below the card.
const liesOver = (frame, element) => {
  const [above, below] = [frame, element].map((element) => element.getBoundingClientRect());
  const [x, y] = [below.left + below.width / 2, below.top + below.height / 2];
  return above.left < x && x < above.right && above.top < y && y < above.bottom;
};

// Shrinks the card to a bar if it lies over what has the focus.
const makeWay = (frame) => {
  const focused = document.activeElement;
  if (!focused?.matches(":focus-visible") || !liesOver(frame, focused)) return;
  // If it lies over that even then, it goes to the other edge.
  ["bottom", "top"].some((edge) => {
    frame.dataset.shrunk = edge;
    return !liesOver(frame, focused);
  });
  frame.querySelector(".card").scrollTop = 0;
  for (const turnedTo of ["focusin", "pointerdown"]) {
    frame.addEventListener(turnedTo, () => delete frame.dataset.shrunk, { once: true });
  }
};

// Places the card as its tag says, or has it make way when something on the page gets the focus.
export const arrange = (frame, root, { type, display = "popover", position }) => {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  if (type === "focusin") {
    makeWay(frame);
    setTimeout(makeWay, SCROLLED, frame);
    return;
  }
  if (display !== "popover") frame.dataset.display = display;
  if (position) frame.dataset.position = position;
};
