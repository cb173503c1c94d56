// The surveys of docs/examples, which the build puts beside this page.

export const EXAMPLES = [
  ["For a shop", [
    ["shop-after-purchase", "After a purchase", "The recommendation question, a question for each group, and one for business accounts."],
    ["shop-browsing", "While browsing", "What visitors look for, whether they found it, and a link that fits."],
    ["delivery", "A delivery", "Stars for time and condition, and a replacement if something broke. In three languages."],
    ["support-ticket", "A support ticket", "Solved or not, satisfaction with the help, and a call back if it wasn’t solved."],
  ]],
  ["For an app", [
    ["saas-in-app", "In the app", "The preset with its own follow-ups for each group."],
    ["onboarding", "Getting started", "How easy it was, what was difficult, and help with it."],
    ["product-feature", "A new feature", "A comparison with the old version, what is missing, priorities, and an invitation."],
    ["cancellation", "A cancellation", "One reason, a reply to it, and three ending screens."],
    ["b2b-account-with-roles", "An account with roles", "Different questions for users, administrators and buyers."],
  ]],
  ["Others", [
    ["faq-article", "An article", "Helpful or not, and what was missing. A preset alone."],
    ["event", "An event", "A rating of the day and of its parts, and consent to be quoted."],
    ["employee", "Employees", "Recommendation as a place to work. Nothing is stored on the device."],
  ]],
].map(([group, list]) => ({ group, list: list.map(([name, title, blurb]) => ({ name, title, blurb })) }));
