//go:build js && wasm

package web

import (
	"cmp"
	"context"
	"errors"
	"math"
	"syscall/js"

	"flowplayground/flow"
)

// InstallPlayground puts the session at the disposal of scripts as
// window.playground. state() answers at once; all others return a promise that
// settles when the models have obeyed, and whose error says what is allowed.
func InstallPlayground(s *Session, files Files) {
	method := func(f func(ctx context.Context, args []js.Value) (any, error)) js.Func {
		return js.FuncOf(func(_ js.Value, args []js.Value) any { return promise(args, f) })
	}
	js.Global().Set("playground", map[string]any{
		"state": js.FuncOf(func(js.Value, []js.Value) any { return plainState(s.State()) }),
		"set": method(func(ctx context.Context, args []js.Value) (any, error) {
			return nil, s.Set(ctx, text(args, 0), text(args, 1))
		}),
		"play": method(func(ctx context.Context, _ []js.Value) (any, error) {
			return nil, s.Set(ctx, "play", "true")
		}),
		"pause": method(func(ctx context.Context, _ []js.Value) (any, error) {
			return nil, s.Set(ctx, "play", "false")
		}),
		"step": method(func(ctx context.Context, args []js.Value) (any, error) {
			n, err := wholeArgument(args, 0, "n", 1, maxSteps)
			if err != nil {
				return nil, err
			}
			return nil, s.Step(ctx, n)
		}),
		"reset":   method(func(ctx context.Context, _ []js.Value) (any, error) { return nil, s.Reset(ctx) }),
		"logProb": method(func(ctx context.Context, args []js.Value) (any, error) { return logProb(ctx, s, args) }),
		"save": method(func(ctx context.Context, _ []js.Value) (any, error) {
			_, text, err := files.Save(ctx, s)
			return text, err
		}),
		"load": method(func(ctx context.Context, args []js.Value) (any, error) {
			_, err := files.Load(ctx, s, text(args, 0))
			return nil, err
		}),
		"data":         method(func(ctx context.Context, args []js.Value) (any, error) { return nil, learnPoints(ctx, s, args) }),
		"sample":       method(func(ctx context.Context, args []js.Value) (any, error) { return sample(ctx, s, args) }),
		"timeTraining": method(timeTraining),
	})
}

// timeTraining returns the steps per second that one worker makes of the CNF by a
// recipe, and two.
func timeTraining(_ context.Context, args []js.Value) (any, error) {
	rounds, err := wholeArgument(args, 1, "rounds", 1, maxSteps)
	if err != nil {
		return nil, err
	}
	s := Defaults()
	if _, err := s.Set("recipe", text(args, 0)); err != nil {
		return nil, err
	}
	rates, err := TimeTraining(s.job(flow.Continuous), []int{1, 2}, rounds, StartWorker)
	return numberList(rates), err
}

func logProb(ctx context.Context, s *Session, args []js.Value) (any, error) {
	model, err := modelArgument(args)
	if err != nil {
		return nil, err
	}
	points, err := pointsArgument(args, 1)
	if err != nil {
		return nil, err
	}
	values, err := s.LogProb(ctx, model, points)
	if err != nil {
		return nil, err
	}
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return list, nil
}

