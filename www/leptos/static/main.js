// Begins the application.
import init from "./leptos-example.js";

await init();
