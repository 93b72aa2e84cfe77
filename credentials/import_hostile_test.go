package credentials_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"hoist/credentials"
)

// TestReadFileIsQuick has files made to keep a reader busy.
func TestReadFileIsQuick(t *testing.T) {
	fill := func(head, part string) string { return head + strings.Repeat(part, (1<<18-len(head)-2)/len(part)) }
	var directives strings.Builder
	for i := 0; directives.Len() < 1<<18; i++ {
		fmt.Fprintf(&directives, "%%TAG !%x! x\n", i)
	}
	for name, text := range map[string]string{
		"names":      fill("profiles: {", "a,") + "}",
		"names, top": fill("{", "a,") + "}",
		"accounts":   fill("profiles: {a: {", "b: {secret: },") + "}",
		"aliases":    fill("x: &x {a: {b: {token: c}}}\nprofiles: {", "a: *x,") + "}",
		"long alias": fill("x: &x '"+strings.Repeat(" ", 1<<17)+"'\nprofiles: {a: {", "*x : {token: *x},") + "}",
		"directives": directives.String(),
		"bomb":       fill(bomb, "# zYxWv\n"),
	} {
		t.Run(name, func(t *testing.T) {
			path := writeFile(t, text)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			_, err := credentials.ReadFile(path)
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 10*time.Second || used > 250 || err == nil || showsSecret(err.Error()) {
				t.Errorf("%v and %d MiB: %v", took, used, err)
			}
		})
	}
}

func FuzzReadFile(f *testing.F) {
	for _, seed := range []string{
		twurlFile, xurlFile, xurlJSON, rubyFile, oauth2Alone, bomb, "\uFEFF" + strings.ReplaceAll(twurlFile, "\n", "\r\n"),
		profile("0x1f", "1e5", "consumer_secret: yes, token: 12345, secret: no"), "profiles: zYxWv: [zYxWv\n\t'zYxWv", strings.Repeat("[", 100),
	} {
		f.Add([]byte(seed))
	}
	path := writeFile(f, "")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		found, err := credentials.ReadFile(path)
		if err != nil && found != nil || err == nil && len(found) == 0 || len(found) > 50 {
			t.Fatalf("%d accounts, %v", len(found), err)
		}
		for _, account := range found {
			if clean, err := account.Keys.Clean(); err != nil || clean != account.Keys {
				t.Errorf("keys that are not clean: %v", err)
			}
			a := credentials.Account{Name: account.Name, Auth: account.Keys}
			if clean, err := a.Clean(); a.Name != "" && (err != nil || clean != a) {
				t.Errorf("%q is no name: %v", a.Name, err)
			}
		}
	})
}
