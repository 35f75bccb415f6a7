package web

import (
	"cmp"
	"context"
	"errors"
)

// MaxFileBytes is the largest size of a model file that is read.
const MaxFileBytes = 64 << 20

// Files turns what is saved into the text of a model file, and such a text back.
// That takes a JSON library, of which a program is a fifth; so only the program
// of [RoleFiles] carries one, and the page has [RemoteFiles].
type Files struct {
	Write func(Saved) (string, error)
	// Read gives only states of which trainers can be made.
	Read func(text string) (Saved, error)
}

// Save returns a session's work as the text of a model file, and a name for the
// file.
func (f Files) Save(ctx context.Context, s *Session) (name, text string, err error) {
	saved, err := s.Save(ctx)
	if err != nil {
		return "", "", err
	}
	text, err = f.Write(saved)
	return saved.fileName(), text, err
}

// Load lets a session take up a model file's text, as [Session.Load] does, and
// returns what to tell the person. It leaves to f what takes long to check, so that
// the page need not wait.
func (f Files) Load(ctx context.Context, s *Session, text string) (news string, err error) {
	saved, err := f.Read(text)
	if err != nil {
		return "", err
	}
	settings, err := saved.settings()
	if err != nil {
		return "", err
	}
	return saved.news(), s.goOn(ctx, settings, saved)
}

// ServeFiles answers with files what [RemoteFiles] asks, until the port closes.
func ServeFiles(port Port, files Files) error {
	for data := range port.Receive() {
		m, err := decode(data)
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case *unwritten:
			text, err := files.Write(m.saved)
			send(port, &written{text, textOf(err)})
		case *written:
			saved, err := files.Read(m.text)
			send(port, &unwritten{saved, textOf(err)})
		}
	}
	return port.Err()
}

// RemoteFiles returns Files that start a worker over [ServeFiles] for every file
// and end it afterwards: files are rare, and one of the largest models leaves a
// worker with memory that it never gives back.
func RemoteFiles(start func() (Port, error)) Files {
	return Files{
		Write: func(v Saved) (string, error) {
			m, err := ask[*written](start, &unwritten{saved: v})
			if err != nil {
				return "", err
			}
			return m.text, errorOf(m.err)
		},
		Read: func(text string) (Saved, error) {
			m, err := ask[*unwritten](start, &written{text: text})
			if err != nil {
				return Saved{}, err
			}
			return m.saved, errorOf(m.err)
		},
	}
}

// ask returns a new worker's answer to a question.
func ask[M message](start func() (Port, error), question message) (answer M, err error) {
	worker, err := start()
	if err != nil {
		return answer, err
	}
	defer worker.Close()
	send(worker, question)
	data, open := <-worker.Receive()
	if !open {
		return answer, cmp.Or(worker.Err(), errors.New("the worker for files is gone; try again"))
	}
	m, err := decode(data)
	if err != nil {
		return answer, err
	}
	answer, ok := m.(M)
	if !ok {
		return answer, errors.New("web: a worker gave an answer to another question")
	}
	return answer, nil
}

// Between the page and the worker that writes and reads files, which answers
// each of the two with the other.
type (
	// unwritten is what a session saves, to be written, or was read.
	unwritten struct {
		saved Saved
		err   string // why there is none, or empty
	}
	// written is the text of a model file.
	written struct {
		text string
		err  string // why there is none, or empty
	}
)

func (*unwritten) tag() byte { return 16 }
func (*written) tag() byte   { return 17 }

func (m *unwritten) fields(c *codec) {
	c.saved(&m.saved)
	c.text(&m.err)
}

func (m *written) fields(c *codec) {
	c.text(&m.text)
	c.text(&m.err)
}
