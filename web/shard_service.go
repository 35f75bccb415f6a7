package web

import "flowplayground/flow"

// serveShards does the tasks of one trainer after the other until the page is
// gone.
func serveShards(port Port) {
	go func() {
		for trainer := range port.Peers() {
			s := shardService{line: trainer}
			for data, open := trainer.Await(); open; data, open = trainer.Await() {
				s.obey(data)
			}
		}
	}()
	for range port.Receive() {
	}
}

// A shardService is a shard worker behind a line to its trainer. Tasks of
// another generation than it was last enlisted for are dropped: nobody waits for
// them.
type shardService struct {
	line       Line
	generation int
	worker     *flow.ShardWorker
	task       task
	result     result
}

// obey carries out one order.
func (s *shardService) obey(data []byte) {
	if tagOf(data) == s.task.tag() {
		s.do(data)
		return
	}
	m, err := decode(data)
	if e, ok := m.(*enlist); err == nil && ok {
		s.generation = e.generation
		s.worker, err = flow.NewShardWorker(e.job)
		send(s.line, &enlisted{s.generation, textOf(err)})
	}
}

// do does a task and answers it in the memory that it came in.
func (s *shardService) do(data []byte) {
	err := decodeTo(&s.task, data)
	if err == nil && (s.worker == nil || s.task.generation != s.generation) {
		return
	}
	if err == nil {
		err = s.worker.Do(&s.task.ShardTask, &s.result.ShardResult)
	}
	s.result.generation, s.result.serial, s.result.err = s.task.generation, s.task.serial, textOf(err)
	s.line.Send(encodeTo(data, &s.result))
}
