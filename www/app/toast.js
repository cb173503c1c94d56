// A short message after an action.

const place = document.querySelector("#toast");
let timer;

export function toast(text) {
  place.textContent = text;
  place.classList.add("is-shown");
  clearTimeout(timer);
  timer = setTimeout(() => place.classList.remove("is-shown"), 4000);
}
