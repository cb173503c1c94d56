import { onUnmounted, watchEffect } from "vue";
import type { Config, Person } from "./askwell";

const SURVEY: Config = {
  id: "invoices",
  product: "Belegwerk",
  show: "auto",
  targeting: { when: "event invoices-sent" },
  interrupt: ["start"],
};

export function useFeedback(person: () => Person) {
  watchEffect(() => {
    (window.askwell ||= []).push(["identify", person()], ["init", SURVEY]);
  });
  onUnmounted(() => {
    (window.askwell ||= []).push(["identify", {}], ["destroy"]);
  });
}
