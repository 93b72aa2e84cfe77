package upload

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"
)

// listed returns the media IDs that a listing has.
func listed(t testing.TB, folder string) []string {
	t.Helper()
	list, err := ListUnfinished(folder)
	must(t, err)
	ids := []string{}
	for _, u := range list {
		ids = append(ids, u.MediaID)
	}
	return ids
}

func TestUnfinished(t *testing.T) {
	folder := t.TempDir()
	h := testHead()
	j := mustCreate(t, folder, h)
	later := h.Expires.Add(time.Hour)
	for _, i := range []int{19, 2, 0} {
		must(t, j.confirm(i, 0, later))
	}
	must(t, j.beginFinalize())
	want := Unfinished{
		MediaID: testID, File: h.File, Account: h.Account, API: V2, BaseURL: h.BaseURL, Category: h.Category, Bytes: h.Bytes,
		Sent: 2*4096 + 1, SegmentBytes: 4096, Began: h.Began, Expires: later, ModTime: h.ModTime, Taken: []int{0, 2, 19},
		InUse: true, Finalizing: true,
	}
	for _, inUse := range []bool{true, false} {
		want.InUse = inUse
		if got, err := ListUnfinished(folder); err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], want) {
			t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
		}
		must(t, j.close())
	}
	h.MediaID, h.Began = "7", h.Began.Add(-time.Minute)
	must(t, mustCreate(t, folder, h).close())
	if got := listed(t, folder); !slices.Equal(got, []string{"7", testID}) {
		t.Errorf("not the oldest first: %v", got)
	}
}

func TestUnfinishedNowhere(t *testing.T) {
	for _, folder := range []string{"", filepath.Join(t.TempDir(), "none")} {
		if got, err := ListUnfinished(folder); err != nil || got != nil {
			t.Errorf("%q: %v, %v", folder, got, err)
		}
		if id, err := findJournal(folder, testHead()); err != nil || id != "" {
			t.Errorf("%q: %v, %v", folder, id, err)
		}
		if err := Discard(folder, testID); !errors.Is(err, errNoJournal) {
			t.Errorf("%q: %v", folder, err)
		}
	}
}

