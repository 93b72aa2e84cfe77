//go:build packages && program

package ui_test

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// unpacked unpacks the portable zip, and returns the folder Hoist in it.
func unpacked(t *testing.T) string {
	t.Helper()
	archive, err := zip.OpenReader(packageFile(t, "*-portable.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close() //nolint:errcheck // it was only read
	into := t.TempDir()
	for _, entry := range archive.File {
		path := filepath.Join(into, filepath.FromSlash(entry.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		from, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o700)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(to, from)
		if err := errors.Join(err, from.Close(), to.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(into, "Hoist")
}

// tree returns every file and folder below one.
func tree(t *testing.T, root string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		if err == nil && path != root {
			all = append(all, strings.TrimPrefix(path, root+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// added returns what is in the second of two trees and not in the first.
func added(before, after []string) []string {
	return slices.DeleteFunc(slices.Clone(after), func(path string) bool { return slices.Contains(before, path) })
}
