// In the place of `WebAssembly.instantiateStreaming`, wherever the application loads a part of itself: some servers don't
// call Wasm by its name, and browsers then refuse to compile it while it arrives.
const { instantiateStreaming: stream } = WebAssembly;

export async function instantiateStreaming(answer, imports) {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.headers.get("Content-Type") === "application/wasm"
    ? stream(response, imports)
    : WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