// TestLockedJournal checks that an upload has one program, and that looking at it does not disturb it.
func TestLockedJournal(t *testing.T) {
	folder := t.TempDir()
	j := mustCreate(t, folder, testHead())
	for i := range 3 {
		if _, err := openJournal(folder, testID); !errors.Is(err, errInUse) {
			t.Errorf("opened twice: %v", err)
		}
		if err := Discard(folder, testID); !errors.Is(err, errInUse) {
			t.Errorf("discarded: %v", err)
		}
		if _, err := createJournal(folder, testHead()); !errors.Is(err, fs.ErrExist) {
			t.Errorf("made twice: %v", err)
		}
		listed(t, folder)
		must(t, j.confirm(i, uint32(i), time.Time{}))
		must(t, j.close())
		j = mustOpen(t, folder, testID)
	}
	must(t, j.close())
	must(t, Discard(folder, testID))
	if err := Discard(folder, testID); !errors.Is(err, errNoJournal) {
		t.Errorf("discarded twice: %v", err)
	}
	for _, id := range []string{"", "../" + testID, "1x", "12345678901234567890"} {
		if _, err := openJournal(folder, id); !errors.Is(err, errNoJournal) {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// TestLockWhileListing opens and closes a journal while others list without pause: no listing makes it look in use.
func TestLockWhileListing(t *testing.T) {
	folder := t.TempDir()
	must(t, mustCreate(t, folder, testHead()).close())
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				if _, err := ListUnfinished(folder); err != nil {
					t.Error(err)
				}
			}
		}
	}()
	for i := range 20 {
		j, err := openJournal(folder, testID)
		if err != nil {
			t.Error(err)
			break
		}
		if err := errors.Join(j.confirm(i, 0, time.Time{}), j.close()); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	<-done
}

// TestUnfinishedAmongOthers lays what is no journal beside one: it is passed over, and stays as it is.
func TestUnfinishedAmongOthers(t *testing.T) {
	folder, elsewhere := t.TempDir(), t.TempDir()
	must(t, mustCreate(t, folder, testHead()).close())
	whole := written(t, testHead())
	random := make([]byte, 5000)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(random)
	second := testHead()
	second.Version, second.MediaID = 2, "18"
	version2, err := seal(second)
	must(t, err)
	for name, data := range map[string][]byte{
		"11.journal":       random,
		"12.journal":       {},
		"13.journal":       []byte("{\"media_id\":\"13\"}\n"),
		"14.journal":       whole, // of another media ID
		"15.journal":       whole[:40],
		"16.journal":       []byte("00000000 null\n"),
		"17.journal":       bytes.Repeat([]byte("\n"), 3<<20),
		"18.journal":       version2,
		"x.journal":        whole,
		testID:             whole,
		testID + ".backup": whole,
	} {
		must(t, os.WriteFile(filepath.Join(folder, name), data, 0o600))
	}
	must(t, os.Mkdir(filepath.Join(folder, "20.journal"), 0o700))
	linked := testHead()
	linked.MediaID = "21"
	must(t, os.WriteFile(filepath.Join(elsewhere, "21.journal"), written(t, linked), 0o600))
	if err := os.Symlink(filepath.Join(elsewhere, "21.journal"), filepath.Join(folder, "21.journal")); err != nil && runtime.GOOS != "windows" {
		t.Fatal(err)
	}
	before := picture(t, folder)
	if got := listed(t, folder); !slices.Equal(got, []string{testID}) {
		t.Errorf("got %v", got)
	}
	for id := 11; id <= 21; id++ {
		if id == 19 || id == 21 && runtime.GOOS == "windows" {
			continue
		}
		if err := Discard(folder, fmt.Sprint(id)); !errors.Is(err, errForeign) {
			t.Errorf("%d: %v", id, err)
		}
	}
	if after := picture(t, folder); !reflect.DeepEqual(after, before) {
		t.Error("the folder has changed")
	}
}

// picture returns the content of a folder's files.
func picture(t testing.TB, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	must(t, err)
	seen := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil && !e.IsDir() {
			t.Fatal(err)
		}
		seen[e.Name()] = string(data)
	}
	return seen
}

func TestUnfinishedExpired(t *testing.T) {
	folder := t.TempDir()
	now := time.Now()
	for id, expired := range map[string]time.Duration{"1": 6 * 24 * time.Hour, "2": 8 * 24 * time.Hour, "3": 8 * 24 * time.Hour, "4": 0} {
		h := testHead()
		h.MediaID, h.Began, h.Expires = id, now.Add(-10*24*time.Hour), time.Time{}
		j := mustCreate(t, folder, h)
		if expired != 0 {
			must(t, j.confirm(0, 0, now.Add(-expired)))
		}
		if id != "3" { // which is in use
			must(t, j.close())
		}
	}
	for range 2 {
		if got := listed(t, folder); !slices.Equal(got, []string{"1", "3", "4"}) {
			t.Errorf("got %v", got)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "2.journal")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}

func TestFindJournal(t *testing.T) {
	folder := t.TempDir()
	want := testHead()
	for id, differ := range map[string]func(*head){
		"1": func(h *head) { h.File += "x" },
		"2": func(h *head) { h.Account = "other" },
		"3": func(h *head) { h.API = V1 },
		"4": func(h *head) { h.BaseURL = "http://127.0.0.1:1" },
		"5": func(h *head) { h.Category = DMVideo },
		"6": func(h *head) { h.Expires = time.Now().Add(-time.Second) },
		"7": func(h *head) { h.Began = h.Began.Add(-time.Minute) },
		"8": func(h *head) { h.Bytes, h.SegmentBytes, h.ModTime, h.Expires = 1, 1, h.Began, time.Time{} },
		"9": func(h *head) { h.Began = h.Began.Add(-time.Hour) },
	} {
		h := testHead()
		h.Began = want.Began
		h.MediaID = id
		differ(&h)
		must(t, mustCreate(t, folder, h).close())
	}
	for _, newest := range []string{"8", "7", "9", ""} {
		if got, err := findJournal(folder, want); err != nil || got != newest {
			t.Fatalf("got %q, %v; want %q", got, err, newest)
		}
		if newest != "" {
			must(t, Discard(folder, newest))
		}
	}
}
