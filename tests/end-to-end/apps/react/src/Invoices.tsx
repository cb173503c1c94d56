import { useState } from "react";

export function Invoices() {
  const [drafts, setDrafts] = useState(5);

  function send() {
    (window.askwell ||= []).push(["track", "invoices-sent", { count: drafts }]);
    setDrafts(0);
  }

  return (
    <>
      <h1>Invoices</h1>
      <p>{drafts} drafts</p>
      <button onClick={send}>Send invoices</button>
    </>
  );
}
