// All articles, and the search.

import { belegwerk } from "./articles-belegwerk.js";
import { lindenhof } from "./articles-lindenhof.js";

export const articles = [...lindenhof, ...belegwerk];
export const areas = { lindenhof: "Lindenhof", belegwerk: "Belegwerk" };

export function articleById(id) {
  return articles.find((article) => article.id === id);
}

export function inArea(area) {
  return articles.filter((article) => !area || article.area === area || article.area === "beide");
}

/**
 * Articles that match every word of the query, best first. A word matches where one in the article begins with it;
 * the title counts most, then the summary and the words people use instead, then the text.
 */
export function find(query, area = "") {
  const words = split(query);
  return inArea(area)
    .map((article) => ({ article, score: score(article, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ article }) => article);
}

function score(article, words) {
  const fields = fieldsOf(article);
  let sum = 0;
  for (const word of words) {
    const best = Math.max(...fields.map(([weight, tokens]) => (tokens.some((token) => token.startsWith(word)) ? weight : 0)));
    if (best === 0) return 0;
    sum += best;
  }
  return sum;
}

const prepared = new Map();

function fieldsOf(article) {
  if (!prepared.has(article.id)) {
    const text = article.body.replace(/<[^>]+>/g, " ");
    prepared.set(article.id, [[8, split(article.title)], [5, split(article.words)], [4, split(article.summary)], [1, split(text)]]);
  }
  return prepared.get(article.id);
}

const fillers = new Set("wie was wo wer ist ich mein meine der die das ein eine und zu im in mit".split(" "));

/** Words without case, accents and ß, so that "Rückgabe", "rueckgabe" and "RUCKGABE" match. Stop words count only if alone. */
function split(text) {
  const words = text
    .toLowerCase()
    .replace(/ae|oe|ue/g, (pair) => ({ ae: "a", oe: "o", ue: "u" })[pair])
    .replace(/ß/g, "ss")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const telling = words.filter((word) => !fillers.has(word));
  return telling.length ? telling : words;
}

const days = new Intl.DateTimeFormat("de-DE", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

export function dayOf(iso) {
  return days.format(new Date(`${iso}T00:00:00Z`));
}
