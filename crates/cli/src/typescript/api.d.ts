// Askwell: what a page can say to the widget, and hear from it. See docs/embedding.md.

/** What `askwell.explain()` returns. */
export interface Explanation {
  surveys: SurveyExplanation[];
  /** How many responses wait to be delivered. */
  waiting: number;
  /** What waits, oldest first: where it goes, how often that has failed, and when it is tried next. */
  outbox: { id: string; revision: number; endpoint: string; tries: number; due: string }[];
  /** Why the last attempt on this page failed that will be repeated. */
  lastError?: string;
}

/** Why a survey would show or not. */
export interface SurveyExplanation {
  id: string;
  /** Whether it is on the page. */
  open: boolean;
  /** Whether it is on the page, or would be shown now. */
  visible: boolean;
  rules: Rule[];
  /** Where its answers are kept on the device; `none` also without consent, `blocked` and `full` where they can't be. */
  storage: "local" | "session" | "none" | "blocked" | "full";
}

/** One reason for a survey to show, or not to. */
export interface Rule {
  /** The name of the rule. */
  rule: string;
  /** If it doesn't hold, the survey doesn't show. */
  holds: boolean;
  /** Of targeting: `wait` may change on this page view, `never` doesn't. */
  verdict?: "show" | "wait" | "never";
  /** Why, in a sentence. */
  because?: string;
  /** The fact that decides. */
  fact?: Value;
}

/** A plain value, as in JSON. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

/** Names with a text, a number or a boolean each. */
export interface Labels {
  [name: string]: string | number | boolean | null | undefined;
}

/** Who answers. */
export interface Person extends Labels {
  id?: string | number;
  account?: string | number;
  role?: string | number;
  /** Fills in the contact question. */
  email?: string;
}

/** What a call that shows a survey can add to its configuration. */
export interface ShowOptions {
  /** A score from 0 to 10: it is selected, and counts after the visitor confirms it. */
  prefill?: { score?: Score };
  /** What this answer belongs to, over what the configuration says. */
  attributes?: Labels;
  /** Answers that the page gives, over what the configuration says. */
  hidden?: Labels;
  /** Whether the survey is shown during a recontact period. */
  ignoreRecontact?: boolean;
}

/** How likely a recommendation is. */
export type Score = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/** Which group a score belongs to: 0 to 6, 7 and 8, 9 and 10. */
export type Group = "detractor" | "passive" | "promoter";

/** What an endpoint receives. See docs/responses.md. */
export interface Response {
  schema: "askwell.response/1";
  /** A UUID of version 7: the same in all revisions. */
  id: string;
  /** Counts from 1. */
  revision: number;
  status: "partial" | "complete" | "abandoned";
  survey: { id: string; version: number; kind: "relational" | "transactional" | "rating" };
  score?: Score;
  group?: Group;
  /** The answers by name. */
  answers: { [name: string]: Value };
  /** The ending screen that was reached, if it has a name. */
  ending?: string;
  /** Always there, unless `beforeSend` takes it out. */
  person?: { [name: string]: Value };
  attributes: { [name: string]: Value };
  page: { url: string; referrer: string; title: string };
  locale: string;
  layout: "popover" | "inline";
  /** By the visitor's clock, in UTC. */
  shownAt: string;
  answeredAt: string;
  /** How long each answer took. */
  seconds: { [name: string]: number };
}

/**
 * The name of a function of the page, or the function. It returns the response to send, `false` to hold it back, or anything
 * else to send it as it is then.
 */
export type BeforeSend = string | ((response: Response) => Response | boolean | void) | null;

/** The name of a function of the page that is called with each response, or the function. */
export type Callback = string | ((response: Response) => void) | null;

/** Why a call is rejected. */
export interface AskwellError extends Error {
  code: ErrorCode;
  /** What is wrong with a configuration, and where. */
  problems: Problem[];
}

/** What is wrong, and where. */
export interface Problem {
  /** As in `questions[2].choices`; empty for the whole. */
  path: string;
  message: string;
}

/** The `detail` of each event, by its name after `askwell:`. */
export interface EventDetails {
  ready: Record<string, never>;
  shown: { survey: string };
  answered: { id: string; survey: string; question: string; score?: Score; group?: Group };
  completed: { id: string; survey: string };
  dismissed: { id: string; survey: string };
  abandoned: { id: string; survey: string };
  delivered: { id: string; revision: number; endpoint: string };
  undeliverable: {
    reason: "full" | "expired" | "refused" | "beforeSend";
    id?: string;
    revision?: number;
    endpoint?: string;
    /** The endpoint's, if it answered. */
    status?: number;
  };
  error: { code: ErrorCode; message: string; problems: Problem[] };
}

/** The name of an event, after `askwell:`. */
export type EventName = keyof EventDetails;

/** The events as the document hears them. */
export type AskwellEvents = { [Name in EventName as `askwell:${Name}`]: CustomEvent<EventDetails[Name]> };

/** Hears an event. */
export type Listener<Name extends EventName> = (detail: EventDetails[Name], event: CustomEvent<EventDetails[Name]>) => void;

/** `window.askwell`, once the script has run. */
export interface Askwell {
  /** Registers a survey, and shows it once it is due unless `show` is `manual`. */
  init(config?: Config): Promise<string | undefined>;
  /** Shows a survey now: the one of this `id`, or the page's first. Resolves to its `id` when it is there. */
  show(id?: string | null, options?: ShowOptions): Promise<string>;
  /** Closes the open survey, as the visitor would. */
  close(): Promise<void>;
  /** Sets who answers from now on. */
  identify(person: Person): Promise<void>;
  /** Counts an event, for triggers and conditions. */
  track(name: string, properties?: Labels): Promise<void>;
  /** Changes the language of the open survey and of later ones. */
  setLanguage(tag: string): Promise<void>;
  /** Why each survey would show or not, and what waits to be delivered. */
  explain(id?: string | null): Promise<Explanation>;
  /** The visitor consents, doesn't, or no longer does. */
  consent(given: boolean): Promise<void>;
  /** Forgets the visitor: everything on the device, and who they are. */
  reset(): Promise<void>;
  /** Removes every survey from the page. */
  destroy(): Promise<void>;
  /** Adds a listener. */
  on<Name extends EventName>(event: Name, listener: Listener<Name>): void;
  /** Removes a listener. */
  off<Name extends EventName>(event: Name, listener: Listener<Name>): void;
  /** Makes calls, as the array does that a page has before the script has run. */
  push(...calls: Call[]): void;
}

/** A call for later: its name, and what it is given. */
export type Call =
  | { [Name in OtherCall]: [Name, ...Parameters<Askwell[Name]>] }[OtherCall]
  // In an array, TypeScript doesn't know the listener by the event before it.
  | ["on" | "off", EventName, (detail: any, event: CustomEvent) => void];

type OtherCall = Exclude<keyof Askwell, "on" | "off" | "push">;

/** The value of an attribute of an element. */
export type Attribute = string | number | boolean | null | undefined;

declare global {
  /** Once the script has run. Before that, push calls to `window.askwell`. */
  const askwell: Askwell;

  interface Window {
    /** An array of calls of the page's, until the script has run. */
    askwell?: Askwell | Call[];
  }

  interface DocumentEventMap extends AskwellEvents {}
  interface HTMLElementEventMap extends AskwellEvents {}
  interface WindowEventMap extends AskwellEvents {}

  interface HTMLElementTagNameMap {
    "askwell-survey": HTMLElement;
    "askwell-rating": HTMLElement;
    "askwell-tab": HTMLElement;
  }
}
