// `<askwell-tab>`: a button at an edge of the window that opens a survey. The visitor asks for it, so no recontact period holds.

const sheet = new CSSStyleSheet();
sheet.replaceSync(__ASKWELL_TAB__);

// Draws the button of an element, with what its `tag` says of colours.
export const draw = (tab, tag) => {
  if (tab.shadowRoot) return;
  const root = tab.attachShadow({ mode: "open", delegatesFocus: true });
  root.adoptedStyleSheets = [sheet];
  const [button, text] = ["button", "span"].map((name) => document.createElement(name));
  button.type = "button";
  button.setAttribute("part", "tab");
  button.setAttribute("aria-haspopup", "dialog");
  // As crates/survey/src/config.rs takes it.
  if (/^#[\da-f]{6}$/i.test(tag.accent)) button.style.setProperty("--askwell-accent", tag.accent);
  const write = () => text.textContent = tab.getAttribute("label") || "Feedback";
  new MutationObserver(write).observe(tab, { attributeFilter: ["label"] });
  write();
  button.append(text);
  root.append(button);

  button.addEventListener("click", async () => {
    // What goes wrong is reported.
    await window.askwell.show(tab.getAttribute("survey"), { ignoreRecontact: true });
    const card = document.querySelector("askwell-card[data-popover]");
    if (!card) return;
    card.shadowRoot.querySelector("h2")?.focus();
    button.hidden = true;
    new MutationObserver((_, observer) => {
      if (card.isConnected) return;
      observer.disconnect();
      button.hidden = false;
      // Unless the visitor has gone on to something else.
      if (document.activeElement === document.body) tab.focus();
    }).observe(document.documentElement, { childList: true });
  });
};
