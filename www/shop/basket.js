// The basket: its items, its price, and the order. It is stored for the browser tab.

import { forget, load, save } from "../shared/storage.js";
import { productById } from "./catalogue.js";

const BASKET = "lindenhof.basket";
const ORDER = "lindenhof.order";
const MOST = 20;

export const freeFrom = 6000;
export const shippingWays = {
  paket: { name: "Paket", time: "2 bis 4 Werktage", price: 490, freeFrom },
  express: { name: "Express", time: "nächster Werktag bei Bestellung bis 12 Uhr", price: 1190 },
  abholung: { name: "Abholung im Hofladen", time: "ab morgen, Di–Sa 10–18 Uhr", price: 0 },
};

/** `[{product, count}]`, without anything the catalogue no longer has. */
export function lines() {
  return Object.entries(load(BASKET, {}))
    .map(([id, count]) => ({ product: productById(id), count }))
    .filter(({ product, count }) => product && count > 0);
}

export function pieces() {
  return lines().reduce((sum, { count }) => sum + count, 0);
}

export function add(id, count = 1) {
  setCount(id, (load(BASKET, {})[id] ?? 0) + count);
}

export function setCount(id, count) {
  const basket = load(BASKET, {});
  if (count > 0) basket[id] = Math.min(MOST, count);
  else delete basket[id];
  save(BASKET, basket);
  document.dispatchEvent(new CustomEvent("basket:changed"));
}

/** Goods, shipping, total and the VAT inside it (7 % on tea, 19 % on pottery and on the shipping). */
export function sums(way = "paket") {
  const list = lines();
  const goods = list.reduce((sum, { product, count }) => sum + product.price * count, 0);
  const { price, freeFrom: limit = Infinity } = shippingWays[way];
  const shipping = list.length === 0 || goods >= limit ? 0 : price;
  const tea = list.filter(({ product }) => product.category === "tee").reduce((sum, { product, count }) => sum + product.price * count, 0);
  const vat = Math.round((tea * 7) / 107 + ((goods - tea + shipping) * 19) / 119);
  return { goods, shipping, total: goods + shipping, vat };
}

/** Turns the basket into the tab's latest order and empties it. Nothing leaves the browser. */
export function placeOrder({ firstName, email, way, payment }) {
  const order = {
    number: `LH-${new Date().getFullYear()}-${String(Math.floor(10000 + Math.random() * 90000))}`,
    firstName, email, way, payment,
    items: lines().map(({ product, count }) => ({ id: product.id, count })),
    sums: sums(way),
  };
  save(ORDER, order);
  forget(BASKET);
  return order;
}

export function latestOrder() {
  return load(ORDER, null);
}
