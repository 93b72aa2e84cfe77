package video

// Find is how FFmpeg and FFprobe look for a program on a system.
func Find(program, system string, root string) string {
	others := beyondPath(system)
	for i := range others {
		others[i] = root + others[i]
	}
	return find(program, others)
}
