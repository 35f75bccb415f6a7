//go:build !js

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	native := write("native.txt", `goos: linux
Benchmark/Step/CNF-2         	     100	   1000000 ns/op	   11252 B/op	       4 allocs/op
Benchmark/Step/CNF-2         	     100	   3000000 ns/op	   11252 B/op	       4 allocs/op
Benchmark/Step/CNF-2         	     100	   2000000 ns/op	   11252 B/op	       4 allocs/op
PASS
`)
	browser := write("chromium.txt", `BenchmarkPage/Step/CNF 	1	 2500000 ns/op
BenchmarkPage/Training,_2_shard_workers-2 	1	 321.4 steps/s
`)
	var out strings.Builder
	if err := run(&out, []string{native, browser}); err != nil {
		t.Fatal(err)
	}
	want := []string{"benchmark native chromium", "Step/CNF, ms 2 2.5", "Training,_2_shard_workers, steps/s 321"}
	for i, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		if got := strings.Join(strings.Fields(line), " "); i >= len(want) || got != want[i] {
			t.Errorf("line %d: %q, want %q", i, got, want[i:])
		}
	}
	if err := run(&out, []string{filepath.Join(dir, "none.txt")}); err == nil {
		t.Error("a file that there is not")
	}
	if err := run(&out, []string{write("bad.txt", "BenchmarkX 1 many ns/op\n")}); err == nil {
		t.Error("a value that is no number")
	}
}
