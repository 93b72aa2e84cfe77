//go:build packages

package assets_test

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// command runs a program in this folder and returns what it prints.
func command(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	return commandWith(t, nil, name, args...)
}

// commandWith runs a program with more in its environment.
func commandWith(t *testing.T, env []string, name string, args ...string) []byte {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Env = append(append(os.Environ(), "LC_ALL=C.UTF-8", "TZ=UTC"), env...)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %s: %v: %s%s", name, strings.Join(args, " "), err, out, &said)
	}
	return out
}

// ofTOML returns a value of FyneApp.toml as it stands there, without the quotes of a word.
func ofTOML(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^` + name + ` = (.*)$`).FindSubmatch(text)
	if found == nil {
		t.Fatalf("FyneApp.toml has no %s", name)
	}
	return strings.Trim(string(found[1]), `"`)
}

// readAll returns what is in a file.
func readAll(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
