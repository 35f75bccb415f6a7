// Runs the worker program in the role that the page's first message gives it.
"use strict";

// The page may send before the program listens: what comes early waits here, and the program
// takes it when it replaces onmessage.
globalThis.flowPlayground = { early: [] };

const run = async ({ wasm, exec, role }) => {
  importScripts(exec);
  const go = new Go();
  go.argv = ["worker", role];
  const response = await fetch(wasm);
  if (!response.ok) {
    throw new Error(`the server answered ${response.status}`);
  }
  // Not every static host sends the type that streaming compilation asks for.
  const program = new Response(response.body, { headers: { "Content-Type": "application/wasm" } });
  const { instance } = await WebAssembly.instantiateStreaming(program, go.importObject);
  await go.run(instance);
  throw new Error("the program ended");
};

onmessage = ({ data }) => {
  onmessage = (event) => flowPlayground.early.push(event.data);
  // A rejected promise stays inside a worker; a reported error reaches the page's onerror.
  run(data).catch((error) => reportError(error));
};
