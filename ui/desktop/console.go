package desktop

// UseConsole lets what this program prints appear in the console that it was started from, where the system gives a program
// with a window none: on Windows. The console does not wait for it, as it does for the program that is linked for it.
// A redirected output stays where it leads.
//
// It is not for the window: who closes the console would end that as well.
func UseConsole() { useConsole() }

// Unheard reports whether what is written to standard error goes nowhere: on Windows, where a program with a window was
// started by a double click.
func Unheard() bool { return unheard() }
