//go:build js && wasm

package main

import (
	"syscall/js"

	"flowplayground/flow/benchmark"
)

// roleBenchmark makes the program time what it trains and draws with, for the
// page's ?bench and for whoever compares it with something else.
const roleBenchmark = "benchmark"

// exportBenchmarks gives scripts flowPlayground.benchmarks, the names, and
// flowPlayground.benchmark(name), which prepares one. It returns a function
// that runs it n times and gives the last training loss, or an Error. It
// never returns.
func exportBenchmarks() {
	var names []any
	for _, c := range benchmark.All {
		names = append(names, c.Name)
	}
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
	face := js.Global().Get("flowPlayground")
	face.Set("benchmarks", names)
	face.Set("benchmark", prepare)
	select {}
}
