package web

import (
	"fmt"
	"time"
)

// Roles of the worker program.
const (
	RoleTrainer = "trainer" // owns one model's parameters and optimiser
	RoleViewer  = "viewer"  // computes densities, paths and answers
	RoleShard   = "shard"   // computes parts of a trainer's steps
)

// Serve does a role's work until the port closes. Natively it runs on a
// goroutine over a [Pipe], in the browser it is all that a worker does.
func Serve(role string, port Port) error {
	switch role {
	case RoleTrainer:
		newTrainerService(port, time.Now).serve()
	case RoleViewer:
		newViewerService(port, time.Now).serve()
	case RoleShard:
		serveShards(port)
	default:
		return fmt.Errorf("web: no role %q; there are %s, %s and %s", role, RoleTrainer, RoleViewer, RoleShard)
	}
	return port.Err()
}

func send(p Port, m message) { p.Send(encode(m)) }
