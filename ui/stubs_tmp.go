package ui

func (u *UI) showHistory()  {}
func (u *UI) showSettings() {}
func (u *UI) showKeys()     {}
