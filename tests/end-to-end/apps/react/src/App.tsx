import { useState } from "react";
import { Link, Route, Routes } from "react-router";
import { Article } from "./Article";
import type { Person } from "./askwell";
import { Feedback } from "./Feedback";
import { Invoices } from "./Invoices";

const OWNER: Person = { id: "u-204", role: "owner" };

export function App() {
  const [person, setPerson] = useState<Person | null>(OWNER);
  if (!person) {
    return <button onClick={() => setPerson(OWNER)}>Sign in</button>;
  }
  return (
    <>
      <Feedback person={person} />
      <nav>
        <Link to="/">Invoices</Link> <Link to="/help/reminders">Reminders</Link> <Link to="/help/exports">Exports</Link>{" "}
        <button onClick={() => setPerson(null)}>Sign out</button>
      </nav>
      <main>
        <Routes>
          <Route index element={<Invoices />} />
          <Route path="help/:topic" element={<Article />} />
        </Routes>
      </main>
    </>
  );
}
