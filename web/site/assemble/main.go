// Command assemble puts the site together from the page and its assets:
//
//	assemble -index index.html -out build/site build/page.wasm build/worker.wasm ...
package main

import (
	"flag"
	"fmt"
	"os"

	"flowplayground/web/site"
)

func main() {
	var plan site.Plan
	flag.StringVar(&plan.Index, "index", "index.html", "the `page`, with placeholders for its assets")
	flag.StringVar(&plan.Out, "out", "build/site", "the `folder` to write")
	flag.Func("budget", "the most `file=bytes` over the wire, any number of times", plan.SetBudget)
	flag.BoolVar(&plan.Quick, "quick", false, "leave out the programs' brotli forms and the budgets")
	flag.Parse()
	plan.Assets = flag.Args()
	if err := site.Build(plan); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
