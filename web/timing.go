package web

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"flowplayground/flow"
)

// timedSteps is how many steps a round of [TimeTraining] makes: as many as belong
// to one audit of a CNF's solver and one held-out score.
const timedSteps = 25

// TimeTraining returns how many steps of a job per second each of the given numbers
// of workers makes together, by the median of so many rounds. They train in turn, in
// workers that hire starts in a role, and of which nothing else is asked.
func TimeTraining(job flow.Job, numbers []int, rounds int, hire func(role string) (Port, error)) (stepsPerSecond []float64, err error) {
	var teams []*timedTeam
	for _, n := range numbers {
		t := &timedTeam{}
		teams = append(teams, t)
		defer t.end()
		if err := t.begin(job, n, hire); err != nil {
			return nil, err
		}
	}
	for range rounds {
		for _, t := range teams {
			begin := time.Now()
			if err := t.advance(); err != nil {
				return nil, err
			}
			t.took = append(t.took, time.Since(begin))
		}
	}
	for _, t := range teams {
		slices.Sort(t.took)
		stepsPerSecond = append(stepsPerSecond, timedSteps/t.took[len(t.took)/2].Seconds())
	}
	return stepsPerSecond, nil
}

// A timedTeam is a trainer and its helpers.
type timedTeam struct {
	trainer Port
	helpers []Port
	ticket  int
	workers int // that made the latest steps
	took    []time.Duration
}

// warmUp is the most rounds until all workers of a team are there. Then it makes
// some more, for the browser to optimise the program.
const warmUp, warm = 100, 8

// begin hires the workers and waits until all of them train.
func (t *timedTeam) begin(job flow.Job, workers int, hire func(role string) (Port, error)) (err error) {
	if t.trainer, err = hire(RoleTrainer); err != nil {
		return err
	}
	for range workers - 1 {
		helper, err := hire(RoleShard)
		if err != nil {
			return err
		}
		t.helpers = append(t.helpers, helper)
		t.trainer.Join(helper)
	}
	t.ticket++
	send(t.trainer, &configure{generation: 1, ticket: t.ticket, job: job})
	if err := t.wait(); err != nil {
		return err
	}
	for range warmUp {
		if err := t.advance(); err != nil {
			return err
		}
		if t.workers == workers {
			break
		}
	}
	if t.workers != workers {
		return fmt.Errorf("only %d of %d workers train", t.workers, workers)
	}
	for range warm {
		if err := t.advance(); err != nil {
			return err
		}
	}
	return nil
}

// advance makes a round of steps.
func (t *timedTeam) advance() error {
	t.ticket++
	send(t.trainer, &advance{ticket: t.ticket, steps: timedSteps})
	return t.wait()
}

// wait waits until the latest order has been obeyed.
func (t *timedTeam) wait() error {
	for data := range t.trainer.Receive() {
		m, err := decode(data)
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case *progress:
			t.workers = m.workers
		case *fault:
			return errors.New(m.text)
		case *obeyed:
			if m.ticket == t.ticket {
				return errorOf(m.err)
			}
		}
	}
	return cmp.Or(t.trainer.Err(), errGone)
}

func (t *timedTeam) end() {
	for _, p := range append(t.helpers, t.trainer) {
		if p != nil {
			p.Close()
		}
	}
}
