package web

import (
	"fmt"
	"time"
)

// Roles of workers. The last has a program of its own, which boot.js knows by
// this name too.
const (
	RoleTrainer = "trainer" // owns one model's parameters and optimiser
	RoleViewer  = "viewer"  // computes densities, paths and answers
	RoleShard   = "shard"   // computes parts of a trainer's steps
	RoleFiles   = "files"   // writes and reads model files
)

// Serve does a trainer's or the viewer's work until the port closes. Natively it runs on a
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

func send(to interface{ Send([]byte) }, m message) { to.Send(encode(m)) }
