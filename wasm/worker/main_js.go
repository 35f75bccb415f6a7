//go:build js && wasm

// Command worker is the program of the page's Web Workers: a trainer, the
// viewer or benchmarks, as its argument says.
package main

import (
	"fmt"
	"os"

	"flowplayground/web"
)

func main() {
	role := os.Args[len(os.Args)-1]
	if role == roleBenchmark {
		exportBenchmarks()
	}
	if err := web.Serve(role, web.WorkerPort()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
