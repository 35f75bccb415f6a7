// Fetches the page program with a progress bar that tells the truth, and starts it. The names of
// all files stand in the attributes of this script's tag, where the build writes their hashes.
"use strict";

{
  const files = document.currentScript.dataset;
  // What shapes the page is there before the program: see the stylesheet.
  for (const mode of ["present", "embed"]) {
    document.documentElement.toggleAttribute(`data-${mode}`, location.hash.includes(`${mode}=true`));
  }
  const element = (id) => document.getElementById(id);
  const url = (name) => new URL(name, document.baseURI).href;

  // The least module that needs SIMD, a function that returns a vector. i8x16.popcnt came late to the
  // instructions, so browsers with an unfinished SIMD behind a flag don't count.
  const probe = new Uint8Array([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // magic number "\0asm", version 1
    1, 5, 1, 0x60, 0, 1, 0x7b, // types: one, a function of nothing with the result v128
    3, 2, 1, 0, // functions: one, of type 0
    10, 10, 1, 8, 0, // code: one body of 8 bytes without locals
    0x41, 0, 0xfd, 15, 0xfd, 98, 0x0b, // i32.const 0, i8x16.splat, i8x16.popcnt, end
  ]);
  const simd = globalThis.WebAssembly?.validate(probe) ?? false;

  const programOf = (role) => role === "files" ? files.filesWasm : simd ? files.workerWasm : files.workerPlain;

  // Compiled once for all workers of a program, which then also share what the browser optimises. What
  // did not arrive is asked for again the next time.
  const compiled = new Map();
  const compile = (name) => {
    if (!compiled.has(name)) {
      compiled.set(name, fetchAndCompile(name));
      compiled.get(name).catch(() => compiled.delete(name));
    }
    return compiled.get(name);
  };
  const fetchAndCompile = async (name) => {
    const response = await fetch(url(name));
    if (!response.ok) {
      throw new Error(`the server answered ${response.status}`);
    }
    return compileResponse(response);
  };

  // Compiles while the program loads. A browser keeps what it has compiled and optimised, beside the
  // file in its cache, if the response comes straight from the server. Not every static host sends the
  // type that this asks for: there, and where the bytes are counted on their way, it is one of our own.
  const compileResponse = (response, body) => {
    const straight = !body && response.headers.get("Content-Type") === "application/wasm";
    const own = () => new Response(body ?? response.body, { headers: { "Content-Type": "application/wasm" } });
    return WebAssembly.compileStreaming(straight ? response : own());
  };

  const startWorker = (role) => {
    const worker = new Worker(url(files.worker));
    worker.role = role;
    worker.onerror = (event) => { worker.failed = event.message || " "; };
    worker.postMessage({ exec: url(files.exec), role });
    compile(programOf(role)).then(
      (program) => worker.postMessage({ program }),
      (error) => worker.onerror({ message: error.message }),
    );
    return worker;
  };

  // The workers compile while the page program is still on its way; it takes them by their roles
  // and looks at failed for what went wrong before it listened. From simd it knows whether they are slow.
  let ready = [];
  globalThis.flowPlayground = {
    simd,
    take(role) {
      const worker = ready.find((w) => w.role === role) ?? startWorker(role);
      ready = ready.filter((w) => w !== worker);
      return worker;
    },
  };

  const fail = (message) => {
    document.documentElement.dataset.state = "failed";
    element("status").textContent = "Stopped";
    element("failure").textContent = message;
    element("retry").hidden = false;
  };

  // An Error whose message is written for the person at the screen.
  class Trouble extends Error {}

  const noWebGL = "This browser cannot draw with WebGL 2. Turn on hardware acceleration in its settings, or try another browser.";

  const check = () => {
    if (!globalThis.WebAssembly?.compileStreaming || !globalThis.TransformStream || !globalThis.Worker) {
      throw new Trouble("This browser is too old for this page, or has WebAssembly turned off. A current Firefox, Chrome, Edge or Safari will do.");
    }
    if (!globalThis.WebGL2RenderingContext) {
      throw new Trouble(noWebGL);
    }
  };

  const load = (src) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = resolve;
    script.onerror = () => reject(new Trouble("A part of the program did not arrive. Check the connection and try again."));
    document.head.append(script);
  });

  // With Content-Encoding the stream is already decoded, so its bytes add up to the raw size that
  // the build wrote down, however the server compresses.
  const counted = (body) => {
    const total = Number(files.pageSize);
    const MB = (n) => (n / 1e6).toFixed(1);
    let seen = 0, shown = 0;
    const show = () => {
      shown = performance.now();
      if (total > 0) {
        const got = Math.min(seen, total);
        element("progress").value = got / total;
        element("loading-text").textContent = `Loading the program: ${MB(got)} of ${MB(total)} MB`;
      } else {
        element("progress").removeAttribute("value");
        element("loading-text").textContent = `Loading the program: ${MB(seen)} MB`;
      }
    };
    return body.pipeThrough(new TransformStream({
      transform(chunk, out) {
        seen += chunk.byteLength;
        out.enqueue(chunk);
        if (performance.now() - shown > 100) { // each time, the browser draws the page anew
          show();
        }
      },
      flush: show,
    }));
  };

  // Whether this very program was here before, and so is in the browser's cache: then there is no
  // progress to count. A browser that remembers nothing counts each time.
  const visits = {
    again: () => { try { return localStorage.getItem("program") === files.page; } catch { return false; } },
    note: () => { try { localStorage.setItem("program", files.page); } catch { /* it is only for speed */ } },
  };

  const fetchProgram = async () => {
    let response;
    try {
      response = await fetch(url(files.page));
    } catch {
      throw new Trouble("The program could not be loaded. Check the connection and try again.");
    }
    if (!response.ok) {
      throw new Trouble(`The program could not be loaded: the server answered ${response.status}. Try again in a moment.`);
    }
    const known = visits.again();
    if (known) {
      element("progress").removeAttribute("value");
    }
    const program = await (known ? compileResponse(response) : compileResponse(response, counted(response.body)));
    visits.note();
    return program;
  };

  const start = async () => {
    check();
    ready = ["trainer", "trainer", "viewer"].map(startWorker);
    const [program] = await Promise.all([fetchProgram(), load(url(files.exec))]);
    const go = new Go();
    go.argv = ["page"];
    element("progress").value = 1;
    element("loading-text").textContent = "Starting";
    await go.run(await WebAssembly.instantiate(program, go.importObject));
    // Asked only now, because making a context can take a second.
    if (!document.createElement("canvas").getContext("webgl2")) {
      throw new Trouble(noWebGL);
    }
    throw new Trouble("The program has stopped, which it should never do. Try again; the browser's console says more.");
  };

  if (new URLSearchParams(location.search).has("bench")) {
    load(url(files.bench));
  }
  element("retry").addEventListener("click", () => location.reload());
  start().catch((error) => {
    if (error instanceof Trouble) {
      fail(error.message);
      return;
    }
    fail(`The program could not be started (${error.message}). Reload the page; if that doesn't help, try another browser.`);
  });
}
