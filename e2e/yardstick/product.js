// The project beside other libraries that make the same training step, in a yardstick that imports
// modules with make(options) → { per, step() }. Beside this file belong worker.wasm, as make build
// leaves it in build/, and Go's wasm_exec.js.
//
// What is timed is the worker program itself, run in the page: its benchmark "Yardstick/…" trains by
// the same code as its trainer.
export async function make({ method }) {
  await import("./wasm_exec.js");
  globalThis.flowPlayground ??= {};
  const go = new Go();
  go.argv = ["worker", "benchmark"];
  const { instance } = await WebAssembly.instantiateStreaming(fetch("worker.wasm"), go.importObject);
  go.run(instance);
  while (!flowPlayground.benchmark) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  const run = flowPlayground.benchmark(method === "rk4" ? "Yardstick/default" : "Yardstick/notebook");
  const per = 20;
  let made = 1, loss = run(1);
  return {
    per,
    // All but the first step are made together with per - 1 others, as the trainer makes many
    // between two messages: a call from JavaScript costs some 20 µs.
    step() {
      if (made === 0) {
        loss = run(per);
        made = per;
      }
      made--;
      return loss;
    },
  };
}
