// The data: invoices, customers and settings, stored for this tab, and the operations on them.

import { forget, load, save } from "../shared/storage.js";
import { addDays, today } from "./format.js";
import { sampleCustomers, sampleInvoices, sampleSettings } from "./sample.js";

const KEY = "belegwerk.books";

function sample() {
  return { settings: { ...sampleSettings }, customers: sampleCustomers, invoices: sampleInvoices(sampleSettings), sent: 0 };
}

let books = load(KEY, null) ?? sample();

function keep() {
  save(KEY, books);
  document.dispatchEvent(new CustomEvent("books:changed"));
}

export const settings = () => books.settings;
export const customers = () => books.customers;
export const customerById = (id) => books.customers.find((customer) => customer.id === id);
export const invoiceById = (id) => books.invoices.find((invoice) => invoice.id === id);
/** How many invoices were sent since the tab was opened. */
export const sentCount = () => books.sent;

/** Newest first. */
export function invoices() {
  return books.invoices.toSorted((a, b) => b.date.localeCompare(a.date) || b.id.localeCompare(a.id));
}

/** The displayed status: a sent invoice is open until its due date, and overdue from the next day. */
export function statusOf(invoice) {
  if (invoice.status !== "versendet") return invoice.status;
  return invoice.due < today() ? "ueberfaellig" : "offen";
}

/** Net, VAT by rate, and gross, in cents. VAT is rounded once per rate, as on paper. */
export function totals({ items }) {
  const net = items.reduce((sum, { quantity, price }) => sum + Math.round(quantity * price), 0);
  const rates = new Map();
  for (const { quantity, price, vat } of items) rates.set(vat, (rates.get(vat) ?? 0) + Math.round(quantity * price));
  const taxes = [...rates].map(([rate, base]) => ({ rate, tax: Math.round((base * rate) / 100) })).sort((a, b) => b.rate - a.rate);
  return { net, taxes, gross: net + taxes.reduce((sum, { tax }) => sum + tax, 0) };
}

function nextNumber() {
  const highest = Math.max(0, ...books.invoices.map(({ id }) => Number(id.split("-").at(-1)) || 0));
  return `${books.settings.prefix}-${today().slice(0, 4)}-${String(highest + 1).padStart(4, "0")}`;
}

export function addInvoice({ customer, date, due, items }) {
  const invoice = { id: nextNumber(), customer, date, due, items, status: "entwurf" };
  books.invoices.push(invoice);
  keep();
  return invoice;
}

export function duplicate(id) {
  const { customer, items } = invoiceById(id);
  return addInvoice({ customer, date: today(), due: addDays(today(), books.settings.dueDays), items: structuredClone(items) });
}

/** Only for drafts: sent invoices can't be deleted. */
export function discard(id) {
  books.invoices = books.invoices.filter((invoice) => invoice.id !== id || invoice.status !== "entwurf");
  keep();
}

export function send(id) {
  const invoice = invoiceById(id);
  if (invoice.status !== "entwurf") return;
  invoice.status = "versendet";
  invoice.date = today();
  invoice.due = addDays(invoice.date, books.settings.dueDays);
  books.sent += 1;
  keep();
  document.dispatchEvent(new CustomEvent("books:sent", { detail: { count: books.sent } }));
}

export function markPaid(id) {
  invoiceById(id).status = "bezahlt";
  keep();
}

export function addCustomer(customer) {
  const added = { ...customer, id: `k${Date.now()}` };
  books.customers = [...books.customers, added];
  keep();
  return added;
}

export function changeSettings(changes) {
  books.settings = { ...books.settings, ...changes };
  keep();
}

export function startOver() {
  forget(KEY);
  books = sample();
  keep();
}
