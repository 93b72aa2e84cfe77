//go:build !linux

package desktop

import (
	"context"
	"errors"
)

// systemSave is Fyne's dialog's turn on systems whose own is not reached yet.
func systemSave(context.Context, Saver) (string, error) {
	return "", errors.New("no dialog of the system's")
}
