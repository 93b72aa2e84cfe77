//go:build !windows

package desktop

func useConsole() {}

func unheard() bool { return false }
