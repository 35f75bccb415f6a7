//go:build js && wasm

// Command wasm is the page's program: it starts the workers, binds the
// controls and draws.
package main

import (
	"context"
	"fmt"
	"os"
	"syscall/js"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"flowplayground/wasm/qrcode"
	"flowplayground/wasm/stage"
	"flowplayground/web"
)

func main() {
	if err := start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func start() error {
	settings, notes := web.InitialSettings()
	var ports [3]web.Port
	for i, role := range []string{web.RoleTrainer, web.RoleTrainer, web.RoleViewer} {
		port, err := web.StartWorker(role)
		if err != nil {
			return err
		}
		ports[i] = port
	}
	session := web.NewSession(ports[0], ports[1], ports[2], settings, notes)
	session.HoldTraining(2 * time.Second)
	session.Staff(web.Cores(), func() (web.Port, error) { return web.StartWorker(web.RoleShard) })
	go session.Run(context.Background())
	go showNumbers(session)
	web.BindControls(session)
	web.WatchVisibility(session)
	web.BindLosses(session)
	web.BindBuilder(qrcode.Path)
	files := web.RemoteFiles(func() (web.Port, error) { return web.StartWorker(web.RoleFiles) })
	web.BindFiles(session, files)
	web.WatchPointer()
	web.InstallPlayground(session, files)
	// Ebiten asks for game controllers at every frame, and the browser then looks
	// for some on a thread of its own. Array() gives none.
	js.Global().Get("navigator").Set("getGamepads", js.Global().Get("Array"))
	ebiten.SetScreenClearedEveryFrame(false) // the game leaves frames out
	ebiten.SetTPS(ebiten.SyncWithFPS)        // it goes by elapsed time: missed updates need no catching up
	awaitDrawing(session)
	game := newGame(session, stage.New(session))
	web.BindExports(session, game.Picture)
	return ebiten.RunGameWithOptions(game, &ebiten.RunGameOptions{
		InitUnfocused: true,
	})
}

// awaitDrawing waits until the viewer has its first pictures to draw, which it
// does while Ebiten starts: that keeps this thread busy for longer than trainers
// need to answer. It doesn't wait for trainers that are slow, or lost.
func awaitDrawing(s *web.Session) {
	for start := time.Now(); !s.Drawing() && time.Since(start) < 200*time.Millisecond; {
		time.Sleep(5 * time.Millisecond)
	}
}

// showNumbers keeps the numbers in the page up to date. It does not wait for
// frames, which are rare on a slow machine and stop in a hidden tab.
func showNumbers(s *web.Session) {
	for range time.Tick(100 * time.Millisecond) {
		web.ShowState(s.State())
	}
}
