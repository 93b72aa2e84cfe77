package upload

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestJournalModel lets a journal live through anything, beside a map that says what it must know.
func TestJournalModel(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		folder, err := os.MkdirTemp(root, "")
		if err != nil {
			t.Fatal(err)
		}
		h := testHead()
		j, err := createJournal(folder, h)
		if err != nil {
			t.Fatal(err)
		}
		path, torn := j.path, 0
		type said struct {
			segment int // -1: FINALIZE
			sum     uint32
			expires time.Time
		}
		var model []said
		check := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		reopen := func() {
			j, err = openJournal(folder, testID)
			check(err)
		}
		has := func(segment int) bool {
			return slices.ContainsFunc(model, func(s said) bool { return s.segment == segment })
		}
		t.Repeat(map[string]func(*rapid.T){
			"confirm": func(t *rapid.T) {
				s := said{segment: rapid.IntRange(0, 19).Draw(t, "segment"), sum: rapid.Uint32().Draw(t, "sum")}
				if rapid.Bool().Draw(t, "expires") {
					s.expires = h.Expires.Add(time.Duration(rapid.Int64Range(0, 1e15).Draw(t, "later")))
				}
				check(j.confirm(s.segment, s.sum, s.expires))
				if !has(s.segment) {
					model = append(model, s)
				}
			},
			"finalize": func(*rapid.T) {
				check(j.beginFinalize())
				if !has(-1) {
					model = append(model, said{segment: -1})
				}
			},
			"reopen": func(*rapid.T) { check(j.close()); reopen() },
			"cut": func(t *rapid.T) {
				check(j.close())
				data, err := os.ReadFile(path)
				check(err)
				body := len(data) - bytes.IndexByte(data, '\n') - 1
				if body > 0 {
					data = data[:len(data)-rapid.IntRange(1, body).Draw(t, "bytes")]
					model = model[:bytes.Count(data, []byte("\n"))-1]
					torn++
				}
				check(os.WriteFile(path, data, 0o600))
				reopen()
			},
			"": func(t *rapid.T) {
				taken, expires, finalizing := map[int]uint32{}, h.Expires, false
				for _, s := range model {
					if s.segment < 0 {
						finalizing = true
						continue
					}
					taken[s.segment] = s.sum
					if !s.expires.IsZero() {
						expires = s.expires
					}
				}
				if j.head() != h || !maps.Equal(j.taken(), taken) || j.expires() != expires || j.finalizing() != finalizing {
					t.Fatalf("got %v, %s, %v; want %v, %s, %v (cut %d times)",
						j.taken(), j.expires(), j.finalizing(), taken, expires, finalizing, torn)
				}
			},
		})
		check(j.remove())
	})
}
