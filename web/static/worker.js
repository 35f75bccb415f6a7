// Runs the worker program in the role that the page's first message gives it.
"use strict";

// The page may send before the program listens: what comes early waits here, and the program
// takes it when it replaces onmessage.
globalThis.flowPlayground = {
  early: [],
  // Waits while a word of shared memory has a value, for some ms at most. Who falls asleep takes
  // longer to wake than a message takes, so it looks some times first.
  watch(words, i, value, ms) {
    for (let n = 0; n < 2000; n++) {
      if (Atomics.load(words, i) !== value) {
        return;
      }
    }
    Atomics.wait(words, i, value, ms);
  },
};

const run = async ({ exec, role }, program) => {
  importScripts(exec);
  const go = new Go();
  go.argv = ["worker", role];
  await go.run(await WebAssembly.instantiate(await program, go.importObject));
  throw new Error("the program ended");
};

onmessage = ({ data }) => {
  const program = new Promise((resolve) => {
    onmessage = (event) => {
      if (event.data.program) {
        resolve(event.data.program);
      } else {
        flowPlayground.early.push(event.data);
      }
    };
  });
  // A rejected promise stays inside a worker; a reported error reaches the page's onerror.
  run(data, program).catch((error) => reportError(error));
};
