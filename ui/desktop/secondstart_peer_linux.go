package desktop

import (
	"fmt"
	"net"
	"os"
	"syscall"
)

// samePerson fails unless the program at the other end of the socket is run by the person who runs this one.
func samePerson(conn net.Conn) error {
	socket, isSocket := conn.(syscall.Conn)
	if !isSocket {
		return fmt.Errorf("a %T does not tell whose it is", conn)
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return err
	}
	var other *syscall.Ucred
	var failed error
	if err := raw.Control(func(fd uintptr) {
		other, failed = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	}); err != nil {
		return err
	}
	if failed != nil {
		return os.NewSyscallError("getsockopt", failed)
	}
	if int64(other.Uid) != int64(os.Geteuid()) {
		return fmt.Errorf("user %d is at the other end", other.Uid)
	}
	return nil
}
