// A tab's own memory. Reading sessionStorage alone can throw (sandboxed frames, blocked storage), and the pages
// have to work there too, so everything falls back to a map that lives as long as the page.

const memory = new Map();

export function load(key, fallback) {
  try {
    const text = window.sessionStorage.getItem(key);
    return text === null ? (memory.get(key) ?? fallback) : JSON.parse(text);
  } catch {
    return memory.get(key) ?? fallback;
  }
}

export function save(key, value) {
  memory.set(key, value);
  try {
    window.sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or refused: the map above has it for this page.
  }
}

export function forget(key) {
  memory.delete(key);
  try {
    window.sessionStorage.removeItem(key);
  } catch {
    // Nothing was stored there in the first place.
  }
}
