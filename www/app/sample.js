// A small studio's sample data, relative to today so that "overdue" is always true.

import { addDays, today } from "./format.js";

export const sampleSettings = {
  company: "Atelier Brandt", street: "Lange Straße 12", city: "04103 Leipzig", taxNumber: "232/5678/1234",
  iban: "DE02 1203 0000 0000 2020 51", prefix: "RE", dueDays: 14, vat: 19, askFeedback: true,
};

export const sampleCustomers = [
  { id: "k1", name: "Buchhandlung Seitenweise", contact: "Jonas Adler", email: "adler@seitenweise.example", street: "Markt 4", city: "07743 Jena" },
  { id: "k2", name: "Café Kornblume", contact: "Elif Yıldız", email: "hallo@kornblume.example", street: "Kirchgasse 9", city: "99084 Erfurt" },
  { id: "k3", name: "Hofgut Wiesental eG", contact: "Petra Lindner", email: "buero@wiesental.example", street: "Am Anger 1", city: "06618 Naumburg" },
  { id: "k4", name: "Kanzlei Roth & Partner", contact: "Dr. Henrike Roth", email: "kanzlei@roth.example", street: "Elsterufer 22", city: "04229 Leipzig" },
  { id: "k5", name: "Radwerkstatt Kettenblatt", contact: "Tomasz Nowak", email: "werkstatt@kettenblatt.example", street: "Fabrikhof 3", city: "04229 Leipzig" },
  { id: "k6", name: "Stadtmuseum Grimma", contact: "Verena Thiel", email: "thiel@museum-grimma.example", street: "Paul-Gerhardt-Straße 43", city: "04668 Grimma" },
];

// customer, days ago, status, [text, quantity, price in cents]
const entries = [
  ["k4", 158, "bezahlt", ["Geschäftsausstattung, Konzept und Satz", 1, 184000]],
  ["k1", 132, "bezahlt", ["Schaufenstergrafik Sommer", 1, 68000], ["Folienplott, m²", 6, 4200]],
  ["k6", 104, "bezahlt", ["Ausstellungsgrafik „Muldenhochwasser“", 1, 322000]],
  ["k2", 96, "bezahlt", ["Speisekarten, 40 Stück", 40, 890], ["Satz und Korrektur, Stunden", 3, 7800]],
  ["k3", 71, "bezahlt", ["Etiketten Apfelsaft, Gestaltung", 1, 96000]],
  ["k5", 64, "bezahlt", ["Logo und Stempel", 1, 118000]],
  ["k6", 45, "bezahlt", ["Faltblatt, 8 Seiten", 1, 74000], ["Druckabwicklung", 1, 12000]],
  ["k4", 38, "versendet", ["Website, Gestaltung Startseite", 1, 146000]],
  ["k3", 27, "versendet", ["Hofladen, Beschilderung", 1, 87500]],
  ["k1", 20, "bezahlt", ["Lesezeichen, 500 Stück", 500, 38]],
  ["k5", 11, "versendet", ["Werkstattschild, Entwurf und Montage", 1, 64000]],
  ["k2", 6, "versendet", ["Eiskarte, Satz", 2, 7800]],
  ["k1", 2, "entwurf", ["Plakat Lesung Dezember", 1, 42000]],
  ["k2", 1, "entwurf", ["Gutscheine, Gestaltung", 1, 26000], ["Druckabwicklung", 1, 6000]],
  ["k3", 1, "entwurf", ["Etiketten Honig, drei Sorten", 3, 28000]],
  ["k4", 1, "entwurf", ["Website, Umsetzung, Stunden", 18, 8600]],
  ["k5", 0, "entwurf", ["Flyer Winterlager", 1, 31000]],
  ["k6", 0, "entwurf", ["Beratung Leitsystem, Stunden", 4, 9200]],
  ["k1", 0, "entwurf", ["Newsletter-Vorlage", 1, 53000]],
];

export function sampleInvoices({ prefix, dueDays, vat }) {
  return entries.map(([customer, ago, status, ...items], index) => {
    const date = today(-ago);
    return {
      id: `${prefix}-${date.slice(0, 4)}-${String(index + 118).padStart(4, "0")}`,
      customer, date, due: addDays(date, dueDays), status,
      items: items.map(([text, quantity, price]) => ({ text, quantity, price, vat })),
    };
  });
}
