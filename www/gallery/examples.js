// The surveys of docs/examples, which the build puts beside this page, in the order of the moments they are for.

export const EXAMPLES = [
  ["For a shop", [
    ["shop-after-purchase", "After a purchase", "The recommendation, a question for each group, and one for business accounts only."],
    ["shop-browsing", "While browsing", "What brings visitors here, whether they found it, and the way on that fits."],
    ["delivery", "A delivery", "Stars for time and state, and a replacement where something broke. In three languages."],
    ["support-ticket", "A support ticket", "Solved or not, satisfaction with the help, and a call back if it wasn’t."],
  ]],
  ["For an app", [
    ["saas-in-app", "In the app", "The preset, with follow-ups of its own for each group."],
    ["onboarding", "Getting started", "How easy it was, what stood in the way, and help with it on the spot."],
    ["product-feature", "A new feature", "Compared with before: what is lacking, what comes first, and an invitation."],
    ["cancellation", "A cancellation", "One reason, an answer to it, and three endings."],
    ["b2b-account-with-roles", "An account with roles", "Other questions for whoever uses, runs and pays for it."],
  ]],
  ["For everybody else", [
    ["faq-article", "An article", "Helpful or not, and what was missing. The preset alone."],
    ["event", "An event", "A day as a whole and in its parts, and words to quote."],
    ["employee", "Employees", "As a place to work. Nothing is kept on the device."],
  ]],
].map(([group, list]) => ({ group, list: list.map(([name, title, blurb]) => ({ name, title, blurb })) }));