func sample(ctx context.Context, s *Session, args []js.Value) (any, error) {
	model, err := modelArgument(args)
	if err != nil {
		return nil, err
	}
	n, err := wholeArgument(args, 1, "n", 1, maxPoints)
	if err != nil {
		return nil, err
	}
	seed, err := wholeArgument(args, 2, "seed", 0, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	points, err := s.Sample(ctx, model, n, seed)
	if err != nil {
		return nil, err
	}
	list := make([]any, len(points))
	for i, p := range points {
		list[i] = []any{p[0], p[1]}
	}
	return list, nil
}

// promise starts f on a goroutine, since a callback must not wait, and returns
// a promise of its result.
func promise(args []js.Value, f func(context.Context, []js.Value) (any, error)) js.Value {
	executor := js.FuncOf(func(_ js.Value, settle []js.Value) any {
		resolve, reject := settle[0], settle[1]
		go func() {
			value, err := guarded(args, f)
			if err != nil {
				reject.Invoke(js.Global().Get("Error").New(err.Error()))
				return
			}
			if value == nil {
				value = js.Undefined()
			}
			resolve.Invoke(value)
		}()
		return nil
	})
	defer executor.Release()
	return js.Global().Get("Promise").New(executor)
}

// guarded turns a JavaScript exception, thrown by a script's odd argument, into an error.
func guarded(args []js.Value, f func(context.Context, []js.Value) (any, error)) (value any, err error) {
	err = errors.New("an argument could not be read")
	try(func() { value, err = f(context.Background(), args) })
	return value, err
}

// plainState returns the state as a fresh object of numbers, text and lists.
func plainState(st State) map[string]any {
	return map[string]any{
		"ready": st.Ready, "playing": st.Playing, "paused": string(st.Paused), "error": st.Error, "notes": textList(st.Notes),
		"generation": st.Generation, "data": st.Data, "points": st.Points, "noise": orNull(st.Noise), "seed": st.Seed, "t": st.T, "hover": st.Hover,
		"nf": map[string]any{
			"k": st.NF.Width, "step": st.NF.Step, "stopped": string(st.NF.Stopped), "earlier": textList(st.NF.Earlier), "train": orNull(st.NF.Train),
			"heldout": orNull(st.NF.Heldout), "stepsPerSecond": st.NF.StepsPerSecond,
			"contours": numberList(st.NF.Contours), "probe": plainProbe(st.NF.Probe),
			"objective": st.NF.Method.Objective.String(), "generative": st.NF.Method.Generative || st.NF.Method.Objective == flow.DensityMatching,
			"lr": st.NF.Method.Rate, "batch": st.NF.Method.Batch, "average": st.NF.Method.Average,
		},
		"cnf": map[string]any{
			"m": st.CNF.Width, "step": st.CNF.Step, "stopped": string(st.CNF.Stopped), "earlier": textList(st.CNF.Earlier), "train": orNull(st.CNF.Train),
			"heldout": orNull(st.CNF.Heldout), "stepsPerSecond": st.CNF.StepsPerSecond,
			"contours": numberList(st.CNF.Contours), "probe": plainProbe(st.CNF.Probe),
			"workers": st.CNF.Workers,
			"solver":  st.CNF.Solver, "solverSteps": st.CNF.SolverSteps, "tolerance": st.CNF.Method.Tolerance,
			"trace": st.CNF.Method.Trace.String(), "gradient": st.CNF.Method.Gradient.String(),
			"objective": st.CNF.Method.Objective.String(), "model": cmp.Or(st.CNF.Method.Field, auto),
			"kinetic": st.CNF.Method.Kinetic, "frobenius": st.CNF.Method.Frobenius,
			"lr": st.CNF.Method.Rate, "batch": st.CNF.Method.Batch, "average": st.CNF.Method.Average,
		},
		"story":   map[string]any{"scene": st.Story.Scene, "scenes": st.Story.Scenes, "title": st.Story.Title, "text": st.Story.Text},
		"entropy": orNull(st.Entropy),
		"view": map[string]any{
			"densitySize": st.View.DensitySize, "densityHz": st.View.DensityHz, "densityTime": st.View.DensityT,
			"particles": st.View.Particles, "fps": st.View.FPS,
		},
	}
}

// plainProbe returns the way of the point looked at, or null.
func plainProbe(p *Probe) any {
	if p == nil {
		return nil
	}
	own := p.Own
	last := len(own.X) - 1
	return map[string]any{
		"x": []any{own.X[0], own.Y[0]}, "z0": []any{own.X[last], own.Y[last]}, "stops": numberList(own.T),
		"base": own.Base(), "change": own.Change[last], "logProb": own.LogP(), "exact": orNull(p.Exact.LogP()),
		"trouble": p.Trouble,
	}
}

// numberList returns numbers for JavaScript.
func numberList(values []float64) []any {
	all := make([]any, len(values))
	for i, v := range values {
		all[i] = orNull(v)
	}
	return all
}

func textList(texts []string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = text
	}
	return list
}

func orNull(v float64) any {
	if math.IsNaN(v) {
		return nil
	}
	return v
}
