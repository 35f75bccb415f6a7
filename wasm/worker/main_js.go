//go:build js && wasm

// Command worker is the program of the page's Web Workers: a trainer or the
// viewer, as its argument says.
package main

import (
	"fmt"
	"os"

	"flowplayground/web"
)

func main() {
	if err := web.Serve(os.Args[len(os.Args)-1], web.WorkerPort()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
