// Money and dates as German offices write them. Amounts are whole cents, dates are ISO days (`2026-11-21`).

const euros = new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" });
const days = new Intl.DateTimeFormat("de-DE", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" });
const months = new Intl.DateTimeFormat("de-DE", { month: "short", timeZone: "UTC" });

export function euro(cents) {
  return euros.format(cents / 100);
}

export function day(iso) {
  return days.format(new Date(`${iso}T00:00:00Z`));
}

export function month(iso) {
  return months.format(new Date(`${iso}-01T00:00:00Z`));
}

/** Today, or a number of days from it, where the person sits. */
export function today(offset = 0) {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + offset)).toISOString().slice(0, 10);
}

export function addDays(iso, count) {
  const date = new Date(`${iso}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** "1.234,50" or "1234.5" as cents, or NaN. The last comma or dot with one or two digits after it is the decimal mark. */
export function parseEuro(text) {
  const clean = text.replace(/[\s€]/g, "");
  const parts = /^(-?[\d.,]*?)(?:[.,](\d{1,2}))?$/.exec(clean);
  if (!parts || !/\d/.test(clean)) return NaN;
  return Number(`${parts[1].replace(/[.,]/g, "") || "0"}${(parts[2] ?? "").padEnd(2, "0")}`);
}
