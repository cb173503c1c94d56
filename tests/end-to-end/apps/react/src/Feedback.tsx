import { useEffect } from "react";
import type { Config, Person } from "./askwell";

const SURVEY: Config = {
  id: "invoices",
  product: "Belegwerk",
  show: "auto",
  targeting: { when: "event invoices-sent" },
  interrupt: ["start"],
};

export function Feedback({ person }: { person: Person }) {
  useEffect(() => {
    (window.askwell ||= []).push(["identify", person], ["init", SURVEY]);
    return () => {
      (window.askwell ||= []).push(["identify", {}], ["destroy"]);
    };
  }, [person]);
  return null;
}
