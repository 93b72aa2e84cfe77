package ui

func (u *UI) showSettings() {}
func (u *UI) showKeys()     {}
