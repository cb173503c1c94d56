import type { Config, SurveyAttributes } from "./askwell";

// @ts-expect-error: there is no such option
export const a: Config = { endpont: "/feedback" };
// @ts-expect-error: it is no number
export const b: Config = { delay: "soon" };
// @ts-expect-error: it is none of the words
export const c: Config = { theme: "black" };
// @ts-expect-error: a question needs what it asks
export const d: Config = { id: "a", questions: [{ id: "reason", type: "text" }] };
// @ts-expect-error: there is no such type of question
export const e: Config = { id: "a", questions: [{ id: "reason", type: "essay", prompt: "Why?" }] };
// @ts-expect-error: there is no such restraint
export const f: Config = { interrupt: ["yelling"] };
// @ts-expect-error: there is no such trigger
export const g: Config = { targeting: { when: [{ moon: "full" }] } };
// @ts-expect-error: a variant has the targeting of the survey
export const h: Config = { variants: [{ name: "a", config: { targeting: { sample: 1 } } }] };
// @ts-expect-error: a response is changed at once, or not at all
export const i: Config = { beforeSend: async (response) => response };
// @ts-expect-error: there is no such attribute
export const j: SurveyAttributes = { "recomend-url": "/" };

// @ts-expect-error: there is no such call
askwell.open();
// @ts-expect-error: there is no such score
askwell.show("app", { prefill: { score: 11 } });
// @ts-expect-error: there is no such event
askwell.on("closed", () => {});
// @ts-expect-error: only an answer has a score
askwell.on("shown", ({ score }) => score);
// @ts-expect-error: lists are no traits
askwell.identify({ id: "c-17", roles: ["buyer"] });
// @ts-expect-error: there is no such code
askwell.on("error", ({ code }) => code === "broken");
// @ts-expect-error: an array of calls has no calls of its own
window.askwell?.show();
// @ts-expect-error: a call of this name takes something else
(window.askwell ||= []).push(["init", "/feedback"]);
