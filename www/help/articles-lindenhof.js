// The shop's articles. Their bodies are trusted HTML.

export const lindenhof = [
  {
    id: "versandkosten", area: "lindenhof", category: "Bestellen und Versand", updated: "2026-10-12",
    title: "Was kostet der Versand, und wie lange dauert er?",
    summary: "Paket 4,90 €, ab 60 € frei. Meist ist es nach zwei bis vier Werktagen da.",
    words: "porto lieferzeit lieferung express abholung österreich gebühr",
    body: `
      <table><caption>Versandarten</caption>
        <thead><tr><th scope="col">Art</th><th scope="col">Dauer</th><th scope="col">Preis</th></tr></thead>
        <tbody>
          <tr><th scope="row">Paket</th><td>2 bis 4 Werktage</td><td>4,90 €, ab 60 € frei</td></tr>
          <tr><th scope="row">Express</th><td>nächster Werktag</td><td>11,90 €</td></tr>
          <tr><th scope="row">Abholung im Hofladen</th><td>ab dem nächsten Tag</td><td>kostenlos</td></tr>
        </tbody></table>
      <h2>Bis wann muss ich bestellen?</h2>
      <p>Was bis 12 Uhr bei uns eingeht, packen wir am selben Werktag. Am Wochenende und an Feiertagen in Sachsen ruht die Packstelle.</p>
      <h2>Wohin liefern Sie?</h2>
      <p>Nach Deutschland und Österreich, zu denselben Preisen. In andere Länder schicken wir auf Anfrage: Schreiben Sie uns, bevor Sie bestellen.</p>
      <h2>Kann ich mehrere Bestellungen zusammenlegen?</h2>
      <p>Ja, solange das erste Paket noch nicht unterwegs ist. Nennen Sie uns beide Bestellnummern, dann erstatten wir den doppelten Versand.</p>`,
  },
  {
    id: "sendung-verfolgen", area: "lindenhof", category: "Bestellen und Versand", updated: "2026-09-30",
    title: "Wo ist mein Paket?",
    summary: "So verfolgen Sie eine Sendung, und das tun wir, wenn sie hängt.",
    words: "sendungsnummer tracking verspätet verloren nachbar zustellung",
    body: `
      <p>Sobald wir Ihr Paket übergeben, schicken wir Ihnen die Sendungsnummer per E-Mail. Der Link darin zeigt, wo es gerade liegt. In den ersten Stunden steht dort oft noch „angekündigt“.</p>
      <h2>Die Sendung bewegt sich nicht</h2>
      <ol>
        <li>Warten Sie zwei Werktage. Pakete werden nicht an jeder Station gescannt.</li>
        <li>Sehen Sie im Briefkasten und bei den Nachbarn nach, auch wenn keine Karte da ist.</li>
        <li>Schreiben Sie uns nach fünf Werktagen. Wir stellen dann einen Nachforschungsauftrag und schicken Ihnen auf Wunsch gleich Ersatz.</li>
      </ol>
      <h2>Es steht „zugestellt“, aber nichts ist da</h2>
      <p>Melden Sie sich bitte innerhalb von sieben Tagen. So lange kann der Zusteller noch sagen, wem er das Paket gegeben hat. Sie tragen dabei kein Risiko: Bis das Paket bei Ihnen ist, haften wir.</p>`,
  },
  {
    id: "bestellung-aendern", area: "lindenhof", category: "Bestellen und Versand", updated: "2026-08-19",
    title: "Bestellung ändern oder stornieren",
    summary: "Bis wir packen, geht alles. Danach hilft die Rückgabe.",
    words: "storno stornieren adresse falsch vergessen hinzufügen abbrechen",
    body: `
      <p>Bis zum Packen können wir alles ändern: Artikel, Mengen, Adresse, Zahlungsart. Wir packen werktags ab 12 Uhr, am besten rufen Sie also vormittags an und halten die Bestellnummer bereit.</p>
      <h2>Eine falsche Adresse</h2>
      <p>Ist das Paket schon unterwegs, leiten wir es um, solange es noch nicht im Zustellfahrzeug liegt. Klappt das nicht, kommt es zu uns zurück, und wir schicken es ohne weitere Kosten an die richtige Adresse.</p>
      <h2>Stornieren</h2>
      <p>Vor dem Packen genügt ein Satz am Telefon oder per E-Mail. Bereits gezahlte Beträge sind nach spätestens drei Bankarbeitstagen wieder auf Ihrem Konto.</p>`,
  },
  {
    id: "zahlung", area: "lindenhof", category: "Bestellen und Versand", updated: "2026-07-02",
    title: "Wie kann ich bezahlen?",
    summary: "Rechnung, Lastschrift oder Vorkasse, alle ohne Aufpreis.",
    words: "zahlungsarten rechnung lastschrift vorkasse überweisung gutschein",
    body: `
      <ul>
        <li><strong>Rechnung:</strong> Sie liegt im Paket. Sie haben nach Erhalt 14 Tage Zeit.</li>
        <li><strong>Lastschrift:</strong> Wir buchen ab, wenn das Paket unterwegs ist, und kündigen den Betrag einen Tag vorher an.</li>
        <li><strong>Vorkasse:</strong> Die Bankverbindung steht in der Bestätigung. Wir packen, sobald das Geld da ist, und reservieren so lange für sieben Tage.</li>
      </ul>
      <p>Alle drei kosten nichts extra. Bei der ersten Bestellung über 250 € bitten wir um Vorkasse.</p>
      <h2>Gutscheine</h2>
      <p>Papiergutscheine aus dem Hofladen gelten auch hier. Schreiben Sie uns den Code nach der Bestellung, wir ziehen den Wert auf der Rechnung ab.</p>`,
  },
  {
    id: "rueckgabe", area: "lindenhof", category: "Rückgabe und Schäden", updated: "2026-11-03",
    title: "Wie gebe ich etwas zurück?",
    summary: "30 Tage, ohne Begründung. Das Etikett schicken wir Ihnen.",
    words: "retoure umtausch widerruf zurückschicken erstattung geld zurück",
    body: `
      <p>Sie haben 30 Tage ab Erhalt, das sind 16 mehr als gesetzlich vorgeschrieben. Gründe brauchen wir keine, freuen uns aber über einen Satz dazu.</p>
      <ol>
        <li>Schreiben Sie an <a href="mailto:hilfe@lindenhof.example">hilfe@lindenhof.example</a> und nennen Sie die Bestellnummer.</li>
        <li>Sie bekommen innerhalb eines Werktags ein Rücksendeetikett.</li>
        <li>Packen Sie die Ware so, wie sie angekommen ist. Heu und Papier dürfen Sie wiederverwenden.</li>
        <li>Geben Sie das Paket ab. Nach der Ankunft erstatten wir den Betrag binnen fünf Werktagen auf dem Weg, auf dem Sie gezahlt haben.</li>
      </ol>
      <h2>Was kostet die Rücksendung?</h2>
      <p>Nichts, wenn die Bestellung über 40 € lag oder etwas nicht stimmte. Sonst ziehen wir 3,90 € ab.</p>
      <h2>Was kann ich nicht zurückgeben?</h2>
      <p>Geöffnete Teetüten, aus Gründen der Hygiene. Schmeckt Ihnen ein Tee nicht, rufen Sie trotzdem an: Wir finden meist eine Lösung.</p>`,
  },
  {
    id: "bruch", area: "lindenhof", category: "Rückgabe und Schäden", updated: "2026-10-21",
    title: "Etwas ist zerbrochen angekommen",
    summary: "Ein Foto genügt. Ersatz geht am nächsten Werktag heraus.",
    words: "scherben kaputt beschädigt transportschaden reklamation ersatz riss",
    body: `
      <p>Das tut uns leid. So geht es am schnellsten:</p>
      <ol>
        <li>Fotografieren Sie das Stück und den Karton von außen.</li>
        <li>Schicken Sie die Bilder mit der Bestellnummer an <a href="mailto:hilfe@lindenhof.example">hilfe@lindenhof.example</a>.</li>
        <li>Wir schicken am nächsten Werktag Ersatz. Ist das Stück vergriffen, erstatten wir den Preis oder drehen es für den nächsten Brand nach, wie Sie möchten.</li>
      </ol>
      <p>Die Scherben brauchen Sie nicht zurückzuschicken. Heben Sie den Karton aber bitte eine Woche auf, falls der Paketdienst ihn sehen will.</p>
      <h2>Haarrisse in der Glasur</h2>
      <p>Ein feines Netz unter der Oberfläche heißt Craquelé und gehört bei manchen Glasuren dazu. Fühlen Sie den Riss mit dem Fingernagel oder tropft es durch, ist es ein Fehler, und Sie bekommen Ersatz, auch nach Monaten.</p>`,
  },
  {
    id: "tee-zubereiten", area: "lindenhof", category: "Tee und Keramik", updated: "2026-06-15",
    title: "Tee richtig zubereiten",
    summary: "Menge, Temperatur und Ziehzeit für jede Sorte in einer Tabelle.",
    words: "ziehzeit temperatur aufguss bitter wasser dosierung brühen",
    body: `
      <table><caption>Auf 250 ml Wasser</caption>
        <thead><tr><th scope="col">Sorte</th><th scope="col">Menge</th><th scope="col">Wasser</th><th scope="col">Zeit</th></tr></thead>
        <tbody>
          <tr><th scope="row">Schwarztee</th><td>1 gehäufter TL</td><td>90 bis 100 °C</td><td>3 bis 5 Min.</td></tr>
          <tr><th scope="row">Grüntee</th><td>1 TL</td><td>70 °C</td><td>90 Sek.</td></tr>
          <tr><th scope="row">Kräutertee</th><td>2 TL</td><td>95 °C</td><td>7 bis 8 Min.</td></tr>
          <tr><th scope="row">Früchtetee</th><td>1 EL</td><td>100 °C</td><td>10 Min.</td></tr>
        </tbody></table>
      <h2>Ohne Thermometer</h2>
      <p>Kochendes Wasser hat nach fünf Minuten im offenen Topf etwa 80 °C, nach acht Minuten 70 °C. Einmal in eine kalte Kanne umgießen kostet ungefähr zehn Grad.</p>
      <h2>Der Tee schmeckt bitter</h2>
      <p>Meist war das Wasser zu heiß oder die Zeit zu lang, nicht die Menge zu groß. Nehmen Sie lieber mehr Blätter und ziehen Sie kürzer. Bei hartem Wasser hilft ein Filter.</p>`,
  },
  {
    id: "keramik-pflegen", area: "lindenhof", category: "Tee und Keramik", updated: "2026-05-08",
    title: "Keramik pflegen",
    summary: "Was in die Spülmaschine darf und wie Teeränder verschwinden.",
    words: "spülmaschine mikrowelle ofen teerand flecken reinigen steinzeug",
    body: `
      <p>Unser Steinzeug ist bei 1240 °C gebrannt und dicht. Spülmaschine und Mikrowelle verträgt es, den Backofen nur, wenn es mit ihm zusammen aufheizt.</p>
      <ul>
        <li><strong>Teeränder:</strong> Ein Teelöffel Natron mit wenig Wasser zu Brei rühren, zehn Minuten einwirken lassen, abwischen.</li>
        <li><strong>Graue Striche:</strong> Abrieb von Besteck. Eine Paste aus Zitronensäure und Wasser nimmt ihn weg.</li>
        <li><strong>Unglasierte Füße:</strong> Nach dem Spülen umgedreht trocknen lassen, sonst kann der Ton Feuchtigkeit halten.</li>
        <li><strong>Holzdeckel:</strong> Nie einweichen. Zweimal im Jahr mit Leinöl einreiben.</li>
      </ul>
      <h2>Neue Kannen einweihen</h2>
      <p>Einmal mit heißem Wasser ausspülen genügt. Wer immer dieselbe Sorte trinkt, spült die Kanne innen ohne Spülmittel: Sie wird mit der Zeit besser.</p>`,
  },
];
