package web

import (
	"errors"
	"strings"
	"testing"

	"flowplayground/flow"
)

// hireLocal starts workers on goroutines, at most so many, which end with the test.
func hireLocal(t *testing.T, most int) func(role string) (Port, error) {
	return func(role string) (Port, error) {
		if most == 0 {
			return nil, errors.New("no more workers")
		}
		most--
		page, worker := NewPipe()
		go Serve(role, worker)
		t.Cleanup(page.Close)
		return page, nil
	}
}

// TestTimeTraining times training by one worker and by two.
func TestTimeTraining(t *testing.T) {
	job := narrow().job(flow.Continuous)
	rates, err := TimeTraining(job, []int{1, 2}, 3, hireLocal(t, 3))
	if err != nil || len(rates) != 2 || !(rates[0] > 1 && rates[1] > 1) {
		t.Errorf("%v steps a second, %v", rates, err)
	}
	if _, err := TimeTraining(job, []int{1, 2}, 3, hireLocal(t, 2)); err == nil || !strings.Contains(err.Error(), "no more workers") {
		t.Errorf("without the third worker: %v", err)
	}
	job.Data = "nothing"
	if _, err := TimeTraining(job, []int{1}, 3, hireLocal(t, 1)); err == nil || !strings.Contains(err.Error(), "nothing") {
		t.Errorf("of no data: %v", err)
	}
	job = narrow().job(flow.Discrete)
	if _, err := TimeTraining(job, []int{2}, 1, hireLocal(t, 2)); err == nil || !strings.Contains(err.Error(), "only 1 of 2") {
		t.Errorf("an NF by two workers: %v", err)
	}
}
