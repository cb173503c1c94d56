import type { AskwellError, Config, Endpoint, Explanation, Response } from "./askwell";

// Calls before the script has run, and after.
(window.askwell ||= []).push(["init", { endpoint: "/feedback", show: "manual" }], ["show"], ["track", "order", { total: 50 }]);
window.askwell.push(["on", "answered", ({ score, group }, event) => console.log(score, group, event.detail.survey)]);
const id: string = await askwell.show("app", { prefill: { score: 9 }, attributes: { plan: "pro" }, ignoreRecontact: true });

// Events, on the document, on an element and by `on`.
document.addEventListener("askwell:undeliverable", ({ detail }) => console.log(detail.reason, detail.status));
document.querySelector("askwell-rating")?.addEventListener("askwell:completed", ({ detail }) => console.log(detail.id));
askwell.on("error", ({ code, problems }) => console.log(code === "config", problems[0]?.path));

// Configurations: numbers may be spelt, names left out, functions given.
const endpoint: Endpoint = { callback: (response) => console.log(response.answers.reason), if: { group: "detractor" } };
const config: Config = {
  id: "orders", endpoint: "/feedback", endpoints: [endpoint, { receiver: "formspree", parameters: { form: "xayzwvqr" } }],
  delay: "5", theme: null, attributes: { segment: "returning", total: 50 }, texts: {},
  targeting: { when: [{ event: "order", where: { property: "total", atLeast: 50 } }], days: ["monday"], sample: 20 },
  variants: [{ name: "usual" }, { name: "short", config: { followUps: { detractor: "What went wrong?" } } }],
  beforeSend(response: Response) {
    delete response.person;
    return response.answers.reason !== "test";
  },
};
await askwell.init(config).catch((error: AskwellError) => console.log(error.code, error.problems));

const explanation: Explanation = await askwell.explain();
for (const { rule, holds, because } of explanation.surveys.flatMap(({ rules }) => rules)) console.log(rule, holds, because);
export { id };
