// Flow Playground: normalising flows learn two moons in the browser. This program serves the
// assembled site on the loopback interface; "make serve" builds the site first.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"flowplayground/web/site"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "`host:port` to serve on")
	dir := flag.String("dir", "build/site", "`folder` of the assembled site")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, *addr, *dir); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

// serve serves the site in dir on addr until ctx ends, then lets running requests finish.
func serve(ctx context.Context, addr, dir string) error {
	handler, err := site.Handler(dir)
	if err != nil {
		return err
	}
	listener, err := listen(addr)
	if err != nil {
		return err
	}
	fmt.Printf("Flow Playground is at %s (Ctrl-C stops it)\n", link(listener.Addr()))
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		return server.Shutdown(grace)
	}
}

// listen opens addr, or says what to do instead.
func listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is taken by another program; choose another port, such as ADDR=127.0.0.1:8081", addr)
	case err != nil:
		return nil, fmt.Errorf("can't listen on %q, use host:port such as ADDR=127.0.0.1:8081 (%w)", addr, err)
	}
	return listener, nil
}

// link is the address to open in a browser on this machine.
func link(addr net.Addr) string {
	host, port, _ := net.SplitHostPort(addr.String())
	if net.ParseIP(host).IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}
