// Says on the console what is the matter with an endpoint: which of the things that can be, and what to change. Fetched
// when one fails.

/** `why`: what is known already; `forbidden`: the addresses that a policy of the page has refused. */
export default async (endpoint, why, forbidden) => {
  // Who is there answers a request that asks for no permission. By then the browser has said what a policy forbids.
  const there = why || await fetch(endpoint, { mode: "no-cors" }).catch(() => {});
  console.error(`askwell: ${endpoint} ${why || (
    forbidden.includes(endpoint) ? "is not in the Content-Security-Policy's connect-src"
    : location.protocol === "https:" && endpoint.startsWith("http:") ? "is not https, and this page is"
    : there ? "does not allow this origin (CORS)"
    : "is offline, down or misspelt")}`);
};
