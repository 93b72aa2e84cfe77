package credentials_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hoist/credentials"
)

func TestReadFile(t *testing.T) {
	one := []credentials.Found{{Keys: keys(1, 1, "11")}}
	twurl := []credentials.Found{
		{Name: "kestrel", Keys: keys(2, 2, "22")},
		{Name: "adder", Keys: keys(1, 4, "33")},
		{Name: "kestrel", Keys: keys(1, 3, "22")},
		{Name: "zebra", Keys: keys(1, 1, "11")},
	}
	rest := "consumer_secret: CSzYxWv1, token: 11-ATzYxWv1, secret: ASzYxWv1"
	for name, test := range map[string]struct {
		text string
		want []credentials.Found
	}{
		"twurl":        {twurlFile, twurl},
		"Windows":      {"\uFEFF" + strings.ReplaceAll(twurlFile, "\n", "\r\n"), twurl},
		"older Ruby":   {rubyFile, []credentials.Found{{Name: "kestrel", Keys: keys(1, 1, "11")}}},
		"xurl":         {xurlFile, []credentials.Found{one[0], {Keys: keys(3, 3, "22")}, {Keys: keys(2, 2, "22")}}},
		"xurl, before": {xurlJSON, one},
		"on one line":  {strings.ReplaceAll(strings.ReplaceAll(xurlJSON, "\n", ""), " ", ""), one},
		"with tabs":    {strings.ReplaceAll(xurlJSON, "  ", "\t"), one},
		"both of xurl": {xurlFile + "oauth1_tokens: {oauth1: {access_token: 11-ATzYxWv1, token_secret: ASzYxWv1, consumer_key: CKzYxWv1, " +
			"consumer_secret: CSzYxWv1}}\n", []credentials.Found{one[0], {Keys: keys(3, 3, "22")}, {Keys: keys(2, 2, "22")}}},
		"no name":            {profile("~", "CKzYxWv1", rest), one},
		"not X's name":       {profile("a b", "CKzYxWv1", "username: ü, "+rest), one},
		"the profile's name": {profile("'@kestrel'", "x", "consumer_key: ' CKzYxWv1\t', "+rest), []credentials.Found{{Name: "kestrel", Keys: keys(1, 1, "11")}}},
		"twice":              {profile("a", "CKzYxWv1: {"+rest+"}, CKzYxWv1", rest+", token: ~, token: 11-ATzYxWv1"), []credentials.Found{{Name: "a", Keys: keys(1, 1, "11")}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := credentials.ReadFile(writeFile(t, test.text))
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("got %s, %v, want %s", reveal(got), err, reveal(test.want))
			}
		})
	}
}

// reveal shows made-up keys.
func reveal(found []credentials.Found) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "{%s %q %q %q %q}", f.Name, f.Keys.ConsumerKey.Reveal(), f.Keys.ConsumerSecret.Reveal(),
			f.Keys.AccessToken.Reveal(), f.Keys.AccessSecret.Reveal())
	}
	return b.String()
}

// TestReadFileKeepsText has plain scalars that YAML takes for something else than text.
func TestReadFileKeepsText(t *testing.T) {
	for _, odd := range []string{
		"12345", "0123", "0x1f", "0o17", "1e5", "1_000", "-1.50", ".inf", ".NaN", "yes", "no", "on", "true", "False", "2026-01-02", "12:30:45",
		"<<", "=", "123456789012345678901234567890", "0b11", "1.10",
	} {
		got, err := credentials.ReadFile(writeFile(t, profile(odd, odd, fmt.Sprintf("consumer_secret: %s, token: %[1]s, secret: %[1]s", odd))))
		key := credentials.Secret(odd)
		if want := (credentials.Keys{ConsumerKey: key, ConsumerSecret: key, AccessToken: key, AccessSecret: key}); err != nil || len(got) != 1 || got[0].Keys != want {
			t.Errorf("%s became %s, %v", odd, reveal(got), err)
		}
	}
	if got, err := credentials.ReadFile(writeFile(t, profile("0x1f", "1e5", "consumer_secret: a, token: b, secret: c"))); err != nil || got[0].Name != "0x1f" {
		t.Errorf("got %s, %v", reveal(got), err)
	}
}

func TestReadFileTakesFifty(t *testing.T) {
	var b strings.Builder
	b.WriteString("configuration: {default_profile: [user99, ck]}\nprofiles:\n")
	for i := range 100 {
		fmt.Fprintf(&b, "  user%02d: {ck: {consumer_secret: a, token: b, secret: c}}\n", i)
	}
	got, err := credentials.ReadFile(writeFile(t, b.String()))
	if err != nil || len(got) != 50 || got[0].Name != "user99" || got[1].Name != "user00" || got[49].Name != "user48" {
		t.Errorf("%d accounts, %v: %s", len(got), err, reveal(got))
	}
}

