// The checkout's validation. Each rule takes the field's trimmed value and returns an error message, or nothing.

export const rules = {
  email: (value) => {
    if (!value) return "Geben Sie Ihre E-Mail-Adresse an.";
    // Only certain errors: the mail server knows the rest better.
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value)) return "Die E-Mail-Adresse braucht ein @ und eine Endung, etwa name@beispiel.de.";
  },
  "first-name": (value) => !value && "Geben Sie Ihren Vornamen an.",
  "last-name": (value) => !value && "Geben Sie Ihren Nachnamen an.",
  street: (value) => {
    if (!value) return "Geben Sie Straße und Hausnummer an.";
    if (!/\d/.test(value)) return "Es fehlt die Hausnummer.";
  },
  postcode: (value, { country }) => {
    const digits = country === "AT" ? 4 : 5;
    if (!new RegExp(`^\\d{${digits}}$`).test(value)) return `Die Postleitzahl hat ${digits} Ziffern.`;
  },
  city: (value) => !value && "Geben Sie den Ort an.",
  iban: (value) => {
    if (!value) return "Geben Sie Ihre IBAN an.";
    if (!validIban(value)) return "Diese IBAN stimmt nicht. Prüfen Sie bitte die Ziffern.";
  },
  terms: (value, { terms }) => !terms && "Bitte setzen Sie hier ein Häkchen.",
};

/** ISO 13616: the first four characters move to the end, letters count from 10, and the whole is 1 modulo 97. */
export function validIban(text) {
  const iban = text.replace(/\s/g, "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  if (iban.startsWith("DE") && iban.length !== 22) return false;
  let rest = 0;
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    for (const digit of String(parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}
