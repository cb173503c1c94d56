// The app's articles, and the one on surveys, which belongs to both.

export const belegwerk = [
  {
    id: "rechnung-senden", area: "belegwerk", category: "Rechnungen schreiben", updated: "2026-11-10",
    title: "Eine Rechnung schreiben und senden",
    summary: "Vom Kunden bis zum Versand in vier Schritten.",
    words: "erstellen neu entwurf posten anlegen schicken",
    body: `
      <ol>
        <li>Wählen Sie links <strong>Neue Rechnung</strong>.</li>
        <li>Wählen Sie den Kunden. Das Fälligkeitsdatum setzt Belegwerk nach Ihrem Zahlungsziel, Sie können es ändern.</li>
        <li>Tragen Sie die Posten ein: Leistung, Menge, Einzelpreis ohne Mehrwertsteuer. Die Summe rechnet mit.</li>
        <li>Wählen Sie <strong>Speichern und senden</strong>, oder sichern Sie zuerst einen Entwurf.</li>
      </ol>
      <h2>Entwürfe</h2>
      <p>Entwürfe liegen in der Übersicht unter „Bereit zum Senden“. Solange eine Rechnung ein Entwurf ist, können Sie sie löschen. Beim Senden trägt Belegwerk das Datum des Tages ein und rechnet die Fälligkeit neu.</p>
      <h2>Ähnliche Rechnungen</h2>
      <p>Öffnen Sie eine alte Rechnung und wählen Sie <strong>Duplizieren</strong>. Kunde und Posten werden übernommen, Nummer und Datum sind neu.</p>`,
  },
  {
    id: "pflichtangaben", area: "belegwerk", category: "Rechnungen schreiben", updated: "2026-09-01",
    title: "Was muss auf einer Rechnung stehen?",
    summary: "Die Pflichtangaben nach § 14 UStG, und wo Sie sie in Belegwerk pflegen.",
    words: "gesetz finanzamt ustg steuernummer leistungsdatum kleinbetrag",
    body: `
      <ul>
        <li>Name und Anschrift beider Seiten</li>
        <li>Ihre Steuernummer oder Umsatzsteuer-Identifikationsnummer</li>
        <li>Ausstellungsdatum und eine einmalige, fortlaufende Nummer</li>
        <li>Menge und Art der Leistung, Zeitpunkt der Leistung</li>
        <li>Nettobetrag je Steuersatz, Steuersatz und Steuerbetrag</li>
      </ul>
      <p>Name, Anschrift und Steuernummer stehen in den <strong>Einstellungen</strong> unter „Ihr Betrieb“. Den Zeitpunkt der Leistung schreiben Sie in den Posten, wenn er vom Rechnungsdatum abweicht, etwa „Beratung, Oktober 2026“.</p>
      <h2>Kleinbeträge</h2>
      <p>Bis 250 € brutto genügen Ihr Name und Ihre Anschrift, Datum, Leistung, Bruttobetrag und Steuersatz.</p>
      <p><small>Das ersetzt keine Steuerberatung. Im Zweifel fragt man die eigene Steuerberaterin.</small></p>`,
  },
  {
    id: "nummern", area: "belegwerk", category: "Rechnungen schreiben", updated: "2026-04-27",
    title: "Wie vergibt Belegwerk Rechnungsnummern?",
    summary: "Kürzel, Jahr und eine fortlaufende Zahl. Lücken sind erlaubt.",
    words: "nummernkreis fortlaufend lücke kürzel präfix",
    body: `
      <p>Jede Nummer besteht aus Ihrem Kürzel, dem Jahr und einer vierstelligen Zahl, zum Beispiel <strong>RE-2026-0137</strong>. Belegwerk nimmt die höchste vergebene Zahl und zählt eins weiter.</p>
      <h2>Das Kürzel ändern</h2>
      <p>Unter <strong>Einstellungen → Rechnungen</strong>. Es gilt für neue Rechnungen, bestehende behalten ihre Nummer.</p>
      <h2>Ich habe einen Entwurf gelöscht, nun fehlt eine Nummer</h2>
      <p>Das ist in Ordnung. Das Gesetz verlangt, dass jede Nummer nur einmal vorkommt, nicht, dass keine fehlt.</p>`,
  },
  {
    id: "pdf", area: "belegwerk", category: "Rechnungen schreiben", updated: "2026-03-18",
    title: "Rechnung drucken oder als PDF sichern",
    summary: "Über „Drucken“ in der geöffneten Rechnung.",
    words: "pdf drucken speichern download papier exportieren",
    body: `
      <ol>
        <li>Öffnen Sie die Rechnung.</li>
        <li>Wählen Sie <strong>Drucken</strong>. Menü und Knöpfe erscheinen nicht auf dem Papier.</li>
        <li>Wählen Sie im Druckfenster als Ziel „Als PDF sichern“, wenn Sie eine Datei möchten.</li>
      </ol>
      <h2>Kopf- und Fußzeile des Browsers stören</h2>
      <p>Schalten Sie im Druckfenster unter „Weitere Einstellungen“ die Kopf- und Fußzeilen aus. Der Browser merkt sich das.</p>
      <h2>Wie lange muss ich Rechnungen aufheben?</h2>
      <p>Acht Jahre, gerechnet ab dem Ende des Jahres, in dem sie ausgestellt wurden.</p>`,
  },
  {
    id: "rechnung-korrigieren", area: "belegwerk", category: "Zahlungen und Korrekturen", updated: "2026-10-05",
    title: "Eine gesendete Rechnung korrigieren",
    summary: "Gesendetes bleibt, wie es ist. So korrigieren Sie trotzdem sauber.",
    words: "storno stornorechnung fehler falsch gutschrift ändern löschen",
    body: `
      <p>Gesendete Rechnungen lassen sich nicht ändern oder löschen, damit Ihre Bücher und die Ihrer Kunden zusammenpassen.</p>
      <ol>
        <li>Öffnen Sie die falsche Rechnung und wählen Sie <strong>Duplizieren</strong>.</li>
        <li>Schreiben Sie eine neue Rechnung mit einem Posten „Storno zu RE-…“ und dem negativen Betrag, und senden Sie sie.</li>
        <li>Senden Sie dann den duplizierten Entwurf mit den richtigen Angaben.</li>
      </ol>
      <p>Geht es nur um einen Tippfehler in der Anschrift, genügt oft eine formlose Berichtigung, die auf die Rechnungsnummer verweist.</p>`,
  },
  {
    id: "ueberfaellig", area: "belegwerk", category: "Zahlungen und Korrekturen", updated: "2026-08-11",
    title: "Überfällige Rechnungen: erinnern und mahnen",
    summary: "Woran Sie Überfälliges erkennen und was der Reihe nach hilft.",
    words: "mahnung mahnen verzug zinsen zahlungserinnerung offen inkasso",
    body: `
      <p>Einen Tag nach der Fälligkeit wechselt der Status von „Offen“ zu „Überfällig“. Die Übersicht zeigt die Summe, ein Klick darauf alle betroffenen Rechnungen.</p>
      <h2>Eine bewährte Reihenfolge</h2>
      <ol>
        <li><strong>Nach einer Woche:</strong> anrufen. Die meisten Rechnungen sind schlicht untergegangen.</li>
        <li><strong>Nach zwei Wochen:</strong> schriftlich erinnern, mit neuem Datum.</li>
        <li><strong>Nach vier Wochen:</strong> mahnen. Zwischen Unternehmen dürfen Sie dann Verzugszinsen von neun Prozentpunkten über dem Basiszins verlangen.</li>
      </ol>
      <p>Ist das Geld da, wählen Sie in der Liste <strong>Als bezahlt</strong>.</p>`,
  },
  {
    id: "umsatzsteuer", area: "belegwerk", category: "Zahlungen und Korrekturen", updated: "2026-02-20",
    title: "Steuersätze einstellen",
    summary: "19 %, 7 % oder keine Mehrwertsteuer, je Betrieb und je Posten.",
    words: "mehrwertsteuer mwst kleinunternehmer steuersatz ermäßigt umsatzsteuer",
    body: `
      <p>Unter <strong>Einstellungen → Rechnungen → Übliche MwSt.</strong> wählen Sie, womit neue Posten beginnen. In der Rechnung können Sie jeden Posten einzeln ändern. Belegwerk weist die Steuer je Satz getrennt aus.</p>
      <h2>Kleinunternehmer nach § 19 UStG</h2>
      <p>Stellen Sie 0 % ein und ergänzen Sie einen Posten mit dem Hinweis „Gemäß § 19 UStG wird keine Umsatzsteuer berechnet“ und dem Preis 0,00. Die Regelung gilt bis 25.000 € Umsatz im Vorjahr und 100.000 € im laufenden Jahr.</p>`,
  },
  {
    id: "rueckmeldung", area: "beide", category: "Datenschutz", updated: "2026-11-15",
    title: "Warum fragen Sie nach meiner Meinung?",
    summary: "Was eine Umfrage überträgt, was nicht, und wie Sie sie abstellen.",
    words: "umfrage feedback bewertung cookie tracking datenschutz empfehlung askwell nps",
    body: `
      <p>Gelegentlich fragen wir, wie wahrscheinlich es ist, dass Sie uns weiterempfehlen. Die Antwort liest ein Mensch, und sie bestimmt, woran wir als Nächstes arbeiten.</p>
      <h2>Was übertragen wird</h2>
      <ul>
        <li>Ihre Antwort und was Sie dazu schreiben</li>
        <li>die Adresse der Seite, ohne Suchbegriffe und andere Anhängsel</li>
        <li>die Sprache und der Zeitpunkt</li>
        <li>in Belegwerk außerdem Ihr Konto, damit wir wissen, für welche Art Betrieb etwas nicht passt</li>
      </ul>
      <h2>Was nicht übertragen wird</h2>
      <p>Ihre IP-Adresse wird nicht gespeichert, es gibt keine Cookies und keinen Fingerabdruck Ihres Geräts. Eine E-Mail-Adresse haben wir nur, wenn Sie sie selbst eintragen.</p>
      <h2>Nicht mehr fragen</h2>
      <p>Schließen Sie die Frage, dann ruht sie mehrere Wochen. In Belegwerk schalten Sie sie unter <strong>Einstellungen → Rückmeldung</strong> ganz ab.</p>`,
  },
];
