//go:build !js

package e2e

import (
	"bufio"
	"bytes"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// buildServer compiles the server and returns its path, and a folder with the least of a site.
func buildServer(t *testing.T) (program, dir string) {
	t.Helper()
	dir = t.TempDir()
	program = filepath.Join(dir, "serve")
	if out, err := exec.Command("go", "build", "-o", program, module).CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("<!doctype html>"), 0o644); err != nil {
		t.Fatal(err)
	}
	return program, dir
}

func TestServerSaysWhatIsWrong(t *testing.T) {
	program, dir := buildServer(t)
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	for _, c := range []struct{ what, addr, dir, want string }{
		{"a busy port", busy.Addr().String(), dir, "is taken by another program"},
		{"no port", "localhost", dir, "use host:port"},
		{"no such port", "127.0.0.1:99999", dir, "use host:port"},
		{"another machine's address", "192.0.2.1:8080", dir, "use host:port"},
		{"no site", "127.0.0.1:0", t.TempDir(), "make build"},
		{"no folder", "127.0.0.1:0", filepath.Join(dir, "missing"), "make build"},
	} {
		cmd := exec.Command(program, "-addr", c.addr, "-dir", c.dir)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		err := cmd.Run()
		if cmd.ProcessState.ExitCode() != 1 {
			t.Errorf("%s: %v, want exit status 1", c.what, err)
		}
		if said := stderr.String(); !strings.Contains(said, c.want) || strings.Count(said, "\n") != 1 {
			t.Errorf("%s: it says %q, want one line with %q", c.what, said, c.want)
		}
	}
}

func TestServerStopsWhenAsked(t *testing.T) {
	program, dir := buildServer(t)
	cmd := exec.Command(program, "-addr", "127.0.0.1:0", "-dir", dir)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	link := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(line)
	if err != nil || link == "" {
		t.Fatalf("it says %q (%v), want a link", line, err)
	}
	response, err := http.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("GET %s: %s", link, response.Status)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v, want exit status 0", err)
	}
}
