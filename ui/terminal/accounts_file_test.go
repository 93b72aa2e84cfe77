package terminal_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"hoist/ui/terminal"
	"hoist/upload"
)

// importing is somebody with a file of keys. X does not take those of an account whose name begins with "bad", and
// says who is behind keys without a name.
func importing(t *testing.T, names ...string) *person {
	t.Helper()
	p := newPerson(t)
	p.Found = func(file string) ([]string, error) {
		p.did = append(p.did, "found "+file)
		return names, nil
	}
	p.Import = func(_ context.Context, _ terminal.Options, file string, n int) (upload.Account, string, error) {
		p.did = append(p.did, fmt.Sprintf("import %s %d", file, n))
		name := names[n]
		switch {
		case strings.HasPrefix(name, "bad"), name == "" && n > 1:
			return upload.Account{}, "", keyless("not_signed_in")
		case name == "":
			name = "nameless"
		}
		return upload.Account{Name: name}, "read-write", nil
	}
	return p
}

func fromFile(account string) terminal.Options {
	return with(terminal.CommandAccountsAdd, func(o *terminal.Options) { o.From, o.Account = "keys.yml", account })
}

// good is what is said of an account that was added.
func (p *person) good(name string) []string {
	return []string{
		p.Words.Text("terminal.accounts.signed_in", "Account", name), p.Words.Text("terminal.accounts.added.upload"),
		p.Words.Text("terminal.accounts.kept"),
	}
}

// TestAddAccountsOfAFile: each is tried, and the file is left as it is.
func TestAddAccountsOfAFile(t *testing.T) {
	p := importing(t, "kay", "", "bad", "ada", "")
	if exit := p.run(t, fromFile("")); exit != terminal.ExitSignIn {
		t.Errorf("exit %d", exit)
	}
	said := append(p.good("@kay"), p.good("@nameless")...)
	said = append(said, "@bad: "+p.problem(keyless("not_signed_in"), "bad"))
	said = append(said, p.good("@ada")...)
	said = append(said, p.Words.Text("terminal.accounts.from.number", "Number", 5)+": "+p.problem(keyless("not_signed_in"), ""))
	said = append(said, p.said([]string{"from.unchanged"})...)
	p.saw(t, "@kay\n@nameless\n@ada\n", said,
		"found keys.yml", "import keys.yml 0", "keep kay", "import keys.yml 1", "keep nameless", "import keys.yml 2",
		"import keys.yml 3", "keep ada", "import keys.yml 4")
}

// TestAddOneAccountOfAFile: all of that name and no other, whoever stands before it.
func TestAddOneAccountOfAFile(t *testing.T) {
	p := importing(t, "", "ada", "Kay", "bad", "kay")
	if exit := p.run(t, fromFile("KAY")); exit != terminal.ExitDone {
		t.Errorf("exit %d", exit)
	}
	said := append(p.good("@Kay"), p.good("@kay")...)
	p.saw(t, "@Kay\n@kay\n", append(said, p.said([]string{"from.unchanged"})...),
		"found keys.yml", "import keys.yml 2", "keep Kay", "import keys.yml 4", "keep kay")
}

func TestAddFromAFileThatHasNone(t *testing.T) {
	p := importing(t)
	if exit := p.run(t, fromFile("")); exit != terminal.ExitFailed {
		t.Errorf("exit %d", exit)
	}
	p.saw(t, "", p.said([]string{"from.none"}), "found keys.yml")

	p = importing(t, "kay", "", "ada", "kay", "")
	if exit := p.run(t, fromFile("heron")); exit != terminal.ExitWrongUse {
		t.Errorf("exit %d", exit)
	}
	p.saw(t, "", []string{p.Words.Text("terminal.accounts.from.unknown", "Account", "@heron", "File", "keys.yml",
		"Accounts", "@kay, "+p.Words.Text("terminal.accounts.from.unnamed")+", @ada")}, "found keys.yml")

	p = importing(t, "kay")
	p.Found = func(string) ([]string, error) { return nil, keyless("bad_keys") }
	if exit := p.run(t, fromFile("")); exit != terminal.ExitSignIn {
		t.Errorf("exit %d", exit)
	}
	p.saw(t, "", []string{p.problem(keyless("bad_keys"), "")})
}

// TestAddFromAFileWithoutAStore: one that is not kept is not said to be.
func TestAddFromAFileWithoutAStore(t *testing.T) {
	p := importing(t, "kay", "ada")
	p.Keep = func(_ context.Context, name string) error {
		if name == "kay" {
			return keyless("keyring_missing")
		}
		return nil
	}
	if exit := p.run(t, fromFile("")); exit != terminal.ExitSignIn {
		t.Errorf("exit %d", exit)
	}
	said := append(p.good("@kay")[:2], p.problem(keyless("keyring_missing"), "kay"))
	said = append(said, p.good("@ada")...)
	p.saw(t, "@ada\n", append(said, p.said([]string{"from.unchanged"})...),
		"found keys.yml", "import keys.yml 0", "import keys.yml 1")
}

// TestAddFromAFileIsStopped: Ctrl+C ends all of it.
func TestAddFromAFileIsStopped(t *testing.T) {
	p := importing(t, "kay", "ada", "heron")
	take := p.Import
	p.Import = func(ctx context.Context, o terminal.Options, file string, n int) (upload.Account, string, error) {
		account, access, err := take(ctx, o, file, n)
		if n == 1 {
			<-ctx.Done()
			err = ctx.Err()
		}
		return account, access, err
	}
	p.stops = 1
	if exit := p.run(t, fromFile("")); exit != terminal.ExitInterrupted {
		t.Errorf("exit %d", exit)
	}
	said := append(p.good("@kay"), "@ada: "+p.Words.Text("terminal.accounts.stopped"))
	p.saw(t, "@kay\n", append(said, p.said([]string{"from.unchanged"})...),
		"found keys.yml", "import keys.yml 0", "keep kay", "import keys.yml 1")
}
