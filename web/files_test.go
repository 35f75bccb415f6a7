package web

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

// visit lets page ask a worker that serves files once.
func visit(files Files, begun *int) func() (Port, error) {
	return func() (Port, error) {
		*begun++
		page, worker := NewPipe()
		go func() {
			defer worker.Close()
			ServeFiles(worker, files)
		}()
		return page, nil
	}
}

func TestRemoteFilesAnswerAsFilesDo(t *testing.T) {
	begun := 0
	files := RemoteFiles(visit(Files{
		Write: func(v Saved) (string, error) {
			if len(v.Models) == 0 {
				return "", errors.New("nothing to write")
			}
			return "text of " + v.Settings["data"], nil
		},
		Read: func(text string) (Saved, error) {
			if text == "" {
				return Saved{}, errors.New("nothing to read")
			}
			return work(), nil
		},
	}, &begun))
	if text, err := files.Write(work()); text != "text of circles" || err != nil {
		t.Errorf("written: %q, %v", text, err)
	}
	if _, err := files.Write(Saved{}); err == nil || err.Error() != "nothing to write" {
		t.Errorf("nothing written: %v", err)
	}
	if saved, err := files.Read("text"); err != nil || !reflect.DeepEqual(saved, work()) {
		t.Errorf("read: %+v, %v", saved, err)
	}
	if _, err := files.Read(""); err == nil || err.Error() != "nothing to read" {
		t.Errorf("nothing read: %v", err)
	}
	if begun != 4 {
		t.Errorf("%d workers for 4 files", begun)
	}
}

// TestRemoteFilesSayWhyNot lets workers fail in each way.
func TestRemoteFilesSayWhyNot(t *testing.T) {
	for want, answer := range map[string]func(worker Port){
		"is gone":          func(worker Port) { worker.(*Pipe).Close() },
		"cut short":        func(worker Port) { worker.Send([]byte{(&written{}).tag()}) },
		"another question": func(worker Port) { send(worker, &unwritten{}) },
	} {
		files := RemoteFiles(func() (Port, error) {
			page, worker := NewPipe()
			answer(worker)
			return page, nil
		})
		if _, err := files.Write(work()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q in it", err, want)
		}
	}
	refused := errors.New("refused")
	files := RemoteFiles(func() (Port, error) { return nil, refused })
	if _, err := files.Read("text"); err != refused {
		t.Errorf("no worker: %v", err)
	}
}
