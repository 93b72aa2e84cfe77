//go:build !linux && !windows && !darwin

package desktop

import (
	"context"
	"errors"
)

// systemDialog is Fyne's dialog's turn on systems whose own is not reached.
func systemDialog(context.Context, Picker) ([]string, error) {
	return nil, errors.New("no dialog of the system's")
}

// systemSave is the same for a file that is to be saved.
func systemSave(context.Context, Saver) (string, error) {
	return "", errors.New("no dialog of the system's")
}
