// What Lindenhof sells. Prices are in cents and include VAT; `grams` is for the base price that German law requires.

export const categories = { tee: "Tee", toepferware: "Töpferware" };

export const products = [
  {
    id: "kanne-linde", name: "Teekanne „Linde“", category: "toepferware", price: 8900, tag: "Neuer Brand",
    note: "Steinzeug, 0,9 Liter, lindgrün glasiert",
    text: [
      "Unsere bauchige Kanne trägt ein Lindenblatt, das wir vor dem ersten Brand von Hand in den Ton drücken. Der Ausguss tropft nicht, der Deckel hält auch beim letzten Schluck, und der Henkel bleibt kühl genug zum Einschenken.",
      "Jede Kanne wird frei gedreht. Höhe und Farbton weichen deshalb leicht voneinander ab, keine gleicht der anderen ganz.",
    ],
    facts: { Fassungsvermögen: "0,9 Liter, etwa vier Becher", Material: "Steinzeug, bei 1240 °C gebrannt", Pflege: "Spülmaschinenfest, von Hand bleibt die Glasur länger schön", Lieferzeit: "2 bis 4 Werktage" },
  },
  {
    id: "lindenbluete", name: "Lindenblüte", category: "tee", price: 980, grams: 60,
    note: "Kräutertee, mild und honigsüß",
    text: [
      "Von den alten Bäumen im Hof und von zwei Nachbarhöfen. Wir pflücken an trockenen Vormittagen Anfang Juli und trocknen Blüten samt Hochblatt auf dem Dachboden.",
      "In der Tasse hellgolden, mit einem Duft nach Honig und Heu. Von sich aus frei von Koffein.",
    ],
    facts: { Zutaten: "Lindenblüten aus eigener Ernte", Zubereitung: "2 Teelöffel auf 250 ml, 95 °C, 8 Minuten", Herkunft: "Oberlausitz", Haltbarkeit: "18 Monate" },
  },
  {
    id: "becher-nebel", name: "Becher „Nebel“", category: "toepferware", price: 2600,
    note: "Steinzeug, 0,3 Liter, in Blaugrau getaucht",
    text: [
      "Ein Becher für den Morgen: breit genug, um beide Hände zu wärmen, und mit einem Henkel für drei Finger. Die Glasur läuft im Ofen ein Stück weit, daher der weiche Rand zum nackten Ton.",
      "Der Fuß ist unglasiert und glatt geschliffen. Er hinterlässt auf Holz keine Kratzer.",
    ],
    facts: { Fassungsvermögen: "0,3 Liter", Material: "Steinzeug, bei 1240 °C gebrannt", Pflege: "Für Spülmaschine und Mikrowelle geeignet", Lieferzeit: "2 bis 4 Werktage" },
  },
  {
    id: "kapitaen", name: "Kapitänsmischung", category: "tee", price: 1390, grams: 250, tag: "Meistbestellt",
    note: "Schwarztee nach ostfriesischer Art, kräftig",
    text: [
      "Vorwiegend Assam, dazu ein kleiner Teil Java. Malzig, dunkel und kräftig genug für Kluntje und Sahne.",
      "Unsere Mischung für jeden Tag, seit elf Jahren nach demselben Rezept.",
    ],
    facts: { Zutaten: "Schwarzer Tee aus Assam und Java", Zubereitung: "1 gehäufter Teelöffel auf 200 ml, 100 °C, 3 bis 5 Minuten", Koffein: "Hoch", Haltbarkeit: "24 Monate" },
  },
  {
    id: "krug-bach", name: "Krug „Bach“", category: "toepferware", price: 5400,
    note: "Steinzeug, 1,2 Liter, mit geritztem Wellenband",
    text: [
      "Für Wasser, Most oder kalten Tee. Das Wellenband ritzen wir in den lederharten Ton, bevor die blaue Glasur darüberläuft.",
      "Der Krug hält Kaltes lange kalt: Stellen Sie ihn vorher eine Viertelstunde in den Kühlschrank.",
    ],
    facts: { Fassungsvermögen: "1,2 Liter", Material: "Steinzeug, bei 1240 °C gebrannt", Pflege: "Spülmaschinenfest", Lieferzeit: "2 bis 4 Werktage" },
  },
  {
    id: "sencha", name: "Sencha Frühlingspflückung", category: "tee", price: 1420, grams: 80,
    note: "Grüntee, frisch und leicht herb",
    text: [
      "Die ersten Blätter des Jahres, kurz gedämpft und zu feinen Nadeln gerollt. Schmeckt nach jungen Erbsen und ein wenig nach Meer.",
      "Der zweite Aufguss gelingt oft besser als der erste: 30 Sekunden genügen.",
    ],
    facts: { Zutaten: "Grüner Tee aus Kagoshima, Japan", Zubereitung: "1 Teelöffel auf 200 ml, 70 °C, 90 Sekunden", Koffein: "Mittel", Haltbarkeit: "12 Monate" },
  },
  {
    id: "dose-speicher", name: "Teedose „Speicher“", category: "toepferware", price: 4200,
    note: "Steinzeug mit Deckel aus Eschenholz, für 250 g",
    text: [
      "Hält Licht und Feuchtigkeit ab. Der Deckel aus Esche ist gedrechselt und mit einem Ring aus Kork abgedichtet.",
      "Auf der Banderole wächst Gras: mit dem Pinsel gemalt, jede Dose ein wenig anders.",
    ],
    facts: { Fassungsvermögen: "0,9 Liter, etwa 250 g Tee", Material: "Steinzeug, Esche, Kork", Pflege: "Von Hand spülen, den Deckel nur abwischen", Lieferzeit: "2 bis 4 Werktage" },
  },
  {
    id: "darjeeling", name: "Darjeeling First Flush", category: "tee", price: 1650, grams: 100,
    note: "Schwarztee, blumig und hell",
    text: [
      "Aus einem kleinen Garten auf 1 900 Metern, im März gepflückt. Helle Tasse, Noten von Muskattraube und Aprikose.",
      "Am besten pur und aus einer dünnwandigen Schale.",
    ],
    facts: { Zutaten: "Schwarzer Tee aus Darjeeling, Indien", Zubereitung: "1 Teelöffel auf 200 ml, 90 °C, 2 bis 3 Minuten", Koffein: "Mittel", Haltbarkeit: "24 Monate" },
  },
  {
    id: "schale-kiesel", name: "Teeschale „Kiesel“", category: "toepferware", price: 2400,
    note: "Steinzeug, 0,25 Liter, cremeweiß gesprenkelt",
    text: [
      "Eine Schale ohne Henkel, wie ein Kiesel aus der Neiße: rund, glatt und auf einer Seite ein wenig schwerer.",
      "Auch für Müsli, Suppe oder Oliven.",
    ],
    facts: { Fassungsvermögen: "0,25 Liter", Material: "Steinzeug, bei 1240 °C gebrannt", Pflege: "Für Spülmaschine und Mikrowelle geeignet", Lieferzeit: "2 bis 4 Werktage" },
  },
  {
    id: "apfelgarten", name: "Apfelgarten", category: "tee", price: 890, grams: 150,
    note: "Früchtetee mit Apfel, Hagebutte und Zimt",
    text: [
      "Getrocknete Äpfel von der Streuobstwiese, dazu Hagebutte, etwas Hibiskus und ein Stück Zimtrinde. Ohne Aromen und ohne Zucker.",
      "Kalt mit einem Spritzer Zitrone ein guter Durstlöscher, nicht nur für Kinder.",
    ],
    facts: { Zutaten: "Apfelstücke (54 %), Hagebuttenschalen, Hibiskus, Zimt", Zubereitung: "1 Esslöffel auf 250 ml, 100 °C, 10 Minuten", Koffein: "Keines", Haltbarkeit: "24 Monate" },
  },
  {
    id: "stoevchen-glut", name: "Stövchen „Glut“", category: "toepferware", price: 4600,
    note: "Steinzeug, anthrazit, für Kannen bis 15 cm Boden",
    text: [
      "Hält eine volle Kanne gut zwei Stunden warm. Die Öffnung ist groß genug, um das Licht zu tauschen, ohne sich die Finger zu verbrennen.",
      "Passt zur Kanne „Linde“ und zu den meisten anderen Kannen mit flachem Boden.",
    ],
    facts: { Maße: "15 cm Durchmesser, 8 cm hoch", Material: "Steinzeug, Rost aus Eisen", Pflege: "Feucht abwischen", Lieferzeit: "2 bis 4 Werktage" },
  },
  {
    id: "abendruhe", name: "Abendruhe", category: "tee", price: 940, grams: 70, tag: "Neu gemischt",
    note: "Kräutertee mit Melisse und Lavendel",
    text: [
      "Zitronenmelisse, Lavendel, etwas Hopfen und Apfelminze. Für die Stunde, in der das Telefon stumm bleibt.",
      "Wir mischen in kleinen Mengen, damit die ätherischen Öle in der Tüte ankommen und nicht im Lager bleiben.",
    ],
    facts: { Zutaten: "Melisse, Apfelminze, Lavendelblüten, Hopfenzapfen", Zubereitung: "2 Teelöffel auf 250 ml, 95 °C, 7 Minuten", Koffein: "Keines", Haltbarkeit: "18 Monate" },
  },
];

export function productById(id) {
  return products.find((product) => product.id === id);
}

/** Products of a category (or all) that contain every word of the query, in the default order unless sorted. */
export function find({ category = "", query = "", sort = "" } = {}) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const found = products.filter((product) => {
    const haystack = fold([product.name, product.note, categories[product.category], ...product.text].join(" "));
    return (!category || product.category === category) && words.every((word) => haystack.includes(word));
  });
  if (sort === "preis") found.sort((a, b) => a.price - b.price);
  if (sort === "name") found.sort((a, b) => a.name.localeCompare(b.name, "de"));
  return found;
}

/** Lower case without accents, so that "Grüntee", "gruntee" and "GRÜNTEE" are one word. */
function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
