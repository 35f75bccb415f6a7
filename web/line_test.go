package web

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A memorySlot is a slot that goroutines share.
type memorySlot struct {
	words [words]atomic.Int32
	room  []byte
	mu    sync.Mutex
	news  *sync.Cond
}

func newMemorySlot(room int) *memorySlot {
	s := &memorySlot{room: make([]byte, room)}
	s.news = sync.NewCond(&s.mu)
	return s
}

func (s *memorySlot) load(w word) int32     { return s.words[w].Load() }
func (s *memorySlot) store(w word, v int32) { s.words[w].Store(v) }

func (s *memorySlot) watch(w word, v int32, patience time.Duration) {
	end := time.Now().Add(patience)
	defer time.AfterFunc(patience, s.news.Broadcast).Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.load(w) == v && time.Now().Before(end) {
		s.news.Wait()
	}
}

func (s *memorySlot) announce(w word, v int32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store(w, v)
	s.news.Broadcast()
}

func (s *memorySlot) put(data []byte) bool {
	return len(data) <= len(s.room) && copy(s.room, data) == len(data)
}

func (s *memorySlot) get(data []byte) []byte {
	return append(data[:0], s.room[:sizeOf(s.room)]...)
}

// lines returns the ends of a line whose memory has so much room, and what closes it.
func lines(room int) (a, b *sharedLine, end func()) {
	there, back := newMemorySlot(room), newMemorySlot(room)
	p, q := NewPipe()
	return &sharedLine{port: p, out: there, in: back}, &sharedLine{port: q, out: back, in: there}, p.Close
}

// letter is message n, of a size that n gives.
func letter(n uint32) []byte {
	r := rand.New(rand.NewPCG(uint64(n), 7))
	data := make([]byte, 2*headLen+r.IntN(200))
	binary.LittleEndian.PutUint32(data, uint32(len(data)))
	for i := headLen; i < len(data); i++ {
		data[i] = byte(r.Uint32())
	}
	binary.LittleEndian.PutUint32(data[headLen:], n)
	return data
}

// TestSharedLine sends messages both ways, one for another and many at a time, of
// which every other has no room in the shared memory: they arrive whole and in order,
// whether the reader watches, has stopped watching or only looks now and then.
func TestSharedLine(t *testing.T) {
	const rounds = 600
	a, b, end := lines(100)
	defer end()
	talk := func(l *sharedLine, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		for round := range uint32(rounds) {
			first := 4 * round
			some := 1 + round%4
			for k := range some {
				l.Send(letter(first + k))
			}
			if r.IntN(40) == 0 {
				time.Sleep(watching + 5*time.Millisecond)
			}
			for k := range some {
				var data []byte
				open := true
				for data == nil && open {
					if round%3 == 0 {
						data, open = l.Poll()
						time.Sleep(time.Microsecond)
					} else {
						data, open = l.Await()
					}
				}
				if want := letter(first + k); !open || !bytes.Equal(data, want) {
					t.Errorf("message %d is %v, %v", first+k, data, open)
					return
				}
			}
		}
	}
	var both sync.WaitGroup
	both.Go(func() { talk(a, 1) })
	both.Go(func() { talk(b, 2) })
	both.Wait()
	if data, open := a.Poll(); data != nil || !open {
		t.Errorf("after all messages there is %v, %v", data, open)
	}
}

// TestSharedLineUsesItsMemory: while both sides watch, nothing is posted but what
// has no room.
func TestSharedLineUsesItsMemory(t *testing.T) {
	a, b, end := lines(100)
	defer end()
	posted := &countingPort{Port: a.port}
	a.port = posted
	b.in.store(wordAwake, 1)
	small, large := []byte{headLen + 1, 0, 0, 0, 9}, append([]byte{120, 0, 0, 0}, make([]byte, 116)...)
	for n, data := range [][]byte{small, small, large, small} {
		want := 0
		if len(data) > 100 {
			want = 1
		}
		posted.n = 0
		a.Send(bytes.Clone(data))
		if got, open := b.next(portLine.Await); !open || !bytes.Equal(got, data) || posted.n != want {
			t.Errorf("message %d is %v, %v; %d posted", n, got, open, posted.n)
		}
	}
	b.in.store(wordAwake, 0)
	posted.n = 0
	if a.Send(bytes.Clone(small)); posted.n != 1 {
		t.Error("a reader that does not watch is not called")
	}
	for range 3 { // from the slot: it has not met the call yet
		if _, open := b.next(portLine.Await); !open {
			t.Fatal("closed")
		}
		if a.Send(bytes.Clone(small)); posted.n != 1 {
			t.Fatal("called once more before the first call was met")
		}
	}
	_, _ = b.next(portLine.Await)
	for end := time.Now().Add(10 * time.Second); b.in.load(wordCalled) != 0 && time.Now().Before(end); {
		if data, _ := b.Poll(); data != nil {
			t.Errorf("a call was taken for the message %v", data)
		}
	}
	if a.Send(bytes.Clone(small)); posted.n != 2 {
		t.Error("not called after the first call was met")
	}
}

type countingPort struct {
	Port
	n int
}

func (p *countingPort) Send(data []byte) {
	p.n++
	p.Port.Send(data)
}

// TestSharedLineEnds: who waits for a message learns that the other side is gone.
func TestSharedLineEnds(t *testing.T) {
	a, b, end := lines(100)
	a.Send(letter(1))
	time.AfterFunc(time.Millisecond, end)
	if data, open := b.Await(); !open || !bytes.Equal(data, letter(1)) {
		t.Errorf("what was sent before is %v, %v", data, open)
	}
	if data, open := b.Await(); open {
		t.Errorf("after the end there is %v", data)
	}
	if data, open := b.Poll(); open {
		t.Errorf("after the end there is %v", data)
	}
}
