//go:build !windows

package desktop

func identify(string) {}
