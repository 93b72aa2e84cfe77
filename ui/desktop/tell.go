package desktop

// Tell shows a message in a box of the system's own, for somebody who has started the program by a double click and sees
// neither its window nor a terminal. It may wait until the box is closed, and does nothing where there is no box to be had.
func Tell(title, text string) { tell(title, text) }
