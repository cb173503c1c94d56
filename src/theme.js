// A card is light or dark as the page is behind it. For the application's cards as well as for first questions.

const preference = matchMedia("(prefers-color-scheme: dark)");

// Whether a card in `place` is to be dark: as its own surface is, what it stands on, or the page's canvas.
const isDark = (place, popover) => {
  const { x, y, width, height } = place.firstChild.getBoundingClientRect();
  // What is narrower doesn't count.
  const behind = popover
    ? document.elementsFromPoint(x + width / 2, y + height / 2).filter((element) => element.offsetWidth >= width) : [];
  for (let at = popover ? document.body : place.parentNode.host; at; at = at.parentElement || at.getRootNode().host) behind.push(at);
  const style = getComputedStyle(place);
  const colors = behind.map((element) => getComputedStyle(element).backgroundColor);
  for (const color of [style.getPropertyValue("--askwell-surface") || "#0000", ...colors, "canvas"]) {
    // Browsers make a luminance of any colour, except older ones.
    place.style.color = `color(from ${color} xyz-d65 x y z)`;
    const [, , luminance, , translucent] = style.color.split(" ");
    // White reads as well as black at 0.179.
    if (luminance >= 0 && !translucent) return luminance < 0.179;
  }
  return preference.matches;
};

// Keeps the card in `place` as the page is. Returns what ends that.
export const follow = (place, popover) => {
  const update = () => place.firstChild.dataset.theme = isDark(place, popover) ? "dark" : "light";
  let waiting;
  // Most pages fade from one theme to the other.
  const later = () => waiting ||= setTimeout(() => {
    waiting = 0;
    if (place.isConnected) update();
  }, 350);
  const observer = new MutationObserver(later);
  for (const element of [document.documentElement, document.body]) observer.observe(element, { attributes: true });
  preference.addEventListener("change", later);
  update();
  return () => {
    observer.disconnect();
    preference.removeEventListener("change", later);
  };
};
