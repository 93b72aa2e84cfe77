package desktop

import (
	"testing"

	"github.com/godbus/dbus/v5"
)

// TestFilterForm holds the kinds of files to the form that the portal's documentation gives.
func TestFilterForm(t *testing.T) {
	if got := dbus.SignatureOf([]filter{newFilter("Videos", ".mp4")}).String(); got != "a(sa(us))" {
		t.Errorf("they are sent as %s", got)
	}
}
