// Shows beside each number whether it is open now. Opening hours are Leipzig time, wherever the visitor is.

const names = ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"];
const parts = Object.fromEntries(
  new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    .formatToParts(new Date())
    .map(({ type, value }) => [type, value]),
);
const weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(parts.weekday);
const now = Number(parts.hour) * 60 + Number(parts.minute);

for (const place of document.querySelectorAll("[data-hours]")) {
  // "1-5 540-1020": weekdays from Monday to Friday, 9:00 to 17:00 in minutes.
  const spans = place.dataset.hours.split(",").map((span) => span.trim().split(/[ -]/).map(Number));
  const open = spans.some(([first, last, from, until]) => weekday >= first && weekday <= last && now >= from && now < until);
  place.dataset.open = open;
  place.textContent = open ? "Jetzt erreichbar" : `Gerade geschlossen, wieder ${nextOpening(spans)}`;
  place.hidden = false;
}

function nextOpening(spans) {
  for (let ahead = 0; ahead < 8; ahead += 1) {
    const day = (weekday + ahead) % 7;
    const starts = spans.filter(([first, last, from]) => day >= first && day <= last && (ahead > 0 || from > now)).map(([, , from]) => from);
    if (starts.length) {
      const from = Math.min(...starts);
      const when = ahead === 0 ? "heute" : ahead === 1 ? "morgen" : names[day];
      return `${when} ab ${Math.floor(from / 60)} Uhr`;
    }
  }
  return "bald";
}
