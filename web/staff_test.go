package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"flowplayground/flow"
)

// A hall is shard workers on goroutines, and the page's ports to them.
type hall struct {
	mu    sync.Mutex
	ports []*Pipe
}

// start starts a shard worker.
func (h *hall) start() (Port, error) {
	page, worker := NewPipe()
	go Serve(RoleShard, worker)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ports = append(h.ports, page)
	return page, nil
}

func (h *hall) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range h.ports {
		p.Close()
	}
}

// startStaffed runs a session on a machine of two cores, where only the settings
// make it start shard workers. Its batches are the recipe's, of enough shards for all.
func startStaffed(t *testing.T, s Settings) (*Session, *hall) {
	s.Batch = 0
	session, h := start(t, s), &hall{}
	t.Cleanup(h.close)
	session.Staff(2, h.start)
	return session, h
}

// working waits until so many workers train the CNF, which is paused: the number
// comes with the progress of steps.
func working(t *testing.T, s *Session, n int) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); s.State().CNF.Workers != n; step(t, s, 1) {
		if time.Now().After(end) {
			t.Fatalf("%d workers train, not %d", s.State().CNF.Workers, n)
		}
	}
}

// TestWorkersChangeNoBit compares the losses of 1, 2 and 4 workers, all of them
// at work from the first step that is compared.
func TestWorkersChangeNoBit(t *testing.T) {
	trace := func(workers int) []float64 {
		settings := paused()
		settings.Workers = workers
		s, _ := startStaffed(t, settings)
		eventually(t, s, "ready", func(st State) bool { return st.Ready })
		working(t, s, workers)
		if err := s.Reset(within(t)); err != nil {
			t.Fatal(err)
		}
		step(t, s, 12)
		if got := s.State().CNF.Workers; got != workers {
			t.Errorf("%d workers train, not %d", got, workers)
		}
		h, _ := s.History(flow.Continuous, -1)
		return h.Train
	}
	alone := trace(1)
	if len(alone) != 12 {
		t.Fatalf("a trace of %d losses", len(alone))
	}
	for _, workers := range []int{2, 4} {
		if got := trace(workers); !slices.Equal(got, alone) {
			t.Errorf("%d workers come to the losses\n%v, one to\n%v", workers, got, alone)
		}
	}
}

// TestWorkersComeAndGo changes their number while training runs.
func TestWorkersComeAndGo(t *testing.T) {
	s, _ := startStaffed(t, narrow())
	ctx := within(t)
	for _, n := range []string{"3", "2", "8", "1"} {
		if err := s.Set(ctx, "workers", n); err != nil {
			t.Fatal(err)
		}
		st := eventually(t, s, n+" workers", func(st State) bool { return strconv.Itoa(st.CNF.Workers) == n })
		eventually(t, s, "steps by "+n+" workers", func(now State) bool { return now.CNF.Step > st.CNF.Step+5 })
	}
	if st := s.State(); len(st.Notes) > 0 || st.Error != "" {
		t.Errorf("the page says %q, %q", st.Notes, st.Error)
	}
}

// TestWorkersFollowTheJob restarts the CNF while helpers have tasks of the old
// generation, for jobs that they help with and one that they do not.
func TestWorkersFollowTheJob(t *testing.T) {
	settings := narrow()
	settings.Workers = 3
	s, _ := startStaffed(t, settings)
	ctx := within(t)
	eventually(t, s, "three workers", func(st State) bool { return st.CNF.Workers == 3 })
	for m := 3; m < 12; m++ {
		if err := s.Set(ctx, "m", strconv.Itoa(m)); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, s, "three workers for the last job", func(st State) bool {
		return st.CNF.Workers == 3 && st.CNF.Width == 11 && st.CNF.Step > 5
	})
	if err := s.Set(ctx, "gradient", "adjoint"); err != nil {
		t.Fatal(err)
	}
	eventually(t, s, "the adjoint, by one", func(st State) bool { return st.CNF.Workers == 1 && st.CNF.Step > 2 })
	if err := s.Set(ctx, "gradient", "stored"); err != nil {
		t.Fatal(err)
	}
	eventually(t, s, "three workers again", func(st State) bool { return st.CNF.Workers == 3 && st.CNF.Step > 2 })
}

// TestDeadShardWorker stops one in the middle of training: it goes on, to the
// same losses, and the page says so.
func TestDeadShardWorker(t *testing.T) {
	settings := narrow()
	settings.Workers = 3
	s, hall := startStaffed(t, settings)
	eventually(t, s, "three workers", func(st State) bool { return st.CNF.Workers == 3 && st.CNF.Step > 5 })
	hall.ports[0].Close()
	st := eventually(t, s, "two workers", func(st State) bool { return st.CNF.Workers == 2 })
	eventually(t, s, "training", func(now State) bool { return now.CNF.Step > st.CNF.Step+20 })
	if len(st.Notes) != 1 || !strings.Contains(st.Notes[0], "shard worker has stopped") || st.Error != "" {
		t.Errorf("the page says %q, %q", st.Notes, st.Error)
	}
	if err := s.Set(within(t), "play", "false"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond) // progress under way arrives
	got := losses(s, flow.Continuous)
	alone := start(t, paused())
	if err := alone.Replace(within(t), s.Settings()); err != nil {
		t.Fatal(err)
	}
	step(t, alone, s.State().CNF.Step)
	want := losses(alone, flow.Continuous)
	for n, loss := range got {
		if want[n] != loss {
			t.Fatalf("step %v: loss %v, alone %v", n, loss, want[n])
		}
	}
}