func TestReadFileRefuses(t *testing.T) {
	for name, test := range map[string]struct{ text, words string }{
		"empty":         {"", "no account of twurl or xurl"},
		"a text":        {"zYxWv", "no account of twurl or xurl"},
		"a list":        {"- zYxWv\n- profiles", "no account of twurl or xurl"},
		"OAuth 2.0":     {oauth2Alone, "no account of twurl or xurl"},
		"a new twurl":   {"---\nprofiles: {}\nconfiguration: {}\n", "no account of twurl or xurl"},
		"not YAML":      {"profiles: zYxWv: [zYxWv\n\t'zYxWv", "neither YAML nor JSON"},
		"bytes":         {"\x00\xffzYxWv\x01", "neither YAML nor JSON"},
		"an alias":      {"profiles: *zYxWv", "neither YAML nor JSON"},
		"deep":          {strings.Repeat("[", 500_000), "neither YAML nor JSON"},
		"deep blocks":   {strings.Repeat("- ", 500_000), "neither YAML nor JSON"},
		"too long":      {twurlFile + strings.Repeat("#", 1<<20), "longer than 1 MiB"},
		"one missing":   {strings.ReplaceAll(twurlFile, "token", "zYxWv"), "the access token is missing"},
		"one null":      {profile("zYxWv", "zYxWv", "consumer_secret: zYxWv, token: zYxWv, secret: ~"), "the access token secret is missing"},
		"one garbled":   {strings.ReplaceAll(xurlJSON, "CSzYxWv1", "CS zYxWv1"), "the consumer secret has white space"},
		"one long":      {profile("a", "b", "consumer_secret: "+strings.Repeat("zYxWv", 120)), "the consumer secret is longer than"},
		"no base64":     {profile("a", "b", "consumer_secret: !binary zYxWv"), "the consumer secret is missing"},
		"fields' types": {"profiles: [zYxWv]\napps: {zYxWv: {oauth1_token: {oauth1: [zYxWv]}}}", "the consumer key is missing"},
		"no mapping":    {"profiles: {zYxWv: [zYxWv], b: zYxWv}\nconfiguration: zYxWv\noauth1_tokens: ~", "no account of twurl or xurl"},
		"a bomb":        {bomb, "the consumer secret is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := credentials.ReadFile(writeFile(t, test.text))
			refused(t, got, err, test.words)
		})
	}
}

// refused checks that nothing was read, why, and that the error keeps the secrets of the file.
func refused(t *testing.T, got []credentials.Found, err error, words string) {
	t.Helper()
	var known, inner *credentials.Error
	if got != nil || !errors.As(err, &known) || known.Kind != credentials.BadKeyFile || known.Op != "read key file" || errors.As(known.Err, &inner) {
		t.Fatalf("got %d accounts, %v", len(got), err)
	}
	if !strings.Contains(err.Error(), words) {
		t.Errorf("want %q in: %v", words, err)
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		if text := fmt.Sprintf("%v %+v %#v", e, e, e); showsSecret(text) || strings.Contains(text, "yaml") {
			t.Errorf("shows what is in the file: %s", text)
		}
	}
}

func TestReadFileNotAFile(t *testing.T) {
	folder := t.TempDir()
	missing := filepath.Join(folder, "missing")
	got, err := credentials.ReadFile(missing)
	refused(t, got, err, missing)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("not said to be missing: %v", err)
	}
	got, err = credentials.ReadFile(folder)
	refused(t, got, err, "it is a folder")
	got, err = credentials.ReadFile(os.DevNull)
	refused(t, got, err, "")
	got, err = credentials.ReadFile("")
	refused(t, got, err, "")
}

func TestReadFileLeavesItAlone(t *testing.T) {
	path := writeFile(t, twurlFile)
	then := time.Date(2020, 2, 3, 4, 5, 6, 0, time.UTC)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
	if _, err := credentials.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	info, statErr := os.Stat(path)
	if err != nil || statErr != nil || string(text) != twurlFile || !info.ModTime().Equal(then) {
		t.Errorf("the file was changed: %v, %v", err, statErr)
	}
	if names, err := os.ReadDir(filepath.Dir(path)); err != nil || len(names) != 1 {
		t.Errorf("beside the file: %v, %v", names, err)
	}
}

func TestKeyFiles(t *testing.T) {
	home := t.TempDir()
	if got := credentials.KeyFiles(home); got != nil {
		t.Errorf("an empty home has %q", got)
	}
	twurl, xurl, auth := filepath.Join(home, ".twurlrc"), filepath.Join(home, ".xurl"), filepath.Join(home, ".xurl", "auth.yml")
	for path, text := range map[string]string{twurl: twurlFile, xurl: xurlFile} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := credentials.KeyFiles(home); !slices.Equal(got, []string{twurl, xurl}) {
		t.Errorf("both: %q", got)
	}
	if err := errors.Join(os.Remove(twurl), os.Mkdir(twurl, 0o700), os.Remove(xurl), os.Mkdir(xurl, 0o700)); err != nil {
		t.Fatal(err)
	}
	if got := credentials.KeyFiles(home); got != nil {
		t.Errorf("folders: %q", got)
	}
	if err := os.WriteFile(auth, []byte(xurlFile), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := credentials.KeyFiles(home); !slices.Equal(got, []string{auth}) {
		t.Errorf("newer xurl: %q", got)
	}
	t.Chdir(home)
	if got := credentials.KeyFiles(""); got != nil {
		t.Errorf("no home: %q", got)
	}
}
