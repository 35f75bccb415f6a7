package web

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"flowplayground/flow"
	"flowplayground/ode"
)

// A conflict says when a value of one setting makes no sense beside another
// setting.
type conflict struct {
	name  string              // the setting whose value is out of place
	value string              // that value; "" stands for all but the default
	when  func(Settings) bool // whether the others are such that it is
	// with is the other setting, which falls back if the first one is chosen
	// nevertheless; "" if it must not, because it matters more.
	with   string
	stays  bool   // the value does no harm: it is of no use, and needs not fall back
	open   bool   // the value can be chosen all the same: the page then asks for what is missing
	reason string // for the person, after a colon
}

// newConflicts returns all that cannot be chosen together; [flow.Job.Check] has the last
// word.
func newConflicts() []conflict {
	return []conflict{
		{name: "data", value: flow.Own, when: func(s Settings) bool { return s.Given == "" }, open: true,
			reason: "draw or paste points first, under “Own data”"},
		{name: "noise", when: func(s Settings) bool { return s.Data != flow.TwoMoons.Name }, stays: true,
			reason: "only the two moons have a noise to choose"},
		{name: "objective", value: energy, when: func(s Settings) bool { return !isEnergy(s.Data) },
			reason: "only the data U1 to U4 are given by an energy"},
		{name: "nf", when: func(s Settings) bool { return s.Objective == energy }, stays: true,
			reason: "to follow an energy the layers always go from noise to data"},
		{name: "batch", value: "1", when: func(s Settings) bool { return s.Recipe == flow.Notebook.Name && s.likelihood() },
			reason: "the notebook divides every batch by its spread, and one point has none"},

		{name: "tolerance", with: "solver", when: func(s Settings) bool { return !estimatesError(s.Solver) },
			reason: "this solver does not estimate its error"},
		{name: "tolerance", with: "objective", when: func(s Settings) bool { return s.Objective == energy },
			reason: "following an energy takes fixed steps"},
		{name: "steps", with: "tolerance", when: func(s Settings) bool { return s.Tolerance != "0" },
			reason: "with a tolerance the solver chooses its steps itself"},

		{name: "slow", with: "average", when: func(s Settings) bool { return s.Average != "0" }, reason: "slow motion shows the parameters themselves, not their average"},
		{name: "slow", with: "objective", when: notLikelihood, reason: "slow motion tells of training by likelihood"},
		{name: "trace", with: "objective", when: notLikelihood, reason: onlyLikelihood},
		{name: "gradient", with: "objective", when: notLikelihood, reason: onlyLikelihood},
		{name: "kinetic", with: "objective", when: notLikelihood, reason: onlyLikelihood},
		{name: "frobenius", with: "objective", when: notLikelihood, reason: onlyLikelihood},

		{name: "gradient", value: adjoint, with: "trace", when: func(s Settings) bool { return s.Trace != flow.ExactTrace.String() },
			reason: "the adjoint needs the exact trace"},
		{name: "gradient", value: adjoint, with: "kinetic", when: func(s Settings) bool { return s.Kinetic != 0 },
			reason: "the adjoint goes without penalties"},
		{name: "gradient", value: adjoint, with: "frobenius", when: func(s Settings) bool { return s.Frobenius != 0 },
			reason: "the adjoint goes without penalties"},
	}
}

const onlyLikelihood = "only training by likelihood follows the density along the paths"

var adjoint = flow.AdjointGradient.String()

func (s Settings) likelihood() bool { return s.Objective == flow.Likelihood.String() }

func notLikelihood(s Settings) bool { return !s.likelihood() }

// estimatesError reports whether a tolerance means something to the solver. For
// "auto" another takes over where the recipe's cannot.
func estimatesError(solver string) bool {
	for _, t := range ode.Tableaux {
		if flow.SolverName(t) == solver {
			return t.Error != nil
		}
	}
	return true
}

// Blocked returns the reason why nothing about the field can be chosen now, or
// "" if something can.
func (f Field) Blocked(s Settings) (reason string) { return f.blocked(s, "") }

// BlockedChoice returns the reason why this one choice cannot be made now, or
// "" if it can.
func (f Field) BlockedChoice(s Settings, value string) (reason string) { return f.blocked(s, value) }

func (f Field) blocked(s Settings, value string) string {
	for _, c := range conflicts() {
		if c.name == f.Name && c.value == value && !c.open && c.when(s) {
			return c.reason
		}
	}
	return ""
}

// settle lets settings that make no sense beside others fall back to their
// defaults, and says so. The one just chosen, if any, stays: if that cannot be,
// the error says why.
func (s *Settings) settle(chosen string) (notes []string, err error) {
	for {
		c, ok := s.struck(chosen)
		if !ok {
			return notes, nil
		}
		loser := c.name
		if loser == chosen {
			loser = c.with
		}
		f, ok := field(loser)
		if !ok {
			return nil, fmt.Errorf("%s cannot be %s now: %s", chosen, s.Get(chosen), c.reason)
		}
		f.store(s, f.Default)
		notes = append(notes, fmt.Sprintf("%s is %s again: %s.", f.Label, f.words(f.Default), c.reason))
	}
}

// struck returns the first conflict that the settings are in.
func (s Settings) struck(chosen string) (conflict, bool) {
	for _, c := range conflicts() {
		f, _ := field(c.name)
		v := s.Get(c.name)
		meant := v == c.value || c.value == "" && v != f.Default
		if meant && c.when(s) && (!c.stays || c.name == chosen) {
			return c, true
		}
	}
	return conflict{}, false
}

// Blocks returns what is blocked among the fields, in lines for the person:
// "Trace and Gradient: only …". Fields and choices of one reason share a line.
func (s Settings) blocks(names []string) []string {
	var reasons []string
	labels := map[string][]string{}
	add := func(reason, label string) {
		if reason == "" {
			return
		}
		if labels[reason] == nil {
			reasons = append(reasons, reason)
		}
		labels[reason] = append(labels[reason], label)
	}
	for _, name := range names {
		f, _ := field(name)
		if reason := f.Blocked(s); reason != "" {
			add(reason, f.Label)
			continue
		}
		for _, c := range f.Choices {
			add(f.BlockedChoice(s, c.Value), c.Label)
		}
	}
	for i, reason := range reasons {
		reasons[i] = join(labels[reason], "and") + ": " + reason + "."
	}
	return reasons
}

// sentence begins a text with a capital letter.
func sentence(text string) string {
	first, n := utf8.DecodeRuneInString(text)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[n:]
}
