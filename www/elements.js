// What only pages with `<askwell-survey>`, `<askwell-rating>` or `<askwell-tab>` need: their surveys are fetched when the visitor comes near them,
// and change with their attributes.

const ATTRIBUTES = new RegExp(`^(${__ASKWELL_ATTRIBUTES__}|(person|attribute|hidden|parameter)-.+)$`);

// Which element a box in the page stands for.
const surveys = new WeakMap();
let site;

const near = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target }) => {
  const element = surveys.get(target);
  if (!isIntersecting && element.here) return;
  near.unobserve(target);
  site.idle(() => element.here && site.ask(element));
}), { rootMargin: "300px" });

const changes = new MutationObserver((changed) => {
  const told = changed.filter(({ target, attributeName, oldValue }) =>
    target.here && ATTRIBUTES.test(attributeName) && target.getAttribute(attributeName) !== oldValue);
  told.map(({ target }) => target).filter((element, index, all) => all.indexOf(element) === index).forEach((element) => {
    // What was answered stays with what it was about.
    site.gone(element);
    watch(element);
  });
});

const watch = (element) => {
  element.here = true;
  // Without a box of its own it never comes into view: what it stands in does.
  let box = element;
  while (box.parentElement && getComputedStyle(box).display === "contents") box = box.parentElement;
  surveys.set(box, element);
  near.observe(box);
};

// Looks after an element that has come to the page, with what the loader shares.
export const look = (element, shared) => {
  site = shared;
  if (element.localName === "askwell-tab") return import("./tab.js").then(({ draw }) => draw(element, shared.tag));
  if (element.here || !element.isConnected) return;
  changes.observe(element, { attributes: true, attributeOldValue: true });
  watch(element);
};