func TestShardWorkerThatDoesNotStart(t *testing.T) {
	settings := narrow()
	settings.Workers = 4
	s := start(t, settings)
	tries := 0
	s.Staff(2, func() (Port, error) { tries++; return nil, errors.New("the browser refused") })
	st := eventually(t, s, "training", func(st State) bool { return st.CNF.Step > 5 })
	if st.CNF.Workers != 1 || tries != 1 || len(st.Notes) != 1 || !strings.Contains(st.Notes[0], "The browser refused.") {
		t.Errorf("%d workers after %d tries; the page says %q", st.CNF.Workers, tries, st.Notes)
	}
}

func TestHowManyWorkers(t *testing.T) {
	for _, c := range []struct{ cores, setting, helpers int }{
		{1, 0, 0}, {2, 0, 0}, {3, 0, 0}, {4, 0, 1}, {8, 0, 5}, {64, 0, 7}, {2, 1, 0}, {1, 2, 1}, {16, 8, 7},
	} {
		f := staff{cores: c.cores}
		if got := f.wanted(c.setting); got != c.helpers {
			t.Errorf("%d cores, workers=%d: %d shard workers, want %d", c.cores, c.setting, got, c.helpers)
		}
	}
}

// TestStaleTask sends a shard worker a task of an older generation, which it
// drops, and one that makes no sense, which it refuses.
func TestStaleTask(t *testing.T) {
	page, worker := NewPipe()
	go serveShards(worker)
	other, trainer := NewPipe()
	defer page.Join(other)()
	defer page.Close()
	line := <-trainer.Peers()
	receive := func() message {
		data, _ := line.Await()
		m, err := decode(data)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	job := Defaults().job(flow.Continuous)
	send(line, &task{generation: 1, serial: 1}) // before there is a job
	send(line, &enlist{2, job})
	if m := receive().(*enlisted); m.generation != 2 || m.err != "" {
		t.Errorf("enlisted: %+v", m)
	}
	send(line, &task{generation: 1, serial: 2})
	send(line, &task{generation: 2, serial: 3})
	if m := receive().(*result); m.generation != 2 || m.serial != 3 || !strings.Contains(m.err, "steps") {
		t.Errorf("the first result: %+v", m)
	}
	job.Method.Gradient = flow.AdjointGradient
	send(line, &enlist{3, job})
	if m := receive().(*enlisted); m.generation != 3 || m.err == "" {
		t.Errorf("enlisted for the adjoint: %+v", m)
	}
	send(line, &task{generation: 3, serial: 4})
	send(line, &enlist{4, Defaults().job(flow.Continuous)})
	if m := receive().(*enlisted); m.generation != 4 {
		t.Errorf("a task without a job was answered: %+v", m)
	}
}

// TestCrewDropsWhatIsStale gives a crew results of an older task and generation,
// and then the one that it waits for.
func TestCrewDropsWhatIsStale(t *testing.T) {
	var told error
	c := &crew{tell: func(err error) { told = err }}
	port, helper := NewPipe()
	defer port.Close()
	c.join(portLine{port})
	ready := func() int { n, _ := c.Ready(); return n }
	c.begin(7, Defaults().job(flow.Continuous))
	send(helper, &enlisted{6, ""})
	send(helper, &enlisted{7, ""})
	for end := time.Now().Add(10 * time.Second); ready() == 0 && time.Now().Before(end); time.Sleep(time.Millisecond) {
	}
	c.Ask(0, &flow.ShardTask{Steps: 8})
	c.Ask(0, &flow.ShardTask{Steps: 9})
	for _, m := range []*result{{generation: 6, serial: 2}, {generation: 7, serial: 1}, {generation: 7, serial: 2}} {
		m.Values = []float32{float32(m.generation), float32(m.serial)}
		send(helper, m)
	}
	if r := c.Answer(0); r == nil || !slices.Equal(r.Values, []float32{7, 2}) {
		t.Errorf("the answer is %+v", r)
	}
	c.Ask(0, &flow.ShardTask{Steps: 8})
	send(helper, &result{generation: 7, serial: 3, err: "nonsense"})
	if r := c.Answer(0); r != nil || told == nil || !strings.Contains(told.Error(), "nonsense") || ready() != 0 {
		t.Errorf("a helper that failed answers %+v; the person is told %v; %d are ready", r, told, ready())
	}
}

// TestAdvanceIsAnswered looks at an advance that is over, for a page that gives
// no credit: the trainer must not wait for one.
func TestAdvanceIsAnswered(t *testing.T) {
	page, worker := NewPipe()
	defer page.Close()
	s := newTrainerService(worker, time.Now)
	s.obey(encode(&configure{1, 1, paused().job(flow.Discrete)}))
	s.trainer.Judge()
	s.unshown, s.credit, s.ticket = true, false, 2
	if wait := s.idleFor(); wait != 0 {
		t.Errorf("the trainer waits %v before it answers", wait)
	}
}

// TestJudgesWhenTold: until a trainer is told to train or to stand still, the
// cores are for the first pictures.
func TestJudgesWhenTold(t *testing.T) {
	for _, order := range []message{&run{}, &run{playing: true}, &advance{steps: 1}} {
		page, worker := NewPipe()
		t.Cleanup(page.Close)
		s := newTrainerService(worker, time.Now)
		s.obey(encode(&configure{1, 1, paused().job(flow.Discrete)}))
		if s.judging() {
			t.Error("judges before it is told anything")
		}
		s.obey(encode(order))
		if !s.judging() {
			t.Errorf("does not judge its beginning after %#v", order)
		}
	}
}
