//go:build js && wasm

package main

import (
	"syscall/js"
	"time"

	"flowplayground/flow/benchmark"
)

// roleBenchmark makes the program time what it trains and draws with, for the
// page's ?bench and for whoever compares it with something else.
const roleBenchmark = "benchmark"

// exportBenchmarks lets scripts run the benchmarks and never returns. In this
// thread flowPlayground.benchmark(name) prepares one: it returns a function that
// runs it n times and gives the last training loss, or an Error. From another
// thread, a message {name, seconds} is answered by {name, ms}, the median time of
// a run in about so many seconds; the first message that comes has the names.
func exportBenchmarks() {
	prepare := js.FuncOf(func(_ js.Value, args []js.Value) any {
		c, err := benchmark.ByName(args[0].String())
		if err != nil {
			return js.Global().Get("Error").New(err.Error())
		}
		run := c.Prepare()
		return js.FuncOf(func(_ js.Value, args []js.Value) any {
			var loss float64
			for range args[0].Int() {
				loss = run()
			}
			return loss
		})
	})
	js.Global().Get("flowPlayground").Set("benchmark", prepare)
	if js.Global().Get("WorkerGlobalScope").Truthy() {
		answerBenchmarks()
	}
	select {}
}

func answerBenchmarks() {
	var names []any
	for _, c := range benchmark.All {
		names = append(names, c.Name)
	}
	js.Global().Set("onmessage", js.FuncOf(func(_ js.Value, args []js.Value) any {
		name := args[0].Get("data").Get("name").String()
		about := time.Duration(args[0].Get("data").Get("seconds").Float() * float64(time.Second))
		c, err := benchmark.ByName(name)
		if err != nil {
			js.Global().Call("reportError", js.Global().Get("Error").New(err.Error()))
			return nil
		}
		ms := float64(c.Time(time.Now, about)) / float64(time.Millisecond)
		js.Global().Call("postMessage", map[string]any{"name": name, "ms": ms})
		return nil
	}))
	js.Global().Call("postMessage", names)
}
