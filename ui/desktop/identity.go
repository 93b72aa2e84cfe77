package desktop

// Identify tells the system by which name its own list of programs knows this one, so that the window stands in the task bar
// with the shortcut that a person has pinned there, however it was started. It is called before there is a window, and
// does something on Windows alone: elsewhere the window's class or the bundle says it.
func Identify(id string) { identify(id) }
