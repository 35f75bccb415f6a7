//go:build js && wasm

// Command files is the program of the Web Worker that writes and reads model
// files. It is fetched when the first file is saved or loaded.
package main

import (
	"fmt"
	"os"

	"flowplayground/wasm/savefile"
	"flowplayground/web"
)

func main() {
	if err := web.ServeFiles(web.WorkerPort(), savefile.Files()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
