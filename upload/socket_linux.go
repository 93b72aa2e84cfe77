package upload

import "syscall"

// unsentBytes is how much of what was written may wait in this computer, beyond what is on its way: with more, the bar
// would run ahead of the line, and the speed of a slow line look high. What is on its way is not limited by it.
const unsentBytes = 128 << 10

// tcpNotsentLowat is TCP_NOTSENT_LOWAT (linux/tcp.h), which package syscall lacks.
const tcpNotsentLowat = 25

// tuneSocket sets what a connection needs before it is opened. Where the system refuses, it is only less exact.
func tuneSocket(_, _ string, c syscall.RawConn) error {
	return c.Control(func(fd uintptr) {
		_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpNotsentLowat, unsentBytes)
	})
}
