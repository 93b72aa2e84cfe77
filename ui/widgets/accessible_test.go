package widgets_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// decorations say nothing that is not said beside them: assistive tools pass by what has no label.
var decorations = map[string]string{
	"surface":    "a ground",
	"dashes":     "a border",
	"strip":      "one side of it",
	"Poster":     "a picture beside the name that it is of",
	"noticeIcon": "the sign of a tone beside a title that says what is the matter",
	"linesBody":  "the inside of Lines",
	"control":    "a part of every control, which has the label",
}

// TestWidgetsSayWhatTheyAre reads the source: whatever is a widget has a label and a role, its own or those of what it
// embeds.
func TestWidgetsSayWhatTheyAre(t *testing.T) {
	embeds, methods := widgetTypes(t)
	var has func(name, method string) bool
	has = func(name, method string) bool {
		if methods[name+"."+method] {
			return true
		}
		for _, e := range embeds[name] {
			if has(e, method) {
				return true
			}
		}
		return false
	}
	var isWidget func(name string) bool
	isWidget = func(name string) bool {
		for _, e := range embeds[name] {
			if strings.HasPrefix(e, "widget.") || isWidget(e) {
				return true
			}
		}
		return false
	}
	widgets := 0
	for name := range embeds {
		if !isWidget(name) || strings.HasSuffix(name, "Renderer") {
			continue
		}
		widgets++
		_, decoration := decorations[name]
		for _, method := range []string{"AccessibilityLabel", "AccessibilityRole"} {
			if !decoration && !has(name, method) {
				t.Errorf("%s has no %s", name, method)
			}
		}
	}
	if widgets < 30 {
		t.Errorf("only %d widgets are found", widgets)
	}
	for name := range decorations {
		if embeds[name] == nil {
			t.Errorf("there is no %s any more", name)
		}
	}
}

// widgetTypes returns what each struct of the package embeds, and which methods there are.
func widgetTypes(t *testing.T) (embeds map[string][]string, methods map[string]bool) {
	t.Helper()
	embeds, methods = map[string][]string{}, map[string]bool{}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if s, ok := n.Type.(*ast.StructType); ok {
					for _, field := range s.Fields.List {
						if len(field.Names) == 0 {
							embeds[n.Name.Name] = append(embeds[n.Name.Name], typeName(field.Type))
						}
					}
				}
			case *ast.FuncDecl:
				if n.Recv != nil {
					methods[typeName(n.Recv.List[0].Type)+"."+n.Name.Name] = true
				}
			}
			return true
		})
	}
	return embeds, methods
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return typeName(e.X) + "." + e.Sel.Name
	default:
		return ""
	}
}
