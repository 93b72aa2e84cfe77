//go:build !linux && !windows && !darwin

package desktop

import "errors"

// stayAwake fails: nobody to ask is known here.
func stayAwake(string, string) (*hold, error) {
	return nil, errors.New("keep the computer awake: not known how on this system")
}
