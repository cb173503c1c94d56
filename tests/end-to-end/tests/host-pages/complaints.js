(root) => {
  const complaints = [];
  const cells = root.querySelectorAll(".cell");
  const seen = [...cells, ...root.querySelectorAll("#question, textarea, .primary")];
  const inline = getComputedStyle(root.querySelector(".frame")).position === "static";
  for (const element of seen) {
    // A popover has to be in the viewport; an inline survey can be scrolled to.
    if (inline) element.scrollIntoView({ block: "nearest", behavior: "instant" });
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    const name = element.id || element.className;
    const box = " at " + [left, top, right, bottom].map(Math.round).join(" ");
    if (width < 20 || height < 18) complaints.push(name + " is too small" + box);
    // Scrolling stops at whole pixels.
    if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1) complaints.push(name + " is outside" + box);
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (hit !== root.host) complaints.push(name + " is covered by " + (hit && hit.cloneNode().outerHTML) + box);
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    if (size < 12 || size > 40) complaints.push(name + " has letters of " + size + " px");
    if (style.visibility !== "visible") complaints.push(name + " is hidden");
  }
  if (!seen.length) complaints.push("there is nothing on it");
  return complaints.join("\n");
}
