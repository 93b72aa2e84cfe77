//go:build !linux

package desktop

import (
	"context"
	"errors"
)

// systemDialog is Fyne's dialog's turn on systems whose own is not reached yet.
func systemDialog(context.Context, Picker) ([]string, error) {
	return nil, errors.New("no dialog of the system's")
}
