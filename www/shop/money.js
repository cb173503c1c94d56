// Money as German shops write it. Amounts are whole cents throughout.

const euros = new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" });

export function euro(cents) {
  return euros.format(cents / 100);
}

/** The base price per kilogram, which shops in the EU have to show beside the price of loose goods. */
export function perKilogram({ price, grams }) {
  return grams ? `${euro(Math.round((price * 1000) / grams))}\u00a0/\u00a0kg` : "";
}
