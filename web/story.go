package web

// A Story is the scene of slow motion that is shown, in words.
type Story struct {
	Scene, Scenes int // counted from 1; 0 while there is none
	Title, Text   string
}

// Telling records for [Session.State] what is told.
func (s *Session) Telling(story Story) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.story = story
}

// Turn goes so many scenes on, or back if n is negative.
func (s *Session) Turn(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turns += n
}

// Turns returns by how many scenes to go on since it was last asked.
func (s *Session) Turns() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, s.turns = s.turns, 0
	return n
}
