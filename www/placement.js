// Where the first question stands if that is not the usual corner, and how it makes way for what has the focus. As in
// src/placement.rs, for the application's card.

// How far apart and how far into a card is looked for what it would lie over, in pixels; and how often.
const STEP = 24, DEPTHS = [4, 28, 52], OBSTACLES = 3;
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

// Moves the card away from what else is fixed at its place, such as a chat bubble or a bar.
const keepClear = (frame) => {
  const isTop = frame.dataset.position.startsWith("top");
  // It is measured where it comes to. What is hidden moves nothing, as browsers count it.
  const { style } = frame;
  [style.animation, style.visibility] = ["none", "hidden"];
  let clear = 0;
  // There may be a bubble above a bar.
  for (let looks = 0; looks < OBSTACLES; looks++) {
    const { left, right, top, bottom, width } = frame.getBoundingClientRect();
    const before = clear;
    for (let x = left + STEP / 2; x < right; x += STEP) {
      for (const element of DEPTHS.flatMap((depth) => document.elementsFromPoint(x, isTop ? top + depth : bottom - depth))) {
        const rect = element.getBoundingClientRect();
        const isSmall = rect.height < innerHeight / 3 && (rect.width > innerWidth / 2 || width < innerWidth / 2);
        if (isSmall && /fixed|sticky/.test(getComputedStyle(element).position)) {
          clear = Math.max(clear, Math.floor(isTop ? rect.bottom : innerHeight - rect.top));
        }
      }
    }
    if (clear <= before) break;
    style.setProperty("--clear", `${clear}px`);
  }
  [style.animation, style.visibility] = ["", ""];
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
  // It is on the page by then, and not yet seen.
  frame.addEventListener("beforetoggle", () => keepClear(frame), { once: true });
};
