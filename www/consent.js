// Whether the visitor consents to something being kept on the device, where the site asks for that: what consent platforms say,
// and Global Privacy Control. It has to be known before anything is read, so before there is an application.

// What Usercentrics knows the widget by.
const SERVICE = "askwell";
// What platforms dispatch on the window or the document when they are there, or the visitor has decided.
const EVENTS = [
  "CookiebotOnConsentReady", "CookiebotOnAccept", "CookiebotOnDecline", "UC_UI_INITIALIZED", "UC_UI_CMP_EVENT", "UC_CONSENT",
  "visitorConsentCollected", "wp_consent_type_defined", "wp_listen_for_consent_change", "load",
];

const ofService = (services) => Object.values(services || {}).find(({ name }) => name?.toLowerCase() === SERVICE)?.consent;

let frameworkSays;
const isFollowed = {};

// What a platform says: whether the visitor consents. Nothing if the page hasn't got it, or it has no answer yet.
const platforms = [
  // IAB TCF: purpose 1 is to store and access information on a device.
  (changed) => {
    if (window.__tcfapi && !isFollowed.tcf) {
      isFollowed.tcf = true;
      __tcfapi("addEventListener", 2, (data, success) => {
        if (!success || data.eventStatus === "cmpuishown") return;
        frameworkSays = data.gdprApplies === false || !!data.purpose?.consents?.[1];
        changed();
      });
    }
    return frameworkSays;
  },
  () => window.Cookiebot?.hasResponse ? Cookiebot.consent.statistics : undefined,
  async () => ofService((await window.__ucCmp?.getConsentDetails())?.services)?.given,
  () => window.UC_UI?.isInitialized() ? ofService(UC_UI.getServicesBaseInfo())?.status : undefined,
  () => window.Shopify?.customerPrivacy?.analyticsProcessingAllowed(),
  () => window.wp_has_consent?.("statistics"),
  // Google consent mode. That it is denied by default says nothing of what the visitor will say.
  (changed) => {
    const modes = window.google_tag_data?.ics;
    if (modes?.addListener && !isFollowed.google) {
      isFollowed.google = true;
      modes.addListener(["analytics_storage"], changed);
    }
    const { update, default: usual } = modes?.entries?.analytics_storage || {};
    return update ?? (usual || undefined);
  },
];

let agree;
const agreed = new Promise((resolve) => agree = resolve);

// Whether anything is kept on the device.
const keeps = () => ["localStorage", "sessionStorage"].some((area) => {
  try { return Object.keys(window[area]).some((key) => key.startsWith("askwell.")); } catch { return false; }
});

// The visitor consents, or doesn't, or no longer. What is kept the application erases.
export const decide = (given, shared) => {
  shared.mayKeep = given;
  if (given) {
    agree();
    shared.deliver();
  }
  return (given || !keeps() ? shared.later : shared.call)("consent", given);
};

// Whether a popover is on the page that nobody has touched.
let untouched = false;

// With consent, a popover that was ignored isn't shown again for a while. Here alone: the page is left without the application.
const rest = ({ storage = "local", recontactIgnored = __ASKWELL_IGNORED_DAYS__ }, { mayKeep, stored }) => {
  if (!untouched || !mayKeep) return;
  try {
    const until = Date.now() + recontactIgnored * 864e5;
    window[`${storage}Storage`].setItem("askwell.rest", JSON.stringify({ ...stored(storage, "rest"), "* popover": until }));
  } catch {
    // It takes nothing.
  }
};

// Follows what the visitor decides. Resolves when surveys may be shown, which only some sites want consent for.
export const follow = async (given, shared) => {
  const { consent, gpc } = given;
  shared.mayKeep ??= false;
  let last;
  const tell = (given) => given === last || decide(last = given, shared);
  if (gpc === "respect" && navigator.globalPrivacyControl) tell(false);
  else if (!consent) tell(true);
  else {
    const look = async () => {
      // What a page has under these names may be anything.
      const ask = async (platform) => platform(look);
      const answers = await Promise.allSettled(platforms.map(ask));
      const given = answers.map(({ value }) => value).filter((value) => typeof value === "boolean");
      if (given.length) tell(given.every(Boolean));
    };
    // Captured: not all of them bubble.
    EVENTS.forEach((name) => addEventListener(name, look, true));
    addEventListener("askwell:shown", ({ target }) => untouched ||= "popover" in (target.dataset || {}), true);
    for (const name of ["answered", "dismissed"]) addEventListener(`askwell:${name}`, () => untouched = false, true);
    addEventListener("pagehide", () => rest(given, shared));
    await look();
  }
  return !consent || consent === "storage" || agreed;
};
