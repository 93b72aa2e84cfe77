package terminal_test

import (
	"os"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hoist/ui/messages"
)

func TestMain(m *testing.M) {
	time.Local = time.UTC // for the clocks in what is printed
	goleak.VerifyTestMain(m)
}

// english returns the words that ship.
func english(t *testing.T) *messages.Catalog {
	t.Helper()
	words, err := catalog()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

var catalog = sync.OnceValues(func() (*messages.Catalog, error) { return messages.New(os.DirFS("../../assets"), "en") })
