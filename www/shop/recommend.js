// Recommends the shop: by email, by the device's share sheet, or by copying the link.

import "./frame.js";

const link = new URL("index.html", location.href).href;
const message = document.querySelector("#message");
const field = document.querySelector("#link");
const mail = document.querySelector("#mail");
const share = document.querySelector("#share");
const told = document.querySelector("#told");
const title = "Lindenhof – Tee & Töpferware";

field.value = link;

function updateMail() {
  mail.href = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(`${message.value}\n\n${link}`)}`;
}

message.addEventListener("input", updateMail);
updateMail();

document.querySelector("#copy").addEventListener("click", async () => {
  field.select();
  try {
    await navigator.clipboard.writeText(link);
    told.textContent = "Der Link ist kopiert.";
  } catch {
    // The clipboard needs a secure page; the link is selected for the visitor's own copy shortcut.
    told.textContent = "Der Link ist markiert. Kopieren Sie ihn mit Strg+C.";
  }
});

share.hidden = !navigator.share;
share.addEventListener("click", async () => {
  try {
    await navigator.share({ title, text: message.value, url: link });
    told.textContent = "Geteilt. Vielen Dank.";
  } catch {
    told.textContent = "";
  }
});
