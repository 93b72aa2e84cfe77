package messages_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"hoist/ui/messages"
)

// kinded is an error of some room.
type kinded string

func (k kinded) Error() string     { return "some room: " + string(k) }
func (k kinded) ErrorKind() string { return string(k) }

// eachFile calls visit for every Go file of a folder of the project that is no test.
func eachFile(t *testing.T, folder string, visit func(name string, file *ast.File)) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("../..", folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		visit(name, file)
	}
}

// kindsIn returns the constants of type Kind in a folder: those are what its errors can be.
func kindsIn(t *testing.T, folder string) []string {
	t.Helper()
	var kinds []string
	eachFile(t, folder, func(name string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if typ, ok := spec.Type.(*ast.Ident); !ok || typ.Name != "Kind" {
				return true
			}
			for _, value := range spec.Values {
				literal, ok := value.(*ast.BasicLit)
				if !ok {
					t.Errorf("%s: a Kind that is not written out", name)
					continue
				}
				kind, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				kinds = append(kinds, kind)
			}
			return true
		})
	})
	if len(kinds) == 0 {
		t.Errorf("%s: no kinds found", folder)
	}
	return kinds
}

// never is what the first line of a message does not say: ux.md 3.15.
var never = regexp.MustCompile(`(?i)\b(error|please|oops|sorry|invalid|fail\w*|fatal|illegal|http|[0-9]{3}|chunk)\b`)

func TestEveryKindHasWords(t *testing.T) {
	c := english(t)
	titles := map[string]string{}
	for _, folder := range []string{"upload", "upload/xapi", "credentials", "ui/home", "ui/desktop"} {
		for _, kind := range kindsIn(t, folder) {
			p := c.Problem(kinded(kind), messages.Facts{})
			check(t, kind, p)
			if other, taken := titles[p.Title]; taken && other != kind {
				t.Errorf("%s and %s both say %q: each needs words of its own", kind, other, p.Title)
			}
			titles[p.Title] = kind
		}
	}
}

// check holds the words of a kind against the rules.
func check(t *testing.T, kind string, p messages.Problem) {
	t.Helper()
	if p.Kind != kind || p.Waiting || p.Safe != "" {
		t.Errorf("%s became %+v", kind, p)
	}
	if words := len(strings.Fields(p.Title)); words > 7 || words == 0 { // the longest of ux.md 3.16 have seven
		t.Errorf("%s: the title %q has %d words", kind, p.Title, words)
	}
	if bad := never.FindString(p.Title); bad != "" {
		t.Errorf("%s: the title %q says %q", kind, p.Title, bad)
	}
	if strings.HasSuffix(p.Title, ".") || !strings.HasSuffix(p.Do, ".") {
		t.Errorf("%s: %q ends with a full stop or %q without one", kind, p.Title, p.Do)
	}
	for _, said := range []string{p.Title, p.Why, p.Do} {
		if said == "" || strings.ContainsAny(said, "[<") {
			t.Errorf("%s: says %q", kind, said)
		}
	}
}

// TestEveryIDHasWords looks for the ids that the code uses, and for what they fill in.
func TestEveryIDHasWords(t *testing.T) {
	c := english(t)
	used := 0
	for _, folder := range []string{".", "ui", "ui/messages", "ui/terminal", "ui/desktop", "ui/home"} {
		eachFile(t, folder, func(name string, file *ast.File) {
			ast.Inspect(file, func(n ast.Node) bool {
				id, args := lookup(n)
				if id == "" {
					return true
				}
				used++
				if said := c.Text(id, args...); strings.HasPrefix(said, "[") {
					t.Errorf("%s: no words for %s", name, id)
				} else if strings.Contains(said, "<no value>") {
					t.Errorf("%s: %s lacks something to fill in: %q", name, id, said)
				}
				return true
			})
		})
	}
	if used < 20 {
		t.Errorf("only %d ids found: does this test still see them?", used)
	}
}

// lookup returns the id and the keys of a call of Text or Count with an id that is written out, and "" for all else.
func lookup(n ast.Node) (id string, args []any) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return "", nil
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || method.Sel.Name != "Text" && method.Sel.Name != "Count" {
		return "", nil
	}
	if pkg, ok := method.X.(*ast.Ident); ok && (pkg.Name == "strings" || pkg.Name == "bytes") {
		return "", nil
	}
	if id = written(call.Args[0]); id == "" {
		return "", nil
	}
	for _, arg := range call.Args[1:] {
		if name := written(arg); name != "" {
			args = append(args, name, "value")
		}
	}
	return id, append(args, "Count", 2)
}

// written returns the text of a string that is written out, and "" for all else.
func written(e ast.Expr) string {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		return ""
	}
	return text
}

func TestUnexpected(t *testing.T) {
	c := english(t)
	now := time.Date(2026, 9, 21, 14, 5, 9, 0, time.UTC)
	for _, err := range []error{kinded("from_the_future"), os.ErrClosed} {
		p := c.Problem(err, messages.Facts{Now: now})
		if p.Title != "Something unexpected happened" || p.Action != messages.ActionRetry {
			t.Errorf("%v: %+v", err, p)
		}
	}
	p := c.Problem(kinded("from_the_future"), messages.Facts{Now: now})
	if p.Kind != "from_the_future" || p.Details != "Kind: from_the_future\nTime: 2026-09-21 14:05:09 +00:00" {
		t.Errorf("got %q, %q", p.Kind, p.Details)
	}
}

// TestReadmeListsEveryKind checks what scripts are told: `hoist upload --json` names the kind of a failure.
func TestReadmeListsEveryKind(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"upload", "upload/xapi", "credentials", "ui/home", "ui/desktop"} {
		for _, kind := range kindsIn(t, folder) {
			if !strings.Contains(string(readme), "`"+kind+"`") {
				t.Errorf("the README does not list the kind %s", kind)
			}
		}
	}
}

// TestReadmeQuotesTitles checks that what the troubleshooting table quotes is what a person sees.
func TestReadmeQuotesTitles(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(readme), "### Troubleshooting")
	table, _, ended := strings.Cut(table, "\n## ")
	if !found || !ended {
		t.Fatal("the README has no troubleshooting any more")
	}
	titles := map[string]bool{}
	for id, text := range translation(t, "en") {
		if strings.HasPrefix(id, "problem.") && strings.Contains(id, ".title") {
			titles[text[""]] = true
		}
	}
	quoted := regexp.MustCompile(`(?m)^\| "([^"]*)"`).FindAllStringSubmatch(table, -1)
	if len(quoted) < 5 {
		t.Errorf("only %d titles found: does this test still see them?", len(quoted))
	}
	for _, q := range quoted {
		if !titles[q[1]] {
			t.Errorf("nothing has the title %q", q[1])
		}
	}
}
