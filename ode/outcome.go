package ode

import (
	"errors"
	"fmt"
)

// Stats counts the work of an adaptive solve.
type Stats struct {
	Accepted, Rejected int // steps
	Evaluations        int // of the field
}

// Why an adaptive solve ends before its time; each comes wrapped in a
// [SolveError].
var (
	// ErrStepSize says that the tolerance asks for steps below the smallest.
	ErrStepSize = errors.New("step size underflow: the problem is stiff or singular here; a looser tolerance may pass it")
	// ErrTooManySteps says that PID.MaxSteps steps were tried.
	ErrTooManySteps = errors.New("too many steps: loosen the tolerance or allow more")
	// ErrNotFinite says that no step however small has a finite result.
	ErrNotFinite = errors.New("the state is not finite")
)

// A SolveError says why an adaptive solve ended early, and when.
type SolveError struct {
	Time float64 // reached; the solve's batch holds the states there
	Err  error   // ErrStepSize, ErrTooManySteps or ErrNotFinite
}

// Error implements error.
func (e *SolveError) Error() string { return fmt.Sprintf("ode: at time %.6g: %v", e.Time, e.Err) }

// Unwrap returns Err, for [errors.Is].
func (e *SolveError) Unwrap() error { return e.Err }
