(() => {
  // What is around an inline survey grows with it.
  const own = (element) => !element.closest("script, askwell-card, askwell-survey") && !element.querySelector("askwell-survey");
  const elements = Array.prototype.filter.call(document.querySelectorAll("html, body, body *"), own).slice(0, 22);
  const lines = [];
  elements.forEach((element, index) => {
    const name = index + " " + element.localName;
    const { x, y, width, height } = element.getBoundingClientRect();
    lines.push(name + " is at " + [x, y, width, height].join(" "));
    const style = getComputedStyle(element);
    for (const property of style) lines.push(name + " " + property + ": " + style.getPropertyValue(property));
  });
  // ChromeDriver, which looks at the page, leaves two kinds of names there, and zone.js the types of events that are
  // listened to. jQuery draws lots.
  const globals = Object.getOwnPropertyNames(window).filter((name) => !/^cdc_|^ret_nodes$|^__zone_symbol__|^jQuery\d+$/.test(name));
  return lines.join("\n") + "\n\n" + globals.join("\n");
})()
