// The page's ?bench: times in this browser what the page spends its time on, and shows a table with
// a button that copies it. Nothing else runs meanwhile: training is paused, and the picture is tiny.
"use strict";

{
  // ?bench=0.1 takes a tenth of the time, and as much more notice of all else that goes on.
  const seconds = Number(new URLSearchParams(location.search).get("bench")) || 1;
  const rows = []; // [name, value, unit]
  const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

  const dialog = document.createElement("dialog");
  dialog.id = "bench";
  dialog.innerHTML = `<h2>How fast is this browser?</h2>
    <p role="status" class="doing"></p>
    <table><thead><tr><th scope="col">What</th><th scope="col">How long, how fast</th></tr></thead><tbody></tbody></table>
    <p class="actions"><button type="button" class="copy" disabled>Copy</button> <button type="button" class="close">Close</button></p>`;
  const part = (name) => dialog.querySelector(name);
  const say = (text) => { part(".doing").textContent = text; };

  const add = (name, value, unit) => {
    rows.push([name, value, unit]);
    const row = part("tbody").insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = name;
    row.append(head);
    row.insertCell().textContent = `${value < 10 ? value.toFixed(2) : value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
  };

  const machine = () => `${navigator.userAgent}, ${navigator.hardwareConcurrency} threads, ${flowPlayground.simd ? "SIMD" : "no SIMD"}, ${crossOriginIsolated ? "shared memory" : "no shared memory"}`;
  const asText = () => [machine(), ...rows.map(([name, value, unit]) => `${name}\t${value.toPrecision(3)}\t${unit}`)].join("\n");

  part(".copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(asText());
      say("Copied.");
    } catch {
      say("The browser does not let the page copy; mark the table instead.");
    }
  });
  part(".close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => shrink(false));

  // The models and their pictures, one case after the other in a worker of its own.
  const timeModels = () => new Promise((resolve, reject) => {
    const worker = flowPlayground.take("benchmark");
    let names;
    const next = () => {
      if (names.length === 0) {
        worker.terminate();
        resolve();
        return;
      }
      say(`Timing ${names[0]}, one of ${names.length} left.`);
      worker.postMessage({ name: names.shift(), seconds });
    };
    worker.onerror = (event) => reject(new Error(event.message || "a part of the program did not arrive"));
    worker.onmessage = ({ data }) => {
      if (names) {
        add(data.name, data.ms, "ms");
      }
      names ??= data;
      next();
    };
  });

  // Training with all that belongs to it, by one worker and by two in turn, and no picture of it.
  const timeTraining = async () => {
    for (const [recipe, title] of [["tuned", ""], ["notebook", ", notebook"]]) {
      say(`Timing training by one worker and by two${title}.`);
      const rates = await playground.timeTraining(recipe, Math.ceil(20 * seconds));
      rates.forEach((rate, i) => add(`Training, ${["1 worker", "2 workers"][i]}${title}`, rate, "steps/s"));
    }
  };

  const timeMessages = async () => {
    say("Timing messages.");
    const took = [];
    for (let i = 0; i < 100; i++) {
      const start = performance.now();
      await playground.logProb("nf", [[0, 0]]);
      took.push(performance.now() - start);
    }
    add("Message to a worker and back", median(took), "ms");
  };

  // Where the browser draws in software, a picture would take a core.
  const shrink = (on) => {
    document.body.classList.toggle("timed", on);
    window.dispatchEvent(new Event("resize"));
  };

  const run = async () => {
    while (!window.playground?.state().ready) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    add("Start, until both models are drawn", performance.now(), "ms");
    document.body.append(dialog);
    dialog.showModal();
    const { playing } = playground.state();
    await playground.pause();
    shrink(true);
    try {
      say("Waiting for the browser to finish with compiling the page.");
      await new Promise((resolve) => setTimeout(resolve, 5000 * seconds));
      await timeModels();
      await timeTraining();
      await timeMessages();
    } finally {
      shrink(false);
      if (playing) {
        await playground.play();
      }
    }
    say(`Done. ${machine()}`);
    part(".copy").disabled = false;
    dialog.dataset.rows = JSON.stringify(rows);
  };
  run().catch((error) => say(`This did not work: ${error.message}`));
}
